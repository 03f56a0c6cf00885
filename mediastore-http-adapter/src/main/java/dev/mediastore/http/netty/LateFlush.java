// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends queued answers when nothing more waits to be read. Used on the executor of its context.
 *
 * <p>An encoder may send upload after upload, never read an answer, and close. If an answer reaches
 * its system after that, the system resets the connection and forgets what it had not yet handed
 * over: uploads that the encoder believes sent. So while a client sends ahead, its requests are
 * read before their answers leave. A client that waits for its answer gets it one turn of the event
 * loop later.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A look that cannot take place has nobody to tell.
final class LateFlush {
  /** A client that sends without a pause gets its answers nevertheless. */
  private static final int MOST_TURNS = 256;

  private final ChannelHandlerContext ctx;
  private boolean planned;
  private boolean inputSeen;
  private int turns;

  LateFlush(ChannelHandlerContext ctx) {
    this.ctx = ctx;
  }

  /** Sends what is queued as soon as the client pauses. */
  void plan() {
    if (!planned) {
      planned = true;
      turns = 0;
      waitATurn(ctx.channel().eventLoop());
    }
  }

  /** Something was read: more may follow. */
  void inputSeen() {
    inputSeen = true;
  }

  /**
   * A scheduled task waits until the loop has looked at its sockets again; a plain one, and one
   * scheduled by whoever reads a socket, would run before.
   */
  private void waitATurn(EventLoop loop) {
    inputSeen = false;
    try {
      loop.execute(() -> loop.schedule(this::turned, 0, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      ctx.flush(); // The loop is shutting down.
    }
  }

  private void turned() {
    if (ctx.executor().inEventLoop()) {
      look();
    } else {
      ctx.executor().execute(this::look);
    }
  }

  private void look() {
    if (inputSeen && ctx.channel().isWritable() && ++turns < MOST_TURNS) {
      waitATurn(ctx.channel().eventLoop());
    } else {
      planned = false;
      ctx.flush();
    }
  }
}
