// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads the records of one file from its beginning to its end, whatever its state. Used by one
 * thread.
 *
 * <p>Where no record begins although none has ended the file, the scan looks for the next one; what
 * lies between is reported, or is the torn tail if nothing follows. Bytes of clients are never
 * mistaken for a record, as they cannot know the file's generation.
 *
 * <p>The payload of a record that was known to be durable when a later one was written is not read:
 * that is left to whoever reads the object. All others are checked, and what fails was torn.
 */
final class FileScan {
  private final LogFile file;
  private final boolean everything;
  private final List<Damage> damages = new ArrayList<>();
  private int[] positions = new int[64];
  private int count;
  private int end;
  private boolean sealed;
  private long durable;

  /**
   * Prepares the scan of a file.
   *
   * @param file the file
   * @param everything whether every payload is checked
   */
  FileScan(LogFile file, boolean everything) {
    this.file = file;
    this.everything = everything;
  }

  /**
   * Reads the file.
   *
   * @param each told about each record in the order of the file, with whether its payload is known
   *     to be damaged
   * @return this
   */
  FileScan run(BiConsumer<LogRecord, Boolean> each) {
    findRecords();
    for (int i = 0; i < count; i++) {
      LogRecord record = LogRecord.read(file, positions[i]);
      if (record == null) {
        // It was readable a moment ago: the disk fails while we look.
        damage(positions[i], 0, Damage.Kind.UNREADABLE, "");
        continue;
      }
      boolean wasDurable = record.end() <= durable;
      boolean sound = (wasDurable && !everything) || record.isSound();
      if (sound) {
        each.accept(record, false);
      } else if (wasDurable) {
        damage(record.position(), record.recordBytes(), Damage.Kind.PAYLOAD, about(record));
        each.accept(record, true);
      } else {
        damage(record.position(), record.recordBytes(), Damage.Kind.TORN_TAIL, about(record));
      }
    }
    return this;
  }

  private void findRecords() {
    int at = LogFormat.FILE_HEADER_BYTES;
    end = at;
    while (!sealed) {
      LogRecord record = LogRecord.read(file, at);
      if (record == null) {
        int next = nextRecord(at + 8);
        if (next < 0) {
          tail(at);
          return;
        }
        damage(at, next - at, Damage.Kind.UNREADABLE, "");
        at = next;
        continue;
      }
      durable = Math.max(durable, record.durable());
      if (record.kind() == RecordKind.SEAL) {
        sealed = true;
      } else {
        add(record.position());
        end = record.end();
      }
      at = record.end();
    }
  }

  private void add(int position) {
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
    }
    positions[count++] = position;
  }

  private int nextRecord(int from) {
    ByteBuffer map = file.map();
    for (int at = from; at <= file.recordsEnd() - LogFormat.SEAL_BYTES; at += 8) {
      if (map.getInt(at) == LogFormat.RECORD_MAGIC && LogRecord.read(file, at) != null) {
        return at;
      }
    }
    return -1;
  }

  /** Reports what lies behind the last record, unless nothing was ever written there. */
  private void tail(int at) {
    int last = file.recordsEnd() - 8;
    while (last >= at && file.map().getLong(last) == 0) {
      last -= 8;
    }
    if (last >= at) {
      boolean lost = at < durable;
      damage(at, last + 8L - at, lost ? Damage.Kind.UNREADABLE : Damage.Kind.TORN_TAIL, "");
    }
  }

  private void damage(long position, long bytes, Damage.Kind kind, String about) {
    damages.add(new Damage(file.name(), position, bytes, kind, about));
  }

  static String about(LogRecord record) {
    byte[] key = record.key();
    StringBuilder text = new StringBuilder(key.length);
    for (byte b : key) {
      text.append(b == 0 ? '/' : (char) (b & 0xff));
    }
    return text.toString();
  }

  List<Damage> damages() {
    return damages;
  }

  /** Where the last record ends. */
  int end() {
    return end;
  }

  boolean sealed() {
    return sealed;
  }

  boolean empty() {
    return count == 0;
  }
}
