// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * What may still happen to the object behind a lease. Immutable.
 *
 * @since 0.1
 */
public enum LeaseState {
  /** More bytes may arrive. */
  GROWING,
  /** All bytes are there. Final. */
  COMPLETE,
  /** The upload was aborted or the growing object deleted; the reader must break off. Final. */
  WITHDRAWN
}
