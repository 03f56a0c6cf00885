// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Deadlines;
import dev.mediastore.http.ResponseBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The body of an answer that comes wrongly. Used by one thread at a time. */
final class FaultyBody implements ResponseBody {
  private static final ByteBuffer NOTHING_YET = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final ResponseBody body;
  private final Fault fault;
  private final Deadlines timer;
  private long position;

  /** Whether the time that the fault takes has passed; written by the timer. */
  private volatile boolean waited;

  FaultyBody(ResponseBody body, Fault fault, Deadlines timer) {
    this.body = body;
    this.fault = fault;
    this.timer = timer;
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
    if (mustWait()) {
      return NOTHING_YET;
    }
    long before = fault.number() - position;
    if (fault.kind() == Fault.Kind.CUT && before <= 0) {
      throw new BodyCutException("fault: " + fault);
    }
    ByteBuffer piece = body.next(limit(maxBytes, before));
    if (piece == null) {
      return null;
    }
    position += piece.remaining();
    if (fault.kind() == Fault.Kind.DRIBBLE) {
      waited = false;
    }
    boolean hit = fault.kind() == Fault.Kind.CORRUPT && before >= 0 && before < piece.remaining();
    return hit ? corrupted(piece, (int) before) : piece;
  }

  private boolean mustWait() {
    if (position == body.length()) {
      return false; // Nothing is left to wait with.
    }
    return switch (fault.kind()) {
      case STALL -> position >= fault.number() && !waited;
      case DRIBBLE -> !waited;
      default -> false;
    };
  }

  private int limit(int maxBytes, long before) {
    return switch (fault.kind()) {
      case DRIBBLE -> Math.min(maxBytes, fault.dribble());
      case STALL, CUT -> before > 0 ? (int) Math.min(maxBytes, before) : maxBytes;
      default -> maxBytes;
    };
  }

  private static ByteBuffer corrupted(ByteBuffer piece, int at) {
    ByteBuffer copy = ByteBuffer.allocate(piece.remaining());
    copy.put(piece.duplicate());
    copy.put(at, (byte) ~copy.get(at));
    return copy.flip().asReadOnlyBuffer();
  }

  @Override
  public void onReadable(Runnable wake) {
    if (!mustWait()) {
      body.onReadable(wake);
      return;
    }
    Duration time = fault.kind() == Fault.Kind.STALL ? fault.time() : Fault.DRIBBLE_STEP;
    timer.after(
        time,
        () -> {
          waited = true;
          wake.run();
        });
  }

  @Override
  public void close() {
    body.close();
  }
}
