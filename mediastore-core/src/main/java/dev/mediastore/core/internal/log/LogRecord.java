// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record as it stands in a file, its header checked. Immutable. */
public final class LogRecord {
  private final LogFile file;
  private final int position;
  private final RecordKind kind;
  private final ByteBuffer header;

  private LogRecord(LogFile file, int position, RecordKind kind, ByteBuffer header) {
    this.file = file;
    this.position = position;
    this.kind = kind;
    this.header = header;
  }

  /** Reads the header of a record; null if there is none or it is damaged. */
  static @Nullable LogRecord read(LogFile file, int position) {
    ByteBuffer map = file.map();
    int limit = file.recordsEnd();
    if (position < 0 || position > limit - LogFormat.SEAL_BYTES) {
      return null;
    }
    if (map.getInt(position) != LogFormat.RECORD_MAGIC) {
      return null;
    }
    RecordKind kind = RecordKind.of(map.get(position + 4));
    long length = map.getLong(position + 8);
    long payload = map.getLong(position + 40);
    int key = map.getInt(position + 48);
    int meta = map.getInt(position + 52);
    int blocks = map.getInt(position + 56);
    if (kind == null
        || length < LogFormat.SEAL_BYTES
        || length > limit - position
        || payload < 0
        || payload > length
        || key < 0
        || key > LogFormat.MAX_KEY_BYTES
        || meta < 0
        || meta > LogFormat.MAX_META_BYTES
        || blocks != LogFormat.blocks(payload, file.blockBytes())
        || (kind != RecordKind.VOID
            && length != LogFormat.recordBytes(key, meta, payload, file.blockBytes()))) {
      return null;
    }
    int bytes = LogFormat.RECORD_HEADER_BYTES + key + meta + 4 * blocks;
    ByteBuffer header = map.slice(position, bytes);
    int crc = headerCrc(header, file.generation(), position);
    return crc == header.getInt(60) ? new LogRecord(file, position, kind, header) : null;
  }

  /** A record whose header was checked before. */
  static LogRecord again(LogFile file, int position) {
    ByteBuffer map = file.map();
    int bytes =
        LogFormat.RECORD_HEADER_BYTES
            + map.getInt(position + 48)
            + map.getInt(position + 52)
            + 4 * map.getInt(position + 56);
    RecordKind kind = Objects.requireNonNull(RecordKind.of(map.get(position + 4)));
    return new LogRecord(file, position, kind, map.slice(position, bytes));
  }

  static int headerCrc(ByteBuffer header, long generation, int position) {
    Checksum checksum = new Checksum();
    checksum.update(header.slice(0, 60));
    checksum.update(header.slice(LogFormat.RECORD_HEADER_BYTES, header.limit() - 64));
    return LogFormat.bind(checksum.value(), generation, position);
  }

  public RecordKind kind() {
    return kind;
  }

  public RecordPlace place() {
    return new RecordPlace(file.number(), position, recordBytes());
  }

  int position() {
    return position;
  }

  int recordBytes() {
    return (int) header.getLong(8);
  }

  int end() {
    return position + recordBytes();
  }

  /** The place of the change in the order of all. */
  public long order() {
    return header.getLong(16);
  }

  /** The last order that a deletion takes away. */
  public long upTo() {
    return header.getLong(24);
  }

  long durable() {
    return header.getLong(32);
  }

  public int payloadBytes() {
    return (int) header.getLong(40);
  }

  public byte[] key() {
    return bytes(LogFormat.RECORD_HEADER_BYTES, header.getInt(48));
  }

  public byte[] meta() {
    return bytes(LogFormat.RECORD_HEADER_BYTES + header.getInt(48), header.getInt(52));
  }

  private byte[] bytes(int offset, int length) {
    byte[] bytes = new byte[length];
    header.get(offset, bytes);
    return bytes;
  }

  /** Where in the file the payload begins. */
  int payloadPosition() {
    int blocks = header.getInt(56);
    return position + (int) LogFormat.payloadOffset(header.getInt(48), header.getInt(52), blocks);
  }

  int blocks() {
    return header.getInt(56);
  }

  /** Tells whether a block of the payload is what was written. */
  boolean blockIsSound(int block) {
    int start = block * file.blockBytes();
    int length = Math.min(file.blockBytes(), payloadBytes() - start);
    int crc = Checksum.of(file.map().slice(payloadPosition() + start, length));
    return crc == blockChecksum(block);
  }

  /** The checksum that a block of the payload had when it was written, bound to no place. */
  int blockChecksum(int block) {
    int at = payloadPosition() + block * file.blockBytes();
    int bound = header.getInt(header.limit() - 4 * blocks() + 4 * block);
    return LogFormat.bind(bound, file.generation(), at);
  }

  /** Length of a block of the payload, all but the last, in bytes. */
  int blockBytes() {
    return file.blockBytes();
  }

  /** Tells whether the payload and the commit behind it are what was written. */
  public boolean isSound() {
    for (int block = 0; block < blocks(); block++) {
      if (!blockIsSound(block)) {
        return false;
      }
    }
    int commit = end() - LogFormat.COMMIT_BYTES;
    ByteBuffer map = file.map();
    return map.getInt(commit) == LogFormat.COMMIT_MAGIC
        && map.getInt(commit + 4) == header.getInt(60)
        && map.getLong(commit + 8) == recordBytes();
  }

  /** Where the mark of a record is. */
  static int markPosition(RecordPlace place) {
    return place.position() + place.recordBytes() - LogFormat.MARK_BYTES;
  }

  /** Makes the mark that deletes a record where it lies. */
  static ByteBuffer mark(LogFile file, RecordPlace place, int horizon, long upTo) {
    ByteBuffer mark = ByteBuffer.allocate(LogFormat.MARK_BYTES);
    mark.putInt(LogFormat.MARK_MAGIC).putInt(horizon).putLong(upTo);
    int crc = Checksum.of(mark.slice(0, 16));
    return mark.putInt(LogFormat.bind(crc, file.generation(), markPosition(place))).rewind();
  }

  /**
   * Tells whether the record was deleted where it lies.
   *
   * @return true if it stands for a deletion
   */
  public boolean isMarked() {
    return markUpTo() != 0;
  }

  /**
   * The last order that the mark takes away.
   *
   * @return 0 without a mark
   */
  public long markUpTo() {
    int at = markPosition(place());
    ByteBuffer map = file.map();
    int crc = LogFormat.bind(Checksum.of(map.slice(at, 16)), file.generation(), at);
    boolean marked = map.getInt(at) == LogFormat.MARK_MAGIC && map.getInt(at + 16) == crc;
    return marked ? map.getLong(at + 8) : 0;
  }

  /** Tells whether there is something in the place of a mark that is none. */
  boolean markIsDamaged() {
    int at = markPosition(place());
    ByteBuffer map = file.map();
    boolean empty = map.getLong(at) == 0 && map.getLong(at + 8) == 0 && map.getLong(at + 16) == 0;
    return !empty && !isMarked();
  }

  int markHorizon() {
    return file.map().getInt(markPosition(place()) + 4);
  }

  /** The payload, unchecked and read-only. */
  public ByteBuffer payload() {
    return file.map().slice(payloadPosition(), payloadBytes());
  }

  LogFile file() {
    return file;
  }

  @Override
  public String toString() {
    return kind + " at " + place();
  }
}
