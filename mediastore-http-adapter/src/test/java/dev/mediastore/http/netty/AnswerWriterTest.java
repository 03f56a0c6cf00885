// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an answer whose client leaves. */
class AnswerWriterTest {
  private final List<String> events = new ArrayList<>();

  /** A flush is what notices that the client has left. */
  private static final class LeftClient extends ChannelOutboundHandlerAdapter {
    private Runnable notice = () -> {};

    @Override
    public void flush(ChannelHandlerContext ctx) {
      ctx.flush();
      notice.run();
    }
  }

  /** An object that is still being uploaded: one byte, and nothing more yet. */
  private final class GrowingBody implements ResponseBody {
    private boolean begun;

    @Override
    public long length() {
      return -1;
    }

    @Override
    public ByteBuffer next(int maxBytes) {
      ByteBuffer piece = ByteBuffer.allocate(begun ? 0 : 1);
      begun = true;
      return piece;
    }

    @Override
    public void onReadable(Runnable wake) {
      events.add("waited for");
    }

    @Override
    public void close() {
      events.add("closed");
    }
  }

  private final AnswerWriter.Listener listener =
      new AnswerWriter.Listener() {
        @Override
        public void queued() {
          events.add("queued");
        }

        @Override
        public void sent(long bytes) {
          events.add("sent " + bytes);
        }

        @Override
        public void cut(long bytes, boolean byUs) {
          events.add("cut after " + bytes);
        }
      };

  @Test
  void body_is_not_waited_for_once_a_flush_has_found_that_the_client_left() {
    LeftClient client = new LeftClient();
    EmbeddedChannel channel = new EmbeddedChannel(client, new ChannelInboundHandlerAdapter());
    Response response = new Response(200, Headers.empty(), new GrowingBody(), false);
    AnswerWriter writer =
        new AnswerWriter(channel.pipeline().lastContext(), response, BodyFraming.CHUNKED, listener);
    client.notice = () -> writer.cut(false);
    writer.start(
        HttpResponseStatus.OK,
        Translation.fields(response, HttpVersion.HTTP_1_1, BodyFraming.CHUNKED, false));
    channel.finishAndReleaseAll();

    assertEquals(List.of("closed", "cut after 1"), events);
  }
}
