// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import java.util.List;

/**
 * A store in a folder, and what an operator wants to know about it. Safe for any thread.
 *
 * @since 0.1
 */
public interface DirectoryStore extends SegmentStore {
  /**
   * Returns what was found damaged when the folder was opened and by scrubbing.
   *
   * @return everything found, also what a crash leaves behind rightly; empty if all is well
   */
  List<StoreDamage> damages();

  /**
   * Reads everything that is written to its end again and checks it. Others go on meanwhile; one
   * pass at a time, whoever comes second waits. Damage is told by {@link #damages}, by the log, and
   * by CORRUPT to whoever reads what is damaged; all else is served as before.
   *
   * @return bytes read
   */
  long scrub();

  /**
   * Counts what is in the folder.
   *
   * @return a snapshot, exact when nothing else is going on
   */
  DirectoryStats stats();
}
