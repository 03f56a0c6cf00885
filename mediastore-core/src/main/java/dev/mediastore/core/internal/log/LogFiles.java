// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.internal.files.FileTransfer;
import dev.mediastore.core.internal.files.StoreFile;
import dev.mediastore.core.internal.files.StoreFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log files of a folder by number, how they are made and how they go. Safe for any thread;
 * {@link #create} is for the writer.
 */
final class LogFiles {
  static final String RESERVE = "reserve";
  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
  private static final Pattern NAME = Pattern.compile("log-(\\d{10})");
  private static final int ZEROS = 64 * 1024;

  private final StoreFolder folder;
  private final LogOptions options;
  private final RandomGenerator random;
  private final ConcurrentSkipListMap<Integer, LogFile> files = new ConcurrentSkipListMap<>();

  /** Retired files that are still read, or whose deletion is not durable. */
  private final ConcurrentSkipListMap<Integer, LogFile> going = new ConcurrentSkipListMap<>();

  /** Files that have vanished, which no inventory forgets. */
  private final TreeSet<Integer> missing = new TreeSet<>();

  private final SpareFiles spares;
  private long storeId;
  private int lastNumber;

  /** Whether a file was retired since the last inventory was written. */
  private boolean inventoryDue;

  private volatile boolean reserved;

  LogFiles(StoreFolder folder, LogOptions options, RandomGenerator random) {
    this.folder = folder;
    this.options = options;
    this.random = random;
    this.spares = new SpareFiles(folder, options.fileBytes());
    this.storeId = random.nextLong();
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "log-%010d", number);
  }

  /** The number in the name of a log file, or -1. */
  static int number(String name) {
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return -1;
    }
    long number = Long.parseLong(found.group(1));
    return number < 1 || number > Integer.MAX_VALUE ? -1 : (int) number;
  }

  StoreFolder folder() {
    return folder;
  }

  LogOptions options() {
    return options;
  }

  SpareFiles spares() {
    return spares;
  }

  void storeId(long id) {
    this.storeId = id;
  }

  /** Keeps numbers up to this one from being used. */
  void numberTaken(int number) {
    lastNumber = Math.max(lastNumber, number);
  }

  @Nullable LogFile get(int number) {
    return files.get(number);
  }

  Collection<LogFile> all() {
    return files.values();
  }

  /** Files with higher numbers, in their order. */
  Collection<LogFile> after(int number) {
    return files.tailMap(number, false).values();
  }

  /**
   * Returns the number of the oldest file but one that may still be on the disk, or the largest
   * number there is.
   */
  int oldestBeside(LogFile file) {
    int oldest = Integer.MAX_VALUE;
    for (ConcurrentSkipListMap<Integer, LogFile> some : List.of(files, going)) {
      for (LogFile other : some.values()) {
        if (other != file) {
          oldest = Math.min(oldest, other.number());
          break;
        }
      }
    }
    return oldest;
  }

  /** Tells whether there is no newer file that could say that this one is gone. */
  boolean isNewest(LogFile file) {
    return files.lastKey() == file.number();
  }

  /** What the next inventory says. */
  byte[] inventory() {
    TreeSet<Integer> numbers = new TreeSet<>(missing);
    // One by one: a set that shrinks meanwhile must not be taken by its size.
    files.keySet().forEach(numbers::add);
    return FileInventory.encode(numbers);
  }

  /** Tells whether a file was retired since the last inventory; for the compactor alone. */
  boolean inventoryDue() {
    return inventoryDue;
  }

  void inventoryWritten() {
    inventoryDue = false;
  }

  /** Takes note that a file that should be there is not. */
  void missing(int number) {
    missing.add(number);
  }

  /** The number the next file will have. */
  int nextNumber() {
    return lastNumber + 1;
  }

  LogFile add(String name, FileHeader header, ByteBuffer map, @Nullable StoreFile file) {
    LogFile added = new LogFile(name, header, map, file);
    files.put(header.number(), added);
    return added;
  }

  /**
   * Makes the next file, durable in name and header before anything is written to it.
   *
   * @throws IOException if that failed; nothing of it is used then
   */
  LogFile create(long recordBytes) throws IOException {
    lastNumber = Math.incrementExact(lastNumber);
    int length =
        (int)
            Math.min(
                Integer.MAX_VALUE - 7,
                Math.max(options.fileBytes(), recordBytes + LogFormat.OVERHEAD_BYTES));
    String spare = length == options.fileBytes() ? spares.take() : null;
    FileHeader header = header(length, spare != null);
    if (spare == null || !writeOver(spare, header)) {
      header = header(length, false);
      writeNew(header);
    }
    return begun(header);
  }

  private FileHeader header(int length, boolean writtenOver) {
    return new FileHeader(
        LogFormat.VERSION,
        options.blockBytes(),
        storeId,
        lastNumber,
        random.nextLong(),
        length,
        0,
        writtenOver);
  }

  /** What a log file says of itself is durable before it has the name of one. */
  private boolean writeOver(String spare, FileHeader header) {
    try {
      try (StoreFile file = folder.open(spare, true)) {
        if (file.length() != header.length()) {
          throw new IOException("not " + header.length() + " bytes");
        }
        FileTransfer.writeFully(file, LogFormat.FILE_HEADER_BYTES, header.endMark());
        writeHeaders(file, header);
      }
      folder.rename(spare, name(header.number()));
      return true;
    } catch (IOException e) {
      LOG.debug("{} cannot be written over", spare, e);
      spares.delete(spare);
      return false;
    }
  }

  private void writeNew(FileHeader header) throws IOException {
    String name = name(header.number());
    try (StoreFile file = folder.create(name, header.length())) {
      writeHeaders(file, header);
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(name);
      throw e;
    }
  }

  private static void writeHeaders(StoreFile file, FileHeader header) throws IOException {
    FileTransfer.writeFully(file, 0, header.encode());
    FileTransfer.writeFully(file, header.length() - LogFormat.FILE_HEADER_BYTES, header.encode());
    file.sync();
  }

  /** Makes the name of a file durable whose headers are, and opens it. */
  private LogFile begun(FileHeader header) throws IOException {
    String name = name(header.number());
    try {
      StoreFile file = folder.open(name, true);
      try {
        spares.syncFolder();
        return add(name, header, file.map(), file);
      } catch (IOException | RuntimeException | Error e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(name);
      throw e;
    }
  }

  /** Takes a file out of the log whose every needed record lies elsewhere, durably. */
  void retire(LogFile file) {
    going.put(file.number(), file);
    files.remove(file.number());
    inventoryDue = true;
    file.letGo();
  }

  /** Tells whether a retired file is read no more. */
  boolean canDeleteRetired() {
    return going.values().stream().anyMatch(LogFile::letGoByAll);
  }

  /**
   * Takes the retired files that nobody reads any more out of the folder: they become spares or are
   * deleted. Until that is durable they count as there: a crash may bring them back.
   *
   * @return whether there was one
   */
  boolean deleteRetired() {
    List<LogFile> gone = new ArrayList<>();
    for (LogFile file : going.values()) {
      if (file.letGoByAll() && (spares.keep(file) || deleteQuietly(file.name()))) {
        gone.add(file);
      }
    }
    if (gone.isEmpty()) {
      return false;
    }
    try {
      spares.syncFolder();
      gone.forEach(file -> going.remove(file.number()));
    } catch (IOException e) {
      LOG.warn("Deleted files may come back with a crash", e);
    }
    return true;
  }

  /**
   * Makes the next file durable that is written to its end and not known to be so, and puts that on
   * record: the next start need not read it all.
   *
   * @param below number below which files are written to their end
   * @return whether there was one
   */
  boolean stampOne(int below) {
    for (LogFile file : files.headMap(below).values()) {
      if (!file.isStamped() && !file.damaged() && !file.isAsFound()) {
        return stamp(file);
      }
    }
    return false;
  }

  private boolean stamp(LogFile file) {
    try (StoreFile opened = folder.open(file.name(), true)) {
      opened.sync();
      FileTransfer.writeFully(opened, file.recordsEnd(), file.lastHeader(file.tail()));
      // Not left to the mapping: whether it shows what was written through another handle is up to
      // the system.
      file.stamped();
      return true;
    } catch (IOException e) {
      LOG.warn("{} could not be made durable", file, e);
      return false;
    }
  }

  /** Takes back a file that was just made. */
  void discard(LogFile file) {
    files.remove(file.number());
    file.closeFile();
    deleteQuietly(file.name());
  }

  private boolean deleteQuietly(String name) {
    try {
      folder.delete(name);
      return true;
    } catch (IOException e) {
      // It is found when the store is opened again, and its records are known to be dead then.
      LOG.warn("Could not delete {}", name, e);
      return false;
    }
  }

  boolean reserved() {
    return reserved;
  }

  /** Tells that the reserve was found in the folder. */
  void reserveFound() {
    reserved = true;
  }

  /** Takes room on the disk that deletions can have when nothing else is left. */
  void reserve() {
    if (reserved || options.reserveBytes() == 0) {
      return;
    }
    try (StoreFile file = folder.create(RESERVE, options.reserveBytes())) {
      // Room is taken by what is written, not by the length.
      for (int at = 0; at < options.reserveBytes(); at += ZEROS) {
        int length = Math.min(ZEROS, options.reserveBytes() - at);
        FileTransfer.writeFully(file, at, ByteBuffer.allocate(length));
      }
      file.sync();
      reserved = true;
    } catch (IOException e) {
      LOG.debug("No room for the reserve", e);
      deleteQuietly(RESERVE);
    }
  }

  /** Gives the reserve up; false if there is none. */
  boolean release() {
    if (!reserved) {
      return false;
    }
    reserved = false;
    deleteQuietly(RESERVE);
    return true;
  }
}
