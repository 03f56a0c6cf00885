// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.ObjectMetadata;
import java.nio.ByteBuffer;

/**
 * A counted right to read one version of an object. Used by one thread at a time; state and
 * available bytes may be asked from any thread.
 *
 * <p>Whoever was given the lease closes it. Until then its bytes stay what they are, whatever
 * happens to the object: overwritten, deleted, expired, moved, or the store closed. A read after
 * close throws {@link dev.mediastore.core.MediaStoreException} with CLOSED and never returns
 * another object's bytes. The room of a lease that is never closed is never given back; {@link
 * LeakDetectingStore} finds out where it was opened.
 *
 * <p>A lease may be opened on an object that is still growing. A reader then takes what is
 * available, asks to be woken for more, and goes away in between; no thread waits:
 *
 * <pre>{@code
 * void pump() {
 *   ByteBuffer piece;
 *   while ((piece = lease.view(position, 65536)).hasRemaining()) {
 *     position += piece.remaining();
 *     channel.write(piece);
 *   }
 *   switch (lease.state()) {
 *     case GROWING -> lease.onGrowth(position, () -> executor.execute(this::pump));
 *     case COMPLETE -> { if (position == lease.availableBytes()) finish(); else pump(); }
 *     case WITHDRAWN -> breakOff();
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface ObjectLease extends AutoCloseable {

  /**
   * Returns the metadata as of the moment the lease was opened; length and digest stay unknown in
   * it if the object was growing then.
   *
   * @return always the same value
   */
  ObjectMetadata metadata();

  /**
   * Returns the state. Once it is COMPLETE, {@link #availableBytes()} is the length of the object.
   *
   * @return the state now
   */
  LeaseState state();

  /**
   * Returns how many bytes from the start can be read now. Never shrinks.
   *
   * @return bytes available
   */
  long availableBytes();

  /**
   * Copies bytes out, as many as are available and fit.
   *
   * @param position first byte wanted, from 0
   * @param target receives the bytes at its position
   * @return number of bytes copied; 0 if none are available there yet or the target is full; -1 if
   *     the object is complete and does not reach the position
   * @throws dev.mediastore.core.MediaStoreException CLOSED after close, CONFLICT once withdrawn,
   *     CORRUPT if the bytes failed their check, INTERNAL
   */
  int read(long position, ByteBuffer target);

  /**
   * Lends contiguous bytes without copying where the store can. Fewer bytes than asked for is
   * normal: the rest lies elsewhere or has not arrived.
   *
   * <p>The view is read-only, starts at position 0, spans nothing but the object's bytes, and is
   * valid until the lease is closed; using it later is an error the store cannot always detect.
   *
   * @param position first byte wanted, from 0
   * @param maxLength most bytes wanted, at least 1
   * @return one or more bytes; empty if none are available there
   * @throws dev.mediastore.core.MediaStoreException CLOSED after close, CONFLICT once withdrawn,
   *     CORRUPT if the bytes failed their check, INTERNAL
   */
  ByteBuffer view(long position, int maxLength);

  /**
   * Asks for one call when a byte at the position is available or the state is no longer GROWING;
   * immediately, on this thread, if that is so already. A later request on the same lease replaces
   * an earlier one that has not been answered; closing the lease withdraws it.
   *
   * @param position first byte not seen yet
   * @param wake called at most once, by the writer's thread; it must neither block nor throw, so
   *     usually hands over to an event loop or executor
   */
  void onGrowth(long position, Runnable wake);

  /** Ends the right to read. Closing again does nothing. */
  @Override
  void close();
}
