// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Deadlines;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.Headers;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An upload whose body reaches the origin wrongly. What a stall holds back is kept here, since the
 * host has no way to be told to stop reading; its end is held back with it. Safe for any thread.
 */
final class FaultyUpload implements Exchange {
  /** More than any object has; an upload beyond is for the origin to refuse, at once. */
  private static final long MOST_HELD = 64L << 20;

  private final Fault fault;
  private final Deadlines timer;
  private final ResponseSink sink;
  private final Deque<ByteBuffer> held = new ArrayDeque<>();

  private @Nullable Exchange origin;
  private Deadlines.Deadline pause = Deadlines.Deadline.NONE;
  private long heldBytes;
  private long position;
  private boolean pausing;
  private boolean stalled;
  private boolean ended;
  private boolean over;

  FaultyUpload(Fault fault, Deadlines timer, ResponseSink sink) {
    this.fault = fault;
    this.timer = timer;
    this.sink = sink;
  }

  /** Sets who takes the upload; called once, before anything else. */
  synchronized void begun(Exchange exchange) {
    origin = exchange;
  }

  private Exchange origin() {
    Exchange begun = origin;
    if (begun == null) {
      throw new IllegalStateException("used before it has begun");
    }
    return begun;
  }

  @Override
  public synchronized boolean wantsBody() {
    return !over && origin().wantsBody();
  }

  @Override
  public synchronized void body(ByteBuffer piece) {
    ByteBuffer copy = ByteBuffer.allocate(piece.remaining());
    copy.put(piece).flip();
    heldBytes += copy.remaining();
    held.addLast(copy);
    go();
  }

  @Override
  public synchronized void end() {
    ended = true;
    go();
  }

  /** Hands on what may be handed on now. */
  private void go() {
    while (!over && !pausing && !held.isEmpty()) {
      ByteBuffer first = held.element();
      int bytes = (int) Math.min(first.remaining(), due());
      if (bytes == 0) {
        strike();
      } else {
        hand(first.slice(first.position(), bytes));
        first.position(first.position() + bytes);
      }
      if (!first.hasRemaining()) {
        held.poll();
      }
    }
    if (ended && !over && !pausing) {
      finish();
    }
  }

  /** How many bytes may come before something happens; 0 if it happens now. */
  private long due() {
    return switch (fault.kind()) {
      case CUT -> fault.number() - position;
      case STALL -> stalled || heldBytes > MOST_HELD ? Long.MAX_VALUE : fault.number() - position;
      case DRIBBLE -> heldBytes > MOST_HELD ? Long.MAX_VALUE : fault.dribble();
      default -> Long.MAX_VALUE;
    };
  }

  private void hand(ByteBuffer piece) {
    long corrupt = fault.kind() == Fault.Kind.CORRUPT ? fault.number() - position : -1;
    if (corrupt >= 0 && corrupt < piece.remaining()) {
      piece.put((int) corrupt, (byte) ~piece.get((int) corrupt));
    }
    position += piece.remaining();
    heldBytes -= piece.remaining();
    if (origin().wantsBody()) {
      origin().body(piece);
    }
    if (fault.kind() == Fault.Kind.DRIBBLE) {
      pause(Fault.DRIBBLE_STEP);
    }
  }

  /** What is to happen before the next byte. */
  private void strike() {
    if (fault.kind() == Fault.Kind.CUT) {
      breakOff();
    } else {
      stalled = true;
      pause(fault.time());
    }
  }

  /** The end of a body that was shorter than the fault's place meets the fault there. */
  private void finish() {
    if (fault.kind() == Fault.Kind.CUT || (fault.kind() == Fault.Kind.STALL && !stalled)) {
      strike();
    } else {
      over = true;
      if (origin().wantsBody()) {
        origin().end();
      }
    }
  }

  private void pause(Duration time) {
    pausing = true;
    pause = timer.after(time, this::resume);
  }

  private synchronized void resume() {
    pausing = false;
    go();
  }

  /** The upload is withdrawn and its connection reset: nothing of an answer is sent. */
  private void breakOff() {
    drop();
    origin().connectionLost("fault: " + fault);
    sink.respond(new Response(500, Headers.builder().build(), new BrokenBody(), true));
  }

  private void drop() {
    over = true;
    pause.cancel();
    held.clear();
    heldBytes = 0;
  }

  @Override
  public void connectionLost(String reason) {
    synchronized (this) {
      drop();
    }
    origin().connectionLost(reason);
  }

  @Override
  public void sent(long bodyBytes, boolean complete) {
    boolean withdrawn;
    synchronized (this) {
      withdrawn = fault.kind() == Fault.Kind.CUT && over;
      drop();
    }
    if (!withdrawn) {
      origin().sent(bodyBytes, complete);
    }
  }
}
