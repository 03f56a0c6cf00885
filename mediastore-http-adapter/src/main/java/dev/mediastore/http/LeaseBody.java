// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.http.flight.BodyFlight;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object on their way out, lent by the store without copying. Owns the lease: the
 * bytes cannot be reused until this is closed.
 */
final class LeaseBody implements ResponseBody {
  private static final ByteBuffer NOTHING_YET = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** As much as any host asks for: what it gets is then one piece where the store has it so. */
  private static final int FIRST_PIECE = 8 * 1024 * 1024;

  private static final long OPEN_END = Long.MAX_VALUE;

  private final ObjectLease lease;
  private final long first;
  private final long end;
  private final long length;
  private final BodyFlight flight;
  private long position;
  private boolean ended;
  private boolean closed;

  /** Bytes already lent by the store but not handed on. */
  private ByteBuffer lent = NOTHING_YET;

  private LeaseBody(ObjectLease lease, long first, long end, long length, BodyFlight flight) {
    this.lease = lease;
    this.first = first;
    this.position = first;
    this.end = end;
    this.length = length;
    this.flight = flight;
  }

  /**
   * Bytes {@code first} to {@code end} of a complete object. The first of them are fetched at once,
   * so that damage is found while there still is a status to tell it with.
   *
   * @param end behind the last byte
   * @param container where it is, by name
   * @throws MediaStoreException if they cannot be read; the lease is the caller's then
   */
  static LeaseBody of(ObjectLease lease, long first, long end, String container) {
    BodyFlight flight = BodyFlight.complete(container, end - first);
    LeaseBody body = new LeaseBody(lease, first, end, end - first, flight);
    if (first < end) {
      body.lend(FIRST_PIECE);
    }
    return body;
  }

  /** All bytes of an object that is still being uploaded, as they arrive. */
  static LeaseBody growing(ObjectLease lease, String container) {
    return new LeaseBody(lease, 0, OPEN_END, -1, BodyFlight.growing(container));
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
    try {
      if (!lent.hasRemaining() && position < end) {
        lend(maxBytes);
      }
    } catch (MediaStoreException e) {
      throw cut(e.code() + ": " + e.publicMessage(), e);
    }
    if (lent.hasRemaining()) {
      flight.flowing();
      return take(maxBytes);
    }
    return position == end ? null : waitOrEnd();
  }

  private @Nullable ByteBuffer waitOrEnd() throws BodyCutException {
    // The state is read first: what arrives after it is found by the next call.
    LeaseState state = lease.state();
    if (state == LeaseState.WITHDRAWN || end != OPEN_END) {
      throw cut("the object ended early: " + state, null);
    }
    if (state == LeaseState.GROWING || position < lease.availableBytes()) {
      flight.dry();
      return NOTHING_YET;
    }
    ended = true;
    return null;
  }

  private void lend(int maxBytes) {
    lent = lease.view(position, (int) Math.min(maxBytes, end - position));
  }

  private ByteBuffer take(int maxBytes) {
    int size = Math.min(maxBytes, lent.remaining());
    if (size == lent.capacity()) { // All of it, and nothing was taken before: as it is.
      ByteBuffer whole = lent;
      lent = NOTHING_YET;
      position += size;
      return whole;
    }
    ByteBuffer piece = lent.slice(lent.position(), size);
    lent.position(lent.position() + size);
    position += size;
    return piece;
  }

  private static BodyCutException cut(String reason, @Nullable Throwable cause) {
    BodyCutException cut = new BodyCutException(reason);
    cut.initCause(cause);
    return cut;
  }

  @Override
  public void onReadable(Runnable wake) {
    lease.onGrowth(position, wake);
  }

  @Override
  public void close() {
    lent = NOTHING_YET;
    lease.close();
    if (!closed) {
      closed = true;
      flight.ended(position - first, ended || position == end);
    }
  }
}
