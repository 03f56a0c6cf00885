// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.FileSystemProbe;
import dev.mediastore.core.internal.files.StoreFile;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.spi.StoreDamage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a folder holds. Used once, by one thread.
 *
 * <p>Nothing is changed before all files were looked at, and a folder written by a newer version is
 * not changed at all. Then every file without a seal is made durable as it was found and sealed
 * there, so that what is served from now on cannot be lost by the next crash. Doing it again after
 * a crash in the middle gives the same result.
 */
final class LogRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  private final LogFiles files;
  private final boolean readOnly;
  private final List<StoreDamage> damages = new ArrayList<>();
  private final List<String> unfinished = new ArrayList<>();
  private boolean writable = true;
  private long storeId;
  private boolean storeKnown;

  LogRecovery(LogFiles files, boolean readOnly) {
    this.files = files;
    this.readOnly = readOnly;
  }

  List<StoreDamage> damages() {
    return damages;
  }

  /** Whether the folder could be brought into order and takes writes. */
  boolean writable() {
    return writable && !readOnly;
  }

  /** Opens every file. */
  void openAll() throws IOException {
    TreeSet<String> names = new TreeSet<>(files.folder().list());
    for (String name : names) {
      int number = LogFiles.number(name);
      if (number > 0) {
        files.numberTaken(number);
        open(name, number);
      } else if (SpareFiles.isSpare(name)) {
        if (!files.spares().found(name)) {
          unfinished.add(name);
        }
      } else if (name.equals(LogFiles.RESERVE)) {
        files.reserveFound();
      } else if (!name.equals(FileSystemProbe.FILE)) {
        damages.add(new StoreDamage(name, 0, 0, StoreDamage.Kind.UNKNOWN_FILE, ""));
      }
    }
    if (storeKnown) {
      files.storeId(storeId);
    }
  }

  private void open(String name, int number) throws IOException {
    ByteBuffer map;
    StoreFile file = files.folder().open(name, false);
    try {
      if (file.length() < LogFormat.OVERHEAD_BYTES || file.length() > Integer.MAX_VALUE) {
        unusable(name, file.length());
        return;
      }
      map = file.map();
    } finally {
      file.close();
    }
    FileHeader header = header(name, map);
    if (header == null) {
      return;
    }
    if (header.version() > LogFormat.VERSION) {
      throw MediaStoreException.of(
          ErrorCode.STORE_READ_ONLY, "The folder was written by a newer version of the store.");
    }
    if (storeKnown && header.storeId() != storeId) {
      damages.add(new StoreDamage(name, 0, map.capacity(), StoreDamage.Kind.FOREIGN_FILE, ""));
      return;
    }
    storeId = header.storeId();
    storeKnown = true;
    if (header.number() != number || files.get(header.number()) != null) {
      damages.add(
          new StoreDamage(name, 0, 64, StoreDamage.Kind.FILE_HEADER, "log " + header.number()));
      files.numberTaken(header.number());
      if (files.get(header.number()) != null) {
        return;
      }
    }
    LogFile found = files.add(name, header, map, null);
    if (found.isShortened()) {
      found.markDamaged();
    }
  }

  private @Nullable FileHeader header(String name, ByteBuffer map) {
    int last = map.capacity() - LogFormat.FILE_HEADER_BYTES;
    FileHeader first = FileHeader.read(map, 0);
    FileHeader second = FileHeader.read(map, last);
    FileHeader header = first != null ? first : second;
    if (header == null) {
      unusable(name, map);
    } else if (header.length() != map.capacity()) {
      damages.add(
          new StoreDamage(name, map.capacity(), header.length(), StoreDamage.Kind.FILE_LENGTH, ""));
    } else if (first == null || !first.isOfSameFile(second)) {
      int at = first == null ? 0 : last;
      damages.add(
          new StoreDamage(name, at, LogFormat.FILE_HEADER_BYTES, StoreDamage.Kind.FILE_HEADER, ""));
    }
    return header;
  }

  private void unusable(String name, ByteBuffer map) {
    for (int at = 0; at + 8 <= map.capacity(); at += 8) {
      if (map.getLong(at) != 0) {
        damages.add(new StoreDamage(name, 0, map.capacity(), StoreDamage.Kind.FOREIGN_FILE, ""));
        return;
      }
    }
    unfinished.add(name); // Made, but nothing was ever written to it.
  }

  private void unusable(String name, long length) {
    if (length == 0) {
      unfinished.add(name); // The last step of a deletion, or the first of a creation.
    } else {
      damages.add(new StoreDamage(name, 0, length, StoreDamage.Kind.FOREIGN_FILE, ""));
    }
  }

  /** Reads every record, and brings the folder into order. */
  void replay(BiConsumer<LogRecord, Boolean> each) {
    SortedSet<Integer> listed = new TreeSet<>();
    int listedUpTo = 0;
    for (LogFile file : files.all()) {
      FileScan scan = new FileScan(file, FileScan.Depth.AS_FOUND);
      boolean readable = read(file, scan, each);
      file.tail(scan.end());
      listed = listed(listed, scan);
      listedUpTo = scan.inventory() == null ? listedUpTo : file.number();
      damages.addAll(scan.damages());
      if (!readable) {
        damages.add(
            new StoreDamage(
                file.name(), 0, file.map().capacity(), StoreDamage.Kind.UNREADABLE, ""));
      }
      if (!readable || scan.damages().stream().anyMatch(StoreDamage::serious)) {
        file.markDamaged();
      }
      if (readable && !scan.sealed()) {
        settle(file, scan);
      }
    }
    listed.forEach(this::expect);
    for (LogFile file : files.all()) {
      if (file.number() < listedUpTo && !listed.contains(file.number())) {
        damages.add(
            new StoreDamage(file.name(), 0, file.tail(), StoreDamage.Kind.FILE_UNLISTED, ""));
      }
    }
    if (!readOnly) {
      unfinished.forEach(this::remove);
    }
  }

  /** Reads a file; false if the disk does not give all of it. */
  private static boolean read(LogFile file, FileScan scan, BiConsumer<LogRecord, Boolean> each) {
    try {
      scan.run(
          (record, damaged) -> {
            if (record.kind().takesAway() || record.isMarked()) {
              file.addAway(record.recordBytes());
            }
            each.accept(record, damaged);
          });
      MappedFault.surface();
      return true;
    } catch (InternalError e) {
      LOG.error("{} cannot be read to its end", file, e);
      return false;
    }
  }

  /** Which files there should be, by a file and all that are older. */
  private static SortedSet<Integer> listed(SortedSet<Integer> before, FileScan scan) {
    byte[] inventory = scan.inventory();
    SortedSet<Integer> listed = inventory == null ? before : FileInventory.decode(inventory);
    if (scan.nextFile() > 0) {
      listed.add(scan.nextFile());
    }
    return listed;
  }

  private void expect(int number) {
    if (files.get(number) == null) {
      String name = LogFiles.name(number);
      damages.add(new StoreDamage(name, 0, 0, StoreDamage.Kind.FILE_MISSING, ""));
      files.missing(number);
      files.numberTaken(number);
    }
  }

  private void settle(LogFile file, FileScan scan) {
    if (readOnly) {
      file.leaveAsFound();
      return;
    }
    if (scan.empty()) {
      return;
    }
    try {
      StoreFile opened = files.folder().open(file.name(), true);
      file.openFile(opened);
      if (file.isShortened()) {
        opened.sync();
        return;
      }
      // Only what is durable may be seen: a reader must not lose again what it has read.
      RecordWriter records = new RecordWriter(file.blockBytes(), LogFormat.SEAL_BYTES);
      for (int i = 0; i < scan.torn().size(); i += 2) {
        if (scan.torn().get(i) < file.tail()) {
          records.makeVoid(file, scan.torn().get(i), scan.torn().get(i + 1));
        }
      }
      opened.sync();
      seal(file, records);
    } catch (IOException e) {
      LOG.error("{} could not be made durable; the store takes no writes", file, e);
      writable = false;
    } finally {
      file.closeFile();
    }
  }

  private static void seal(LogFile file, RecordWriter records) throws IOException {
    try {
      records.seal(file, file.tail(), 0);
    } catch (IOException e) {
      // A full disk. Everything is durable; it will just be looked at again at the next start.
      LOG.warn("Could not seal {}", file, e);
      records.strikeOut(file, file.tail());
    }
    file.file().sync();
  }

  private void remove(String name) {
    StoreFolder folder = files.folder();
    try {
      folder.delete(name);
    } catch (IOException e) {
      LOG.warn("Could not delete the unfinished file {}", name, e);
    }
  }
}
