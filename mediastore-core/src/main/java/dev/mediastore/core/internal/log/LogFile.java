// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.internal.files.StoreFile;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log: mapped for reading from its first day, appended to by the writer while it is
 * the newest, immutable afterwards. Safe for any thread but for what the writer owns.
 *
 * <p><b>Holding.</b> The log holds a file until everything needed in it lies elsewhere; each lease
 * holds it too. It is deleted or written over after the last let go; until then no byte of it
 * changes.
 */
public final class LogFile {
  private final String name;
  private final FileHeader header;
  private final ByteBuffer map;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final AtomicLong liveBytes = new AtomicLong();
  private final AtomicLong awayBytes = new AtomicLong();

  /** Open while it is written; owned by the writer. */
  private @Nullable StoreFile file;

  private volatile int tail = LogFormat.FILE_HEADER_BYTES;
  private volatile boolean damaged;
  private volatile boolean asFound;

  /** Whether the header at its end is known to say that all of it is durable. */
  private volatile boolean stamped;

  LogFile(String name, FileHeader header, ByteBuffer map, @Nullable StoreFile file) {
    this.name = name;
    this.header = header;
    this.map = map;
    this.file = file;
  }

  String name() {
    return name;
  }

  int number() {
    return header.number();
  }

  long generation() {
    return header.generation();
  }

  int blockBytes() {
    return header.blockBytes();
  }

  /** The whole file; read by position only. */
  ByteBuffer map() {
    return map;
  }

  /** Where records, the seal included, have to end. */
  int recordsEnd() {
    return Math.min(map.capacity(), header.length() - LogFormat.FILE_HEADER_BYTES);
  }

  /** Tells whether its end was cut off, so that nothing more can be written to it. */
  boolean isShortened() {
    return map.capacity() < header.length();
  }

  /** What the header at its end says of how much is durable; 0 if it says nothing. */
  int durable() {
    if (isShortened()) {
      return 0;
    }
    FileHeader last = FileHeader.read(map, header.length() - LogFormat.FILE_HEADER_BYTES);
    return last != null && last.isOfSameFile(header) ? last.durable() : 0;
  }

  /** Tells whether it is on record that all of it is durable. */
  boolean isStamped() {
    if (!stamped && durable() >= tail) {
      stamped = true;
    }
    return stamped;
  }

  /** Remembers that it was put on record that all of it is durable. */
  void stamped() {
    stamped = true;
  }

  /** The header to be written at its end when so much of it is durable. */
  ByteBuffer lastHeader(int durable) {
    return header.withDurable(durable).encode();
  }

  /** Tells whether what was not written yet is left of a former file, and not zero. */
  boolean isWrittenOver() {
    return header.writtenOver();
  }

  boolean fits(long recordBytes) {
    return tail + recordBytes + LogFormat.SEAL_BYTES <= recordsEnd();
  }

  int tail() {
    return tail;
  }

  void tail(int end) {
    this.tail = end;
  }

  StoreFile file() {
    StoreFile open = file;
    if (open == null) {
      throw new IllegalStateException("written no more: " + name);
    }
    return open;
  }

  /** Begins writing to a file that was found. */
  void openFile(StoreFile opened) {
    this.file = opened;
  }

  /** Ends writing; the mapping stays. */
  void closeFile() {
    StoreFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  /** Bytes of records that are needed: objects and containers as they are now. */
  long liveBytes() {
    return liveBytes.get();
  }

  void addLive(long bytes) {
    liveBytes.addAndGet(bytes);
  }

  /** Bytes of records that take something away. */
  long awayBytes() {
    return awayBytes.get();
  }

  void addAway(long bytes) {
    awayBytes.addAndGet(bytes);
  }

  /** Tells whether something in it failed its check, so that it is kept as it is. */
  boolean damaged() {
    return damaged;
  }

  /** Tells whether it is still as a crash left it, because nothing may be written. */
  boolean isAsFound() {
    return asFound;
  }

  void leaveAsFound() {
    asFound = true;
  }

  void markDamaged() {
    damaged = true;
  }

  /** Becomes a holder; false if the file is gone. */
  boolean hold() {
    int seen = holders.get();
    while (seen > 0) {
      if (holders.compareAndSet(seen, seen + 1)) {
        return true;
      }
      seen = holders.get();
    }
    return false;
  }

  void letGo() {
    int left = holders.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("let go more often than held: " + name);
    }
  }

  /** Tells whether nobody reads a retired file any more, and nobody will. */
  boolean letGoByAll() {
    return holders.get() == 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
