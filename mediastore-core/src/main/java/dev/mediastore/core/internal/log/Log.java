// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.spi.StoreDamage;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes in the order in which they happened, in append-only files of one folder. Safe for any
 * thread.
 *
 * <p>The log knows what a record is about only as bytes. Whoever uses it keeps the index: which
 * record is the newest of its kind; tells the log which ones are needed ({@link #needed}, {@link
 * #notNeeded}); and rebuilds the index from what {@link #open} finds.
 */
public final class Log implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Log.class);

  private final LogFiles files;
  private final LogWriter writer;
  private final LogRecovery recovery;

  /** What was found since the log was opened. */
  private final Set<StoreDamage> scrubbed = ConcurrentHashMap.newKeySet();

  private Log(LogFiles files, LogWriter writer, LogRecovery recovery) {
    this.files = files;
    this.writer = writer;
    this.recovery = recovery;
  }

  /**
   * Opens the log in a folder that was locked. Nothing is read before {@link #replay}.
   *
   * @param folder owned by the log from now on, also if this fails
   * @param options the shape of new files
   * @param random source of generations
   * @param orders gives each change its order when it is written
   * @param readOnly whether the folder is only looked at
   * @return the log
   * @throws MediaStoreException STORE_READ_ONLY if a newer version wrote it, INTERNAL if the folder
   *     cannot be read; nothing was changed then
   */
  public static Log open(
      StoreFolder folder,
      LogOptions options,
      RandomGenerator random,
      LongSupplier orders,
      boolean readOnly) {
    LogFiles files = new LogFiles(folder, options, random);
    LogRecovery recovery = new LogRecovery(files, readOnly);
    try {
      recovery.openAll();
    } catch (IOException e) {
      folder.close();
      throw MediaStoreException.builder(ErrorCode.INTERNAL, "The folder could not be read.")
          .cause(e)
          .build();
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
    return new Log(files, new LogWriter(files, orders), recovery);
  }

  /**
   * Reads every record once, in no order that matters, and makes the log ready for writing.
   *
   * @param each told about each record, with whether its payload is known to be damaged
   */
  public void replay(BiConsumer<LogRecord, Boolean> each) {
    recovery.replay(each);
    writer.start();
    if (recovery.writable()) {
      files.reserve();
    } else {
      writer.breakOff("The folder takes no writes");
    }
  }

  /**
   * Returns what was found damaged when the log was opened and by scrubbing.
   *
   * @return everything found, harmless leavings of a crash included
   */
  public List<StoreDamage> damages() {
    Set<StoreDamage> all = new LinkedHashSet<>(recovery.damages());
    all.addAll(scrubbed);
    return List.copyOf(all);
  }

  /**
   * Makes what reads the files again; what it finds is among {@link #damages} and in the log of the
   * process.
   *
   * @param index tells what is needed
   * @return a scrubber, used by one thread at a time
   */
  public LogScrubber scrubber(LogCompactor.Index index) {
    return new LogScrubber(
        files,
        writer,
        index,
        damage -> {
          if (scrubbed.add(damage)) {
            LOG.error("Damage found: {}", damage);
          }
        });
  }

  /**
   * Returns the number of files.
   *
   * @return log files that are part of the log
   */
  public int fileCount() {
    return files.all().size();
  }

  /**
   * Tells somebody from now on when a file was begun, so that room is given back in time for the
   * next one.
   *
   * @param listener called by the thread that writes, while others wait: hands on and returns
   */
  public void onFileBegun(Runnable listener) {
    writer.onFileBegun(listener);
  }

  /**
   * Writes a change and applies it; returns when both is done.
   *
   * @param change the change, used once
   * @throws MediaStoreException STORE_FULL, STORE_READ_ONLY, LIMIT_EXCEEDED if the disk is too slow
   *     for what is waiting, CLOSED, INTERNAL, or what applying it threw
   */
  public void append(LogChange change) {
    writer.append(change);
  }

  /**
   * Tells why no changes are taken.
   *
   * @return the reason, or null while they are
   */
  public @Nullable String broken() {
    return writer.broken();
  }

  /**
   * Says that a record is the newest of its kind.
   *
   * @param place where it lies
   */
  public void needed(RecordPlace place) {
    LogFile file = files.get(place.file());
    if (file != null) {
      file.addLive(place.recordBytes());
    }
  }

  /**
   * Says that a record is not needed any more.
   *
   * @param place where it lies
   */
  public void notNeeded(RecordPlace place) {
    LogFile file = files.get(place.file());
    if (file != null) {
      file.addLive(-place.recordBytes());
    }
  }

  /**
   * Keeps the file of a record from going. Touches no disk.
   *
   * @param place where the record lies
   * @return the file, to be handed to {@link HeldRecord#of}; null if it is gone
   */
  public @Nullable LogFile hold(RecordPlace place) {
    LogFile file = files.get(place.file());
    return file == null || !file.hold() ? null : file;
  }

  /**
   * Returns how many bytes of records are needed.
   *
   * @return bytes, without what deletions need
   */
  public long liveBytes() {
    long bytes = 0;
    for (LogFile file : files.all()) {
      bytes += file.liveBytes();
    }
    return bytes;
  }

  /**
   * Returns the length of all files.
   *
   * @return bytes
   */
  public long fileBytes() {
    long bytes = 0;
    for (LogFile file : files.all()) {
      bytes += file.tail();
    }
    return bytes;
  }

  /**
   * Makes what gives room back.
   *
   * @param index tells what is needed and takes what was moved
   * @return a compactor, used by one thread at a time
   */
  public LogCompactor compactor(LogCompactor.Index index) {
    return new LogCompactor(files, writer, index);
  }

  @Override
  public String toString() {
    return files.folder().toString();
  }

  /** Ends writing and gives the folder back; what is held stays readable. */
  @Override
  public void close() {
    writer.close();
    files.folder().close();
  }
}
