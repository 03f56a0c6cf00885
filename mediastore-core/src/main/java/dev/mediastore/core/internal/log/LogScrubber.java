// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.spi.StoreDamage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the files of a log again, one after the other, and tells what is not as it was written
 * before somebody needs it. Used by one thread at a time; the log goes on meanwhile.
 *
 * <p>Only files that are written to their end are read. Damage to a record that is needed no more
 * counts as none. A file with damage is left as it is from then on: the compactor does not move
 * what it holds, so that nothing is lost that could still be read.
 */
public final class LogScrubber {
  private final LogFiles files;
  private final LogWriter writer;
  private final LogCompactor.Index index;
  private final Consumer<StoreDamage> report;
  private int last;

  LogScrubber(
      LogFiles files, LogWriter writer, LogCompactor.Index index, Consumer<StoreDamage> report) {
    this.files = files;
    this.writer = writer;
    this.index = index;
    this.report = report;
  }

  /** Begins with the first file again. */
  public void restart() {
    last = 0;
  }

  /**
   * Reads the next file.
   *
   * @return bytes read, or 0 if there was none left; then the next call begins anew
   */
  public long step() {
    for (LogFile file : files.after(last)) {
      if (file.number() >= writer.settledBelow() || file.tail() == 0 || !file.hold()) {
        continue;
      }
      last = file.number();
      try {
        scan(file);
        MappedFault.surface();
      } catch (InternalError e) {
        file.markDamaged();
        report.accept(
            new StoreDamage(file.name(), 0, file.tail(), StoreDamage.Kind.UNREADABLE, ""));
      } finally {
        file.letGo();
      }
      return file.tail();
    }
    last = 0;
    return 0;
  }

  private void scan(LogFile file) {
    List<StoreDamage> found = new ArrayList<>();
    FileScan scan =
        new FileScan(
                file, file.isAsFound() ? FileScan.Depth.AS_FOUND_IN_FULL : FileScan.Depth.IN_FULL)
            .run(
                (record, damaged) -> {
                  if (damaged && isNeeded(record)) {
                    found.add(
                        new StoreDamage(
                            file.name(),
                            record.position(),
                            record.recordBytes(),
                            StoreDamage.Kind.PAYLOAD,
                            FileScan.about(record)));
                  }
                });
    for (StoreDamage damage : scan.damages()) {
      if (damage.serious() && damage.kind() != StoreDamage.Kind.PAYLOAD) {
        found.add(damage);
      }
    }
    if (!found.isEmpty()) {
      file.markDamaged();
      found.forEach(report);
    }
  }

  private boolean isNeeded(LogRecord record) {
    return record.kind().takesAway() || (!record.isMarked() && index.needs(record));
  }
}
