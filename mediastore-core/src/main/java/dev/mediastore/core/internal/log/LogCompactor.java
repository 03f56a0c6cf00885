// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.flight.CompactionFlight;
import dev.mediastore.core.spi.StoreDamage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives room back: deletes files in which nothing is needed, and moves what is needed out of files
 * that hold little of it. Used by one thread at a time.
 *
 * <p><b>Which.</b> A file is emptied when less than half of it is needed, or when all files
 * together are more than one and a half times what is needed; the emptiest first. If what remains
 * of deletions adds up, it is the oldest, whose end lets deletions be forgotten. So in a steady
 * state the files take at most one and a half times the needed bytes, plus the file being written
 * and the one being emptied.
 *
 * <p><b>How.</b> Records are appended again under their old order, in rounds that writers share, a
 * few MiB at a time, so that nobody waits longer for it than for a large object. Each is moved only
 * if it is still needed at that moment. The file goes once all that was needed is durable
 * elsewhere. A record that fails its check is not moved, and its file stays.
 */
public final class LogCompactor {
  private static final int STEP_BYTES = 4 << 20;

  private final LogFiles files;
  private final LogWriter writer;
  private final Index index;

  LogCompactor(LogFiles files, LogWriter writer, Index index) {
    this.files = files;
    this.writer = writer;
    this.index = index;
  }

  /** Knows which records are needed. Safe for any thread. */
  public interface Index {
    /**
     * Tells whether a record is the newest of its kind.
     *
     * @param record an object or a container
     * @return true if it is needed where it lies
     */
    boolean needs(LogRecord record);

    /**
     * Takes over a record that was moved, if it is still needed.
     *
     * @param record where it was
     * @param to where it is now
     */
    void moved(LogRecord record, RecordPlace to);
  }

  /**
   * Does one step: one file, or nothing.
   *
   * @return whether something was done and there may be more to do
   */
  public boolean step() {
    if (writer.broken() != null) {
      return false;
    }
    boolean deleted = deleteRetired();
    LogFile victim = victim();
    boolean done = victim != null && empty(victim);
    if (done || deleted) {
      return true;
    }
    files.reserve();
    return files.stampOne(writer.settledBelow());
  }

  /**
   * Does one step of what costs no writing: a file of which nothing is needed goes.
   *
   * @return whether something was done and there may be more to do
   */
  public boolean free() {
    if (writer.broken() != null) {
      return false;
    }
    boolean deleted = deleteRetired();
    LogFile victim = emptiest();
    boolean freed = victim != null && share(victim) == 0 && empty(victim);
    return freed || deleted;
  }

  /** Deletes what nobody reads any more, once it is on record that it is to go. */
  private boolean deleteRetired() {
    if (!files.canDeleteRetired()) {
      return false;
    }
    if (files.inventoryDue()) {
      try {
        writer.append(new InventoryChange(files.inventory()));
        files.inventoryWritten();
      } catch (MediaStoreException e) {
        // On a disk without room for a line the file goes all the same and the line follows. A
        // crash in between makes the next start report a file as missing that held nothing.
        if (e.code() != ErrorCode.STORE_FULL) {
          return false;
        }
      }
    }
    return files.deleteRetired();
  }

  private @Nullable LogFile victim() {
    LogFile best = emptiest();
    if (best == null || share(best) < 0.5) {
      return best;
    }
    long total = 0;
    long live = 0;
    long away = 0;
    for (LogFile file : files.all()) {
      total += file.tail();
      live += file.liveBytes();
      away += file.awayBytes();
    }
    if (2 * total > 3 * (live + away) + 2L * files.options().fileBytes()) {
      return best;
    }
    return 4 * away > live + files.options().fileBytes() ? oldest() : null;
  }

  private @Nullable LogFile emptiest() {
    LogFile best = null;
    for (LogFile file : files.all()) {
      if (canBeEmptied(file) && (best == null || share(file) < share(best))) {
        best = file;
      }
    }
    return best;
  }

  private @Nullable LogFile oldest() {
    return files.all().stream().filter(this::canBeEmptied).findFirst().orElse(null);
  }

