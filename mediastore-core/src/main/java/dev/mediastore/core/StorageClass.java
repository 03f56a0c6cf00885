// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * The storage class of an object; the contract knows one. Immutable.
 *
 * @since 0.1
 */
public enum StorageClass {
  /** The only class an upload may name and an answer ever shows. */
  TEMPORAL
}
