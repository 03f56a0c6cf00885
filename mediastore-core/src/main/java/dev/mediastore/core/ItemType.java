// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * The kind of one row of a listing, in the order in which equal names are listed. Immutable.
 *
 * @since 0.1
 */
public enum ItemType {
  /** An object. */
  OBJECT,
  /** A name that has objects below it. */
  FOLDER
}
