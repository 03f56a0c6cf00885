// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.internal.files.FileTransfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Puts records into files. Used by one thread at a time.
 *
 * <p>Short records go to the file in one piece; of long ones the payload goes straight from where
 * it lies.
 */
final class RecordWriter {
  private static final int GATHERED_BYTES = 64 * 1024;

  private final int blockBytes;
  private ByteBuffer gathered = ByteBuffer.allocate(0);
  private final int gatheredBytes;

  /**
   * Makes a writer, which takes its buffer when it is first used.
   *
   * @param blockBytes bytes of payload under one checksum
   * @param fileBytes length of the files; no record that is gathered is longer
   */
  RecordWriter(int blockBytes, int fileBytes) {
    this.blockBytes = blockBytes;
    this.gatheredBytes = Math.min(GATHERED_BYTES, fileBytes);
  }

  static long payloadBytes(LogChange change) {
    long bytes = 0;
    for (ByteBuffer piece : change.payload()) {
      bytes += piece.remaining();
    }
    return bytes;
  }

  long recordBytes(LogChange change) {
    int meta = change.kind().takesAway() ? 4 : change.meta().length;
    return LogFormat.recordBytes(change.key().length, meta, payloadBytes(change), blockBytes);
  }

  void write(LogFile file, LogChange change, byte[] meta, long order, int durable)
      throws IOException {
    List<ByteBuffer> payload = change.payload();
    long payloadBytes = payloadBytes(change);
    int blocks = LogFormat.blocks(payloadBytes, blockBytes);
    int position = file.tail();
    int headBytes = (int) LogFormat.payloadOffset(change.key().length, meta.length, blocks);
    long recordBytes =
        LogFormat.recordBytes(change.key().length, meta.length, payloadBytes, blockBytes);
    ByteBuffer head = start(headBytes);
    head.putInt(LogFormat.RECORD_MAGIC).put(change.kind().code()).put((byte) LogFormat.VERSION);
    head.putShort((short) 0).putLong(recordBytes).putLong(order).putLong(change.upTo());
    head.putLong(durable).putLong(payloadBytes);
    head.putInt(change.key().length).putInt(meta.length).putInt(blocks).putInt(0);
    head.put(change.key()).put(meta);
    putChecksums(head, change, blocks, file.generation(), position + headBytes);
    ByteBuffer header = head.duplicate().flip();
    int crc = LogRecord.headerCrc(header, file.generation(), position);
    head.putInt(60, crc);
    pad(head, headBytes);
    int at = position;
    for (ByteBuffer piece : payload) {
      at = add(file, at, piece.duplicate());
    }
    int end = position + (int) recordBytes - LogFormat.COMMIT_BYTES;
    at = add(file, at, ByteBuffer.allocate(end - at - gathered.position()));
    at = add(file, at, commit(crc, recordBytes));
    if (file.isWrittenOver()) {
      at = add(file, at, LogFormat.endMark(position + (int) recordBytes, file.recordsEnd()));
    }
    flush(file, at);
  }

  /**
   * Ends a file, of which so much is known to be durable.
   *
   * @param nextFile number of the file that was begun for what follows, 0 if none was
   */
  void seal(LogFile file, int durable, int nextFile) throws IOException {
    LogChange seal =
        new LogChange(RecordKind.SEAL, new byte[0], new byte[0]) {
          @Override
          protected long upTo() {
            return nextFile;
          }

          @Override
          protected void apply(long order, RecordPlace place) {
            throw new IllegalStateException("a seal changes nothing");
          }
        };
    write(file, seal, seal.meta(), 0, durable);
    FileTransfer.writeFully(file.file(), file.recordsEnd(), file.lastHeader(durable));
  }

  /** What an inventory with one more file takes at most. */
  long inventoryBytes(byte[] inventory) {
    return LogFormat.recordBytes(0, inventory.length + FileInventory.RUN_BYTES, 0, blockBytes);
  }

  /** Begins a file with the list of all there are. */
  void inventory(LogFile file, byte[] inventory) throws IOException {
    LogChange list = new InventoryChange(inventory);
    write(file, list, inventory, 0, file.tail());
    file.tail(file.tail() + (int) recordBytes(list));
  }

  /** Marks a stretch of at least {@link LogFormat#SEAL_BYTES} as void. */
  void makeVoid(LogFile file, int from, int to) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(LogFormat.RECORD_HEADER_BYTES);
    header.putInt(LogFormat.RECORD_MAGIC).put(RecordKind.VOID.code()).put((byte) LogFormat.VERSION);
    header.putLong(8, to - from);
    header.putInt(60, LogRecord.headerCrc(header.rewind(), file.generation(), from));
    FileTransfer.writeFully(file.file(), from, header);
  }

  /** Makes what was begun at a position unreadable, as far as that can be done. */
  void strikeOut(LogFile file, int position) {
    try {
      FileTransfer.writeFully(file.file(), position, ByteBuffer.allocate(4));
    } catch (IOException e) {
      // Its change has failed; should the record be whole all the same, it is an unacknowledged
      // change that survived, which a failed change may be.
      return;
    }
  }

  private ByteBuffer start(int headBytes) {
    if (headBytes + LogFormat.COMMIT_BYTES > gathered.capacity()) {
      gathered =
          ByteBuffer.allocateDirect(
              Math.max(gatheredBytes, 2 * headBytes + LogFormat.COMMIT_BYTES));
    }
    return gathered.clear();
  }

  private static void pad(ByteBuffer buffer, int until) {
    while (buffer.position() < until) {
      buffer.put((byte) 0);
    }
  }

  /** Appends one bound checksum for each block. */
  private void putChecksums(
      ByteBuffer target, LogChange change, int blocks, long generation, int payloadPosition) {
    for (int block = 0; block < blocks; block++) {
      int at = payloadPosition + block * blockBytes;
      target.putInt(LogFormat.bind(change.checksum(block), generation, at));
    }
  }

  private static ByteBuffer commit(int headerCrc, long recordBytes) {
    ByteBuffer commit = ByteBuffer.allocate(LogFormat.COMMIT_BYTES);
    return commit.putInt(LogFormat.COMMIT_MAGIC).putInt(headerCrc).putLong(recordBytes).rewind();
  }

  /**
   * Adds bytes behind those gathered so far.
   *
   * @param at where in the file the gathered bytes go
   * @return where the bytes gathered from now on go
   */
  private int add(LogFile file, int at, ByteBuffer bytes) throws IOException {
    int next = at;
    if (bytes.remaining() > gathered.remaining()) {
      // Pages are written whole: of one that is not in memory the rest would have to be read.
      int toPage = -(at + gathered.position()) & LogFormat.PAGE_BYTES - 1;
      gather(bytes, Math.min(toPage, gathered.remaining()));
      next = flush(file, next);
    }
    if (bytes.remaining() > gathered.remaining()) {
      int rest = Math.min(bytes.remaining() % LogFormat.PAGE_BYTES, gathered.remaining());
      int straight = bytes.remaining() - rest;
      FileTransfer.writeFully(file.file(), next, bytes.slice(bytes.position(), straight));
      bytes.position(bytes.position() + straight);
      next += straight;
    }
    gather(bytes, bytes.remaining());
    return next;
  }

  private void gather(ByteBuffer bytes, int length) {
    gathered.put(bytes.slice(bytes.position(), length));
    bytes.position(bytes.position() + length);
  }

  private int flush(LogFile file, int at) throws IOException {
    gathered.flip();
    int length = gathered.remaining();
    FileTransfer.writeFully(file.file(), at, gathered);
    gathered.clear();
    return at + length;
  }
}
