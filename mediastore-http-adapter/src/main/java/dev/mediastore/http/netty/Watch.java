// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Knows what a connection is waiting for and since when. Used on the executor of its context. */
final class Watch {
  private final Channel channel;
  private final NettyLimits.Times times;
  private final Deadline deadline;
  private final Consumer<Phase> expired;

  private @Nullable Phase phase;
  private boolean headStarted;
  private long room;

  /** What is waited for; all but one are the client's turn and have a deadline. */
  enum Phase {
    FIRST_BYTE,
    NEXT_REQUEST,
    HEAD,
    UPLOAD,
    ANSWER,
    DOWNLOAD,
    DISCARD
  }

  /**
   * @param expired called when the client took too long in a phase
   */
  Watch(
      ChannelHandlerContext ctx,
      NettyLimits.Times times,
      LongSupplier nanoTime,
      Consumer<Phase> expired) {
    this.channel = ctx.channel();
    this.times = times;
    this.expired = expired;
    this.deadline = new Deadline(ctx.executor(), nanoTime, this::passed);
  }

  /** Says what is waited for. Time runs from the moment this changes. */
  void enter(Phase wanted) {
    boolean betweenRequests = wanted == Phase.FIRST_BYTE || wanted == Phase.NEXT_REQUEST;
    Phase next = betweenRequests && headStarted ? Phase.HEAD : wanted;
    if (next == phase) {
      return;
    }
    phase = next;
    switch (next) {
      case FIRST_BYTE -> deadline.set(times.firstByte());
      case NEXT_REQUEST -> deadline.set(times.keepAlive());
      case HEAD -> deadline.set(times.head());
      case UPLOAD -> deadline.set(times.stalledUpload());
      case ANSWER -> deadline.clear();
      case DOWNLOAD -> {
        room = room();
        deadline.set(times.stalledDownload());
      }
      case DISCARD -> deadline.set(times.discard());
    }
  }

  /** The first bytes of a head arrived, the last has not. */
  void headStarted() {
    headStarted = true;
    if (phase != null) {
      enter(phase);
    }
  }

  /** The head of a request is complete. */
  void headEnded() {
    headStarted = false;
    phase = null;
  }

  /** Some of a body arrived. */
  void uploadMoves() {
    if (phase == Phase.UPLOAD) {
      deadline.set(times.stalledUpload());
    }
  }

  /** Gives the timer back. */
  void cancel() {
    deadline.cancel();
  }

  private void passed() {
    Phase late = phase;
    if (late == null) {
      return;
    }
    if (late == Phase.DOWNLOAD && room != room()) {
      room = room();
      deadline.set(times.stalledDownload());
      return;
    }
    expired.accept(late);
  }

  /**
   * Changes whenever the client takes something, and when more is queued for it. What is queued is
   * counted in whole pieces, so how far the first of them has gone is asked, too.
   */
  private long room() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    long progress = queue == null ? 0 : queue.currentProgress();
    return channel.bytesBeforeUnwritable() - channel.bytesBeforeWritable() + progress;
  }
}
