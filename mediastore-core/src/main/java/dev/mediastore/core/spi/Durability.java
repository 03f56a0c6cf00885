// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * What "acknowledged" means in a directory store. Immutable. The memory store promises nothing
 * beyond the life of its process.
 *
 * @since 0.1
 */
public enum Durability {
  /**
   * Acknowledged changes are on stable storage: they survive the end of the process, of the system
   * and of the power. Changes that wait at the same time share one sync.
   */
  FSYNC,
  /**
   * Acknowledged changes are with the operating system: they survive the end of the process,
   * however sudden, but not of the system. What a crash of the system leaves is whole: each object
   * is there as it was stored, or an older state of it is.
   */
  OS
}
