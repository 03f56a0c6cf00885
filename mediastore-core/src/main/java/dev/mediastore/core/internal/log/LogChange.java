// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.MediaStoreException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change on its way into the log. Made and awaited by one thread, written and applied by
 * whichever thread writes the log at the time.
 */
public abstract class LogChange {
  /** The order of a change that gets the next one when it is written. */
  public static final long NEXT = 0;

  private final RecordKind kind;
  private final byte[] key;
  private final byte[] meta;

  private @Nullable IntUnaryOperator checksums;
  private volatile boolean done;
  private @Nullable MediaStoreException failure;

  /**
   * Makes a change.
   *
   * @param kind what it says
   * @param key what it is about
   * @param meta what is stored with it
   */
  protected LogChange(RecordKind kind, byte[] key, byte[] meta) {
    this.kind = kind;
    this.key = key;
    this.meta = meta;
  }

  final RecordKind kind() {
    return kind;
  }

  final byte[] key() {
    return key;
  }

  final byte[] meta() {
    return meta;
  }

  /** Its place in the order of all changes, or {@link #NEXT}. */
  protected long order() {
    return NEXT;
  }

  /** The last order that a deletion takes away. */
  protected long upTo() {
    return 0;
  }

  /**
   * The record that a deletion takes away, as the index knows it now: it can be marked when the
   * disk has no room.
   */
  protected @Nullable RecordPlace victim() {
    return null;
  }

  /** The bytes to store, in pieces that stay what they are until the change is done. */
  protected List<ByteBuffer> payload() {
    return List.of();
  }

  /**
   * The checksum of each block of the payload, by its number, if they are known from before; null
   * if they are to be computed of the payload. Bytes that went wrong since are then found by
   * whoever reads them, and not made right by a checksum of their own.
   *
   * @param blockBytes length of a block
   */
  protected @Nullable IntUnaryOperator blockChecksums(int blockBytes) {
    return null;
  }

  /**
   * Does what only the payload decides, in the thread that brings the change: for whoever writes
   * all others wait.
   */
  final void prepare(int blockBytes) {
    IntUnaryOperator known = blockChecksums(blockBytes);
    if (known == null) {
      int[] computed = Checksum.ofBlocks(payload(), blockBytes, !isMove());
      known = block -> computed[block];
    }
    checksums = known;
  }

  /** The checksum of a block of the payload, after {@link #prepare}. */
  final int checksum(int block) {
    return Objects.requireNonNull(checksums, "not prepared").applyAsInt(block);
  }

  /** Whether this moves something that lies elsewhere; it is written only if still wanted. */
  protected boolean isMove() {
    return false;
  }

  /** Whether it has to be durable before it is applied, whatever is promised for others. */
  protected boolean mustBeDurable() {
    return isMove();
  }

  /** Whether a move is still worth its while; asked when every earlier change was applied. */
  protected boolean stillWanted() {
    return true;
  }

  /**
   * Makes the change visible. Called once, in the order of the log, when the change is as durable
   * as it is going to be.
   *
   * @param order its place in the order of all changes
   * @param place where it lies
   */
  protected abstract void apply(long order, RecordPlace place);

  /**
   * Told once that nobody looks at the payload any more. Does nothing unless overridden, and must
   * neither block nor throw.
   */
  protected void ended() {}

  final boolean done() {
    return done;
  }

  final void succeed() {
    ended();
    done = true;
  }

  final void fail(MediaStoreException reason) {
    failure = reason;
    ended();
    done = true;
  }

  final void throwIfFailed() {
    MediaStoreException reason = failure;
    if (reason != null) {
      throw reason;
    }
  }
}
