// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * How to answer where the original service was stricter or poorer than its users want. Immutable.
 *
 * @since 0.1
 */
public enum Preset {
  /** What clients and caches expect today: conditional requests, POST as PUT, inferred types. */
  COMPATIBLE,
  /** What the original service did, refusals included. */
  STRICT
}
