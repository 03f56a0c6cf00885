// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.spi.StoreDamage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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
  /** What is known beforehand, and how far the look goes. Immutable. */
  enum Depth {
    /** The file is as a crash may have left it; what was durable is trusted. */
    AS_FOUND(false, false),
    /** The file is as a crash may have left it, and every byte is read. */
    AS_FOUND_IN_FULL(false, true),
    /** All of it was acknowledged; payloads are left to whoever needs them. */
    SETTLED(true, false),
    /** All of it was acknowledged, and every byte is read. */
    IN_FULL(true, true);

    private final boolean settled;
    private final boolean full;

    Depth(boolean settled, boolean full) {
      this.settled = settled;
      this.full = full;
    }
  }

  private final LogFile file;
  private final Depth depth;
  private final List<StoreDamage> damages = new ArrayList<>();
  private int[] positions = new int[64];
  private final List<Integer> gaps = new ArrayList<>();
  private final List<Integer> torn = new ArrayList<>();
  private int count;
  private int taken;
  private int end = LogFormat.FILE_HEADER_BYTES;
  private boolean sealed;
  private int nextFile;
  private byte @Nullable [] inventory;
  private long durable;

  /**
   * Prepares the scan of a file.
   *
   * @param file the file
   * @param depth how far the look goes
   */
  FileScan(LogFile file, Depth depth) {
    this.file = file;
    this.depth = depth;
  }

  /**
   * Reads the file.
   *
   * @param each told about each record in the order of the file, with whether its payload is known
   *     to be damaged
   * @return this
   */
  FileScan run(BiConsumer<LogRecord, Boolean> each) {
    int tail = findRecords();
    for (int i = 0; i < gaps.size(); i += 2) {
      gap(gaps.get(i), gaps.get(i + 1));
    }
    for (int i = 0; i < count; i++) {
      take(LogRecord.again(file, positions[i]), each);
    }
    tail(tail);
    return this;
  }

  private void take(LogRecord record, BiConsumer<LogRecord, Boolean> each) {
    boolean wasDurable = record.end() <= durable;
    // What a container says decides who may do what: it is never taken unread.
    boolean trusted = wasDurable && !depth.full && record.kind() != RecordKind.CONTAINER;
    boolean sound = trusted || record.isSound();
    if (sound || wasDurable) {
      if (!sound) {
        damage(record.position(), record.recordBytes(), StoreDamage.Kind.PAYLOAD, about(record));
      }
      if (record.markIsDamaged()) {
        int at = LogRecord.markPosition(record.place());
        damage(at, LogFormat.MARK_BYTES, StoreDamage.Kind.UNREADABLE, about(record));
      }
      end = Math.max(end, record.end());
      taken++;
      each.accept(record, !sound);
    } else {
      torn(record.position(), record.end(), about(record));
    }
  }

  /** Takes note of bytes between records that are none. */
  private void gap(int from, int to) {
    if (from < durable) {
      damage(from, to - from, StoreDamage.Kind.UNREADABLE, "");
    } else {
      torn(from, to, "");
    }
  }

  private void torn(int from, int to, String about) {
    damage(from, to - from, StoreDamage.Kind.TORN_TAIL, about);
    torn.add(from);
    torn.add(to);
  }

  /** Finds where records begin; returns where the last one ends. */
  private int findRecords() {
    durable = depth.settled ? file.tail() : file.durable();
    int at = LogFormat.FILE_HEADER_BYTES;
    while (!sealed) {
      LogRecord record = LogRecord.read(file, at);
      if (record == null) {
        int next = nextRecord(at + 8);
        if (next < 0) {
          return at;
        }
        gaps.add(at);
        gaps.add(next);
        at = next;
        continue;
      }
      durable = Math.max(durable, record.durable());
      if (record.kind() == RecordKind.SEAL) {
        sealed = true;
        nextFile = (int) record.upTo();
      } else if (record.kind() == RecordKind.FILES) {
        inventory = record.meta();
        taken++;
        end = record.end();
      } else if (record.kind() != RecordKind.VOID) {
        add(record.position());
      }
      at = record.end();
    }
    return at;
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
    if (sealed) {
      return;
    }
    // What a former file left says nothing, but whatever was begun was begun right here.
    int looked = file.isWrittenOver() ? at + LogFormat.END_MARK_BYTES : file.recordsEnd();
    int last = Math.min(looked, file.recordsEnd()) - 8;
    while (last >= at && file.map().getLong(last) == 0) {
      last -= 8;
    }
    if (at < durable) {
      damage(at, Math.max(last + 8L, durable) - at, StoreDamage.Kind.UNREADABLE, "");
    } else if (last >= at) {
      damage(at, last + 8L - at, StoreDamage.Kind.TORN_TAIL, "");
    }
  }

  private void damage(long position, long bytes, StoreDamage.Kind kind, String about) {
    damages.add(new StoreDamage(file.name(), position, bytes, kind, about));
  }

  static String about(LogRecord record) {
    byte[] key = record.key();
    StringBuilder text = new StringBuilder(key.length);
    for (byte b : key) {
      text.append(b == 0 ? '/' : (char) (b & 0xff));
    }
    return text.toString();
  }

  List<StoreDamage> damages() {
    return damages;
  }

  /** Where the last good record ends. */
  int end() {
    return end;
  }

  /** Beginnings and ends of what was never acknowledged, in turn. */
  List<Integer> torn() {
    return torn;
  }

  boolean sealed() {
    return sealed;
  }

  /** The file that was begun when this one was sealed; 0 if none was. */
  int nextFile() {
    return nextFile;
  }

  /** What the last inventory in the file says; null without one. */
  byte @Nullable [] inventory() {
    return inventory;
  }

  boolean empty() {
    return taken == 0;
  }
}