  private boolean canBeEmptied(LogFile file) {
    boolean settled = file.number() < writer.settledBelow() && !files.isNewest(file);
    return settled && !file.damaged();
  }

  /** How much of a file is needed, from 0 to 1. */
  private double share(LogFile file) {
    boolean older = files.oldestBeside(file) < file.number();
    return (double) (file.liveBytes() + (older ? file.awayBytes() : 0)) / file.tail();
  }

  private boolean empty(LogFile file) {
    CompactionFlight flight = CompactionFlight.begin(file.number(), file.tail());
    boolean done = empty(file, flight);
    flight.ended(done && !file.damaged());
    return done;
  }

  private boolean empty(LogFile file, CompactionFlight flight) {
    boolean[] whole = {true};
    List<LogChange> step = new ArrayList<>();
    long[] bytes = {0};
    try {
      FileScan scan =
          new FileScan(file, FileScan.Depth.SETTLED)
              .run(
                  (record, damaged) -> {
                    LogChange move = move(file, record);
                    if (move == null) {
                      return;
                    }
                    if (move.kind() == record.kind() && (damaged || !record.isSound())) {
                      whole[0] = false;
                      return;
                    }
                    step.add(move);
                    flight.moved(record.recordBytes());
                    bytes[0] += record.recordBytes();
                    if (bytes[0] >= STEP_BYTES) {
                      appendAll(step);
                      bytes[0] = 0;
                    }
                  });
      appendAll(step);
      MappedFault.surface();
      whole[0] &= scan.damages().stream().noneMatch(StoreDamage::serious);
    } catch (MediaStoreException | InternalError e) {
      return false; // Full, closed or unreadable: what is needed is still where it was.
    }
    if (!whole[0]) {
      file.markDamaged();
      return true;
    }
    files.retire(file);
    return true;
  }

  private void appendAll(List<LogChange> step) {
    if (!step.isEmpty()) {
      List<LogChange> changes = List.copyOf(step);
      step.clear();
      writer.appendAll(changes);
      changes.forEach(LogChange::throwIfFailed);
    }
  }

  private @Nullable LogChange move(LogFile file, LogRecord record) {
    if (record.kind().takesAway()) {
      boolean needed = files.oldestBeside(file) <= Horizon.of(record);
      return needed ? new Move(record, index) : null;
    }
    if (record.isMarked()) {
      boolean needed = files.oldestBeside(file) <= record.markHorizon();
      return needed ? new Deletion(record) : null;
    }
    return index.needs(record) ? new Move(record, index) : null;
  }

  /** Writes what a mark says as a record. */
  private static final class Deletion extends LogChange {
    private final long order;
    private final long upTo;

    Deletion(LogRecord marked) {
      super(RecordKind.DELETION, marked.key(), Horizon.encode(marked.markHorizon()));
      this.order = marked.order();
      this.upTo = Math.max(order, marked.markUpTo());
    }

    @Override
    protected long order() {
      return order;
    }

    @Override
    protected long upTo() {
      return upTo;
    }

    @Override
    protected boolean isMove() {
      return true;
    }

    @Override
    protected void apply(long newOrder, RecordPlace place) {
      // Nothing changes: it was deleted long ago.
    }
  }

  /** Appends a record again, as it is. */
  private static final class Move extends LogChange {
    private final LogRecord record;
    private final Index index;

    Move(LogRecord record, Index index) {
      super(record.kind(), record.key(), record.meta());
      this.record = record;
      this.index = index;
    }

    @Override
    protected long order() {
      return record.order();
    }

    @Override
    protected long upTo() {
      return record.upTo();
    }

    @Override
    protected List<ByteBuffer> payload() {
      return List.of(record.payload());
    }

    @Override
    protected @Nullable IntUnaryOperator blockChecksums(int blockBytes) {
      return record.blockBytes() == blockBytes ? record::blockChecksum : null;
    }

    @Override
    protected boolean isMove() {
      return true;
    }

    @Override
    protected boolean stillWanted() {
      return record.kind().takesAway() || index.needs(record);
    }

    @Override
    protected void apply(long order, RecordPlace place) {
      if (!record.kind().takesAway()) {
        index.moved(record, place);
      }
    }
  }
}
