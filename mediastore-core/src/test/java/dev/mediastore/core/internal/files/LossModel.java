// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

/**
 * What a power cut leaves of the changes that were not synced. Whatever the model, a sector of 512
 * bytes is as it was after some change to it, unless the model tears it; what was synced is kept.
 */
public enum LossModel {
  /** Nothing. */
  ALL_LOST,
  /** The first so many changes, in the order in which they were made. */
  PREFIX,
  /** Each sector on its own: as it was before, after any of its changes, or after the last. */
  SECTORS,
  /**
   * Of each file the first so many changes, each file on its own; of the entries any, so that files
   * without content, deleted files and old names may be there.
   */
  REORDERED,
  /** As {@link #PREFIX}, but of the last write only some bytes, cut anywhere. */
  TORN
}
