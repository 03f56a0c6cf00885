// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.FileTransfer;
import dev.mediastore.core.internal.files.StoreFile;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.testkit.store.ToyStore.Flaw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a {@link ToyStore}: files of fixed length, records of length, checksum and bytes.
 * Each time it is opened it begins a new file. Used by one thread.
 */
final class ToyJournal {
  private static final int FILE_BYTES = 32 * 1024;
  private static final int HEADER_BYTES = 8;

  private final StoreFolder folder;
  private final Set<Flaw> flaws;
  private @Nullable StoreFile file;
  private int number;
  private int position;
  private boolean readOnly;
  private boolean damaged;

  ToyJournal(StoreFolder folder, Set<Flaw> flaws) {
    this.folder = folder;
    this.flaws = flaws;
  }

  /** Reads all records and makes them durable. */
  List<byte[]> open() throws IOException {
    if (!folder.lock()) {
      throw new IOException("somebody else has the folder");
    }
    List<byte[]> records = new ArrayList<>();
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String name : folder.list()) {
      numbers.add(Integer.parseInt(name.substring(1)));
    }
    for (int next : numbers) {
      damaged |= next != number + 1;
      number = next;
      try (StoreFile old = folder.open("j" + next, true)) {
        position = read(next, old, records);
        if (!flaws.contains(Flaw.TAIL_NOT_SYNCED)) {
          old.sync();
        }
      }
    }
    if (!flaws.contains(Flaw.TAIL_NOT_SYNCED)) {
      folder.sync();
    }
    if (flaws.contains(Flaw.LAST_RECORD_IGNORED) && !records.isEmpty()) {
      records.remove(records.size() - 1);
    }
    return records;
  }

  private int read(int fileNumber, StoreFile old, List<byte[]> records) throws IOException {
    ByteBuffer all = old.map();
    int at = 0;
    while (at + HEADER_BYTES <= all.limit()) {
      int length = all.getInt(at);
      if (length <= 0 || length > all.limit() - at - HEADER_BYTES) {
        break;
      }
      byte[] record = new byte[length];
      all.get(at + HEADER_BYTES, record);
      boolean whole = all.getInt(at + 4) == checksum(fileNumber, at, record);
      if (!whole && !flaws.contains(Flaw.NO_CHECKSUM)) {
        break;
      }
      records.add(record);
      at += HEADER_BYTES + length;
    }
    for (int rest = at; rest < all.limit(); rest++) {
      damaged |= all.get(rest) != 0;
    }
    damaged |= all.limit() != FILE_BYTES;
    return at;
  }

  private static int checksum(int fileNumber, int at, byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(fileNumber).putInt(at).flip());
    crc.update(record);
    return (int) crc.getValue();
  }

  boolean damaged() {
    return damaged;
  }

  void requireWritable() {
    if (readOnly) {
      throw MediaStoreException.of(ErrorCode.STORE_READ_ONLY, "an earlier write failed");
    }
  }

  void append(byte[] record) {
    try {
      StoreFile target = file(record.length);
      ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + record.length);
      bytes.putInt(record.length).putInt(checksum(number, position, record)).put(record).flip();
      int length = bytes.remaining();
      if (flaws.contains(Flaw.ACKNOWLEDGED_BEFORE_SYNC)) {
        target.sync();
      }
      FileTransfer.writeFully(target, position, bytes);
      position += length;
      if (!flaws.contains(Flaw.NO_SYNC) && !flaws.contains(Flaw.ACKNOWLEDGED_BEFORE_SYNC)) {
        target.sync();
      }
    } catch (IOException e) {
      if (!flaws.contains(Flaw.GOES_ON_AFTER_FAILED_SYNC)) {
        readOnly = true;
      }
      throw MediaStoreException.builder(ErrorCode.INTERNAL, "the journal failed").cause(e).build();
    }
  }

  private StoreFile file(int length) throws IOException {
    StoreFile target = file;
    if (target == null || position + HEADER_BYTES + length > FILE_BYTES) {
      if (target != null) {
        target.close();
      }
      file = null;
      number++;
      position = 0;
      target = folder.create("j" + number, FILE_BYTES);
      file = target;
      if (!flaws.contains(Flaw.NO_FOLDER_SYNC)) {
        folder.sync();
      }
    }
    return target;
  }

  void close() {
    if (file != null) {
      file.close();
      file = null;
    }
    folder.close();
  }
}
