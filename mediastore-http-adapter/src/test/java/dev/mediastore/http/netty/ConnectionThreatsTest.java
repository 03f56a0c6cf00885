// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.Headers;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases L02 and J17 of the threat catalogue, without a network: writes that fail, and a process
 * that stood still.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a write is seen by the writer.
@Timeout(30)
class ConnectionThreatsTest {
  private static final int PIECES = 5;
  private static final int PIECE = 1024 * 1024;
  private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String PUT = "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n";

  private final List<String> events = new ArrayList<>();
  private final Gate gate = new Gate();
  private long now = 1;
  private int given;
  private final EmbeddedChannel channel = channel();

  private EmbeddedChannel channel() {
    EmbeddedChannel made = new EmbeddedChannel();
    made.freezeTime();
    made.config().setWriteBufferWaterMark(new WriteBufferWaterMark(64 * 1024, 256 * 1024));
    made.pipeline()
        .addLast(gate)
        .addLast(MediaStoreNetty.codec(NettyLimits.defaults()))
        .addLast(new MediaStoreChannelHandler(new Service(), NettyLimits.defaults(), () -> now));
    return made;
  }

  @AfterEach
  void nothingIsLeft() {
    channel.finishAndReleaseAll();
    assertEquals(1, events.stream().filter(event -> event.matches("(lost|sent|unsent).*")).count());
    long bodies = events.stream().filter(event -> event.equals("closed")).count();
    assertTrue(bodies <= 1, events::toString);
  }

  /** Stands before the socket. */
  private static final class Gate extends ChannelOutboundHandlerAdapter {
    private int failFrom = Integer.MAX_VALUE;
    private int closeAt = Integer.MAX_VALUE;
    private boolean blocked;
    private int writes;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      writes++;
      if (writes == closeAt) {
        ctx.close();
      }
      if (writes >= failFrom) {
        ReferenceCountUtil.release(message);
        promise.setFailure(new IOException("scripted"));
      } else {
        ctx.write(message, promise);
      }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
      if (!blocked) {
        ctx.flush();
      }
    }
  }

  /** Answers GET with a long body, and PUT when it is whole. */
  private final class Service implements RequestHandler {
    @Override
    public Exchange begin(RequestHead head, ResponseSink sink) {
      boolean put = head.method().equals("PUT");
      if (!put) {
        sink.respond(new Response(200, Headers.empty(), new LongBody(), false));
      }
      return new Exchange() {
        @Override
        public boolean wantsBody() {
          return put;
        }

        @Override
        public void body(ByteBuffer piece) {
          piece.position(piece.limit());
        }

        @Override
        public void end() {
          sink.respond(new Response(200, Headers.empty(), ResponseBody.empty(), false));
        }

        @Override
        public void connectionLost(String reason) {
          events.add("lost");
        }

        @Override
        public void sent(long bodyBytes, boolean complete) {
          events.add(complete ? "sent" : "unsent");
        }
      };
    }

    @Override
    public boolean mayBlock() {
      return false;
    }
  }

  /** Says when it is closed, and must not be asked afterwards. */
  private final class LongBody implements ResponseBody {
    @Override
    public long length() {
      return PIECES * (long) PIECE;
    }

    @Override
    public @Nullable ByteBuffer next(int maxBytes) {
      assertTrue(!events.contains("closed"), "asked after its end");
      if (given == PIECES) {
        return null;
      }
      given++;
      return ByteBuffer.allocate(PIECE).asReadOnlyBuffer();
    }

    @Override
    public void onReadable(Runnable wake) {
      wake.run();
    }

    @Override
    public void close() {
      events.add("closed");
    }
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private String received() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      text.append(piece.toString(StandardCharsets.ISO_8859_1));
      piece.release();
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void L02_writesFailAfterTheHead_orWithIt(int first) {
    gate.failFrom = first;
    send(GET);
    assertEquals(List.of("unsent", "closed"), events.stream().sorted(this::byName).toList());
  }

  private int byName(String one, String other) {
    return other.compareTo(one);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void L02_channelClosedDuringAWrite(int at) {
    gate.closeAt = at;
    send(GET);
    assertEquals(List.of("unsent", "closed"), events.stream().sorted(this::byName).toList());
  }

  @Test
  void L02_neverWritable_asksForNoMoreThanFits_andIsCutInTime() {
    gate.blocked = true;
    send(GET);
    assertEquals(1, given, "pieces asked for");
    passed(Duration.ofSeconds(19), true);
    assertEquals(List.of(), events);
    passed(Duration.ofSeconds(1), true);
    assertEquals(List.of("unsent", "closed"), events.stream().sorted(this::byName).toList());
    assertEquals(1, given);
  }

  /** Time passes, for the clock and for the timers. */
  private void passed(Duration time, boolean timersFirst) {
    now += time.toNanos();
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    if (timersFirst) {
      channel.runPendingTasks(); // Those that are due included.
    }
  }

  @ParameterizedTest
  @CsvSource({"5, true", "30, true", "30, false", "600, true"})
  void J17_uploadGoesOnAfterAFreeze(int seconds, boolean timersFirst) {
    send(PUT + "one");
    passed(Duration.ofSeconds(seconds), timersFirst);
    send("two");
    channel.runScheduledPendingTasks();
    assertEquals("", received());
    send("end");
    assertTrue(received().startsWith("HTTP/1.1 200"));
    assertEquals(List.of("sent"), events);
  }

  @ParameterizedTest
  @CsvSource({"5, true", "30, true", "30, false", "600, true"})
  void J17_headGoesOnAfterAFreeze(int seconds, boolean timersFirst) {
    send(PUT.substring(0, 20));
    passed(Duration.ofSeconds(seconds), timersFirst);
    send(PUT.substring(20) + "123456789");
    channel.runScheduledPendingTasks();
    assertTrue(received().startsWith("HTTP/1.1 200"));
    assertEquals(List.of("sent"), events);
  }

  @Test
  void J17_uploadThatStalls_isGivenUpAfterAFreezeAsWell() {
    send(PUT + "one");
    passed(Duration.ofMinutes(10), true);
    assertEquals("", received());
    passed(Duration.ofSeconds(1), true);
    for (int i = 0; i < 5; i++) {
      passed(Duration.ofMillis(1), true); // It is flushed a few turns later.
    }
    String answer = received();
    assertTrue(answer.startsWith("HTTP/1.1 408"), () -> answer + events);
    assertEquals(List.of("lost"), events);
  }
}
