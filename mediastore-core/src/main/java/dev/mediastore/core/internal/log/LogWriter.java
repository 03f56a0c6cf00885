// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.FileTransfer;
import dev.mediastore.core.internal.files.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: many threads bring changes, one of them at a time writes what has gathered, syncs
 * once for all of it, and applies it in the order in which it was written. Safe for any thread.
 *
 * <p>So what is visible is at any moment exactly a prefix of the log, and what a reader has seen is
 * as durable as the mode promises. There is no thread of its own: whoever finds nobody writing
 * writes, its own change and those of all who wait.
 *
 * <p><b>Failures.</b> A record that could not be written is struck out and its change fails; the
 * next one takes its place. A sync that failed is final: nobody can know what is on the disk, a
 * second sync would prove nothing, so the log takes no more changes until it is opened again.
 */
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  /** What one round writes at most, so that nobody waits for a sync of everything there is. */
  private static final long ROUND_BYTES = 64L << 20;

  private final LogFiles files;
  private final LongSupplier orders;
  private final RecordWriter records;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roundEnded = lock.newCondition();
  private final ArrayDeque<LogChange> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean closed;

  /** Why nothing is written any more; null while all is well. */
  private volatile @Nullable String broken;

  /** The file being written; owned by whoever writes. */
  private volatile @Nullable LogFile active;

  /** Whether the round under way ends with a sync; owned by whoever writes. */
  private boolean syncing;

  /** How much of it is durable. */
  private int durable;

  private volatile Runnable fileBegun = () -> {};
  private final AtomicLong bytesWritten = new AtomicLong();
  private volatile int settledBelow = 1;

  LogWriter(LogFiles files, LongSupplier orders) {
    this.files = files;
    this.orders = orders;
    this.records = new RecordWriter(files.options().blockBytes(), files.options().fileBytes());
  }

  /** A change that was written in the round under way, and where. */
  private record Written(LogChange change, long order, RecordPlace place) {}

  @Nullable String broken() {
    return broken;
  }

  /** Tells somebody from now on when a file was begun; called while others wait. */
  void onFileBegun(Runnable listener) {
    fileBegun = listener;
  }

  /** Ends all writing for a reason found elsewhere. */
  void breakOff(String reason) {
    broken = reason;
  }

  long bytesWritten() {
    return bytesWritten.get();
  }

  /**
   * Returns the number below which every file is written to its end and every change in it applied.
   */
  int settledBelow() {
    return settledBelow;
  }

  /**
   * Writes a change, with others that wait.
   *
   * @throws MediaStoreException if it failed: STORE_FULL, STORE_READ_ONLY, CLOSED or INTERNAL
   */
  void append(LogChange change) {
    boolean interrupted = false;
    prepare(change);
    lock.lock();
    try {
      if (!takes(change)) {
        change.throwIfFailed();
      }
      waiting.add(change);
      Patience patience = new Patience(files.options().patience());
      while (!change.done()) {
        if (!writing) {
          writeRound();
        } else if (!patience.isOver()) {
          try {
            patience.waited(roundEnded.awaitNanos(patience.turn()));
          } catch (InterruptedException e) {
            // A change under way is not undone by an interrupt; the flag is for the caller to see.
            interrupted = true;
          }
        } else {
          giveUp(change);
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    change.throwIfFailed();
  }

  /**
   * Ends the wait for a change. One that nobody has begun is withdrawn; any other goes its way, and
   * keeps what it needs until it has ended.
   */
  private void giveUp(LogChange change) {
    if (waiting.remove(change)) {
      change.fail(
          MediaStoreException.of(
              ErrorCode.LIMIT_EXCEEDED, "The disk is too slow for what is to be written."));
      return;
    }
    throw MediaStoreException.of(
        ErrorCode.INTERNAL, "The disk did not answer in time; the object may be stored or not.");
  }

  /**
   * Appends several changes that may share a round; returns when each of them has ended. The last
   * may well end first: a move that nobody wants any more ends when its turn comes, those before it
   * when the round is durable.
   */
  void appendAll(List<? extends LogChange> changes) {
    changes.forEach(this::prepare);
    lock.lock();
    try {
      if (!changes.stream().allMatch(this::takes)) {
        return;
      }
      waiting.addAll(changes);
      while (!changes.stream().allMatch(LogChange::done)) {
        if (writing) {
          roundEnded.awaitUninterruptibly();
        } else {
          writeRound();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void prepare(LogChange change) {
    try {
      change.prepare(files.options().blockBytes());
    } catch (RuntimeException | Error e) {
      change.fail(MediaStoreException.of(ErrorCode.INTERNAL, "The bytes could not be read."));
      throw e;
    }
  }

  /** Fails a change at once if none are taken. */
  private boolean takes(LogChange change) {
    if (closed) {
      change.fail(MediaStoreException.of(ErrorCode.CLOSED, "The store was closed."));
    } else if (broken != null) {
      change.fail(readOnly());
    }
    return !change.done();
  }

  private static MediaStoreException readOnly() {
    return MediaStoreException.of(ErrorCode.STORE_READ_ONLY, "The store takes no writes.");
  }

  /** Takes what waits and writes it; called and left with the lock held, which it gives up. */
  private void writeRound() {
    List<LogChange> round = takeRound();
    writing = true;
    lock.unlock();
    try {
      write(round);
    } catch (RuntimeException | Error e) {
      broken = "A change could not be applied";
      LOG.error("Writing the log failed; the store takes no more writes", e);
      failAll(round, MediaStoreException.of(ErrorCode.INTERNAL, "The store failed."));
      if (e instanceof Error error) {
        throw error;
      }
    } finally {
      lock.lock();
      writing = false;
      roundEnded.signalAll();
    }
  }

  /** Moves come first: whether they are still wanted is known only when nothing is half done. */
  private List<LogChange> takeRound() {
    List<LogChange> moves = new ArrayList<>();
    List<LogChange> others = new ArrayList<>();
    long bytes = 0;
    for (LogChange next : waiting) {
      if (bytes >= ROUND_BYTES) {
        break;
      }
      (next.isMove() ? moves : others).add(next);
      bytes += RecordWriter.payloadBytes(next);
    }
    moves.addAll(others);
    // Only now, when nothing can fail any more: what is neither waiting nor written never ends.
    for (int i = 0; i < moves.size(); i++) {
      waiting.remove();
    }
    return moves;
  }

  private void write(List<LogChange> round) {
    // What was durable where it lay must be so where it goes, whatever is promised for new changes.
    syncing = files.options().synced() || round.stream().anyMatch(LogChange::mustBeDurable);
    List<Written> written = new ArrayList<>(round.size());
    try {
      for (LogChange change : round) {
        if (broken != null) {
          change.fail(readOnly());
        } else if (change.isMove() && !change.stillWanted()) {
          change.succeed();
        } else {
          writeOne(change, written);
        }
      }
      sync();
    } catch (IOException e) {
      broken = "A sync failed";
      LOG.error("A sync of the log failed; the store takes no more writes until reopened", e);
      // What was written may be found when the store is opened again, so it was not just refused.
      failAll(round, MediaStoreException.of(ErrorCode.INTERNAL, "The store failed."));
      return;
    }
    for (Written one : written) {
      apply(one);
    }
    LogFile file = active;
    settledBelow = file == null ? files.nextNumber() : file.number();
  }

  /** Begins to take changes; every file there is counts as settled. */
  void start() {
    settledBelow = files.nextNumber();
  }

  private static void failAll(List<LogChange> round, MediaStoreException reason) {
    for (LogChange change : round) {
      if (!change.done()) {
        change.fail(reason);
      }
    }
  }

  private void apply(Written one) {
    LogFile file = files.get(one.place.file());
    if (file != null && one.change.kind().takesAway()) {
      file.addAway(one.place.recordBytes());
    }
    try {
      one.change.apply(one.order, one.place);
      one.change.succeed();
    } catch (MediaStoreException e) {
      one.change.fail(e);
    }
  }

  /**
   * Writes one record; a sync that fails on the way is thrown, everything else fails the change.
   */
  private void writeOne(LogChange change, List<Written> written) throws IOException {
    while (true) {
      try {
        written.add(place(change));
        return;
      } catch (WriteFailure e) {
        boolean again = files.spares().drop() || (change.kind().givesRoom() && files.release());
        if (!again && !mark(change, written)) {
          LOG.warn("A record could not be written", e.getCause());
          change.fail(
              MediaStoreException.of(ErrorCode.STORE_FULL, "The disk takes no more writes."));
        }
        if (!again) {
          return;
        }
      }
    }
  }

  /** Deletes a record where it lies, for want of room for another; false if that cannot be. */
  private boolean mark(LogChange change, List<Written> written) {
    // What a move has written already may be elsewhere the next moment.
    boolean moving = !written.isEmpty() && written.get(0).change.isMove();
    RecordPlace place = moving ? null : change.victim();
    LogFile file = place == null ? null : files.get(place.file());
    if (place == null || file == null) {
      return false;
    }
    LogFile newest = active == null ? file : active;
    int horizon = Math.max(file.number(), newest.number());
    try (StoreFile opened = files.folder().open(file.name(), true)) {
      ByteBuffer mark = LogRecord.mark(file, place, horizon, change.upTo());
      FileTransfer.writeFully(opened, LogRecord.markPosition(place), mark);
      if (syncing) {
        opened.sync();
      }
    } catch (IOException e) {
      // The mark may be there or not, which is right for a deletion that failed.
      LOG.warn("A record could not be marked as deleted", e);
      return false;
    }
    written.add(new Written(change, orders.getAsLong(), place));
    return true;
  }

  /** Anything that keeps one record from being written and leaves the log as it was. */
  private static final class WriteFailure extends Exception {
    private static final long serialVersionUID = 1;

    WriteFailure(IOException cause) {
      super(cause);
    }
  }

  private Written place(LogChange change) throws IOException, WriteFailure {
    byte[] meta = change.meta();
    long bytes = records.recordBytes(change);
    LogFile target = fileFor(bytes);
    if (change.kind().takesAway() && meta.length == 0) {
      meta = Horizon.encode(target.number());
    }
    long order = change.order() == LogChange.NEXT ? orders.getAsLong() : change.order();
    RecordPlace place = new RecordPlace(target.number(), target.tail(), (int) bytes);
    try {
      records.write(target, change, meta, order, durable);
      if (change.isMove()) {
        MappedFault.surface();
      }
    } catch (IOException e) {
      records.strikeOut(target, place.position());
      throw new WriteFailure(e);
    } catch (InternalError e) {
      if (!change.isMove()) {
        throw e;
      }
      // The disk does not give what is to be moved: that is no reason for others to fail.
      records.strikeOut(target, place.position());
      throw new WriteFailure(new IOException(e));
    }
    target.tail(place.position() + place.recordBytes());
    bytesWritten.addAndGet(bytes);
    return new Written(change, order, place);
  }

  private LogFile fileFor(long recordBytes) throws IOException, WriteFailure {
    LogFile present = active;
    if (present != null && present.fits(recordBytes)) {
      return present;
    }
    if (recordBytes > Integer.MAX_VALUE - LogFormat.OVERHEAD_BYTES - 7) {
      throw new WriteFailure(new IOException("a record of " + recordBytes + " bytes"));
    }
    LogFile next = begin(recordBytes);
    if (present != null) {
      active = null;
      try {
        seal(present, next.number());
      } catch (IOException | RuntimeException | Error e) {
        next.closeFile();
        throw e;
      } finally {
        present.closeFile();
      }
    }
    active = next;
    durable = next.tail();
    fileBegun.run();
    return next;
  }

  /** Makes the next file, which begins with a list of all there are. */
  private LogFile begin(long recordBytes) throws WriteFailure {
    try {
      LogFile next = files.create(recordBytes + records.inventoryBytes(files.inventory()));
      try {
        records.inventory(next, files.inventory());
        return next;
      } catch (IOException | RuntimeException | Error e) {
        files.discard(next);
        throw e;
      }
    } catch (IOException e) {
      throw new WriteFailure(e);
    }
  }

  /**
   * Ends a file. Its content becomes durable first, so that the seal can say so; should the seal be
   * lost, the file is read to its end at the next start.
   */
  private void seal(LogFile file, int nextFile) throws IOException {
    if (syncing && durable != file.tail()) {
      file.file().sync();
      durable = file.tail();
    }
    try {
      records.seal(file, durable, nextFile);
    } catch (IOException e) {
      LOG.warn("Could not seal {}", file, e);
      records.strikeOut(file, file.tail());
    }
  }

  private void sync() throws IOException {
    LogFile file = active;
    if (file != null && syncing && durable != file.tail()) {
      file.file().sync();
      durable = file.tail();
    }
  }

  /** Ends writing: whoever waits is refused, the file is sealed. */
  void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      while (writing) {
        roundEnded.awaitUninterruptibly();
      }
      MediaStoreException reason =
          MediaStoreException.of(ErrorCode.CLOSED, "The store was closed.");
      waiting.forEach(change -> change.fail(reason));
      waiting.clear();
      roundEnded.signalAll();
      closeActive();
    } finally {
      lock.unlock();
    }
  }

  private void closeActive() {
    LogFile file = active;
    active = null;
    if (file == null) {
      return;
    }
    try {
      if (broken == null) {
        while (files.stampOne(file.number())) {
          LOG.debug("Made another file durable");
        }
        syncing = true;
        seal(file, 0);
        file.file().sync();
      }
    } catch (IOException e) {
      LOG.warn("The last sync of the log failed", e);
    } finally {
      file.closeFile();
    }
  }
}
