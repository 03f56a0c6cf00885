// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * The two halves of the service (contract section 1). Immutable.
 *
 * @since 0.1
 */
public enum Plane {
  /** Containers and their documents, over AWS JSON 1.1. */
  CONTROL,
  /** Objects and listings of one container, over REST-JSON. */
  DATA
}
