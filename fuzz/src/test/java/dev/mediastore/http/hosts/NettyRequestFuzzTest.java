// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mediastore.http.netty.MediaStoreNetty;
import dev.mediastore.http.netty.NettyLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;

/**
 * The input is what a client sends on one connection, to a whole origin behind the Netty pipeline.
 * Whatever it is, the answers are well formed and nothing stays behind.
 */
class NettyRequestFuzzTest {
  private static final FuzzedOrigin ORIGIN = new FuzzedOrigin();

  @FuzzTest
  void nettyRequest(byte[] input) {
    ORIGIN.next();
    EmbeddedChannel channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                made.pipeline().addLast(MediaStoreNetty.codec(NettyLimits.defaults()));
                MediaStoreNetty.configure(made.pipeline(), ORIGIN.http, NettyLimits.defaults());
                made.pipeline().addLast(new ChannelInboundHandlerAdapter());
              }
            });
    // In two pieces, so that every boundary is met.
    int cut = input.length == 0 ? 0 : (input[0] & 0xFF) * input.length / 256;
    receive(channel, Unpooled.wrappedBuffer(input, 0, cut));
    receive(channel, Unpooled.wrappedBuffer(input, cut, input.length - cut));
    channel.close().awaitUninterruptibly();
    channel.runPendingTasks();
    StringBuilder answers = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      answers.append(piece.toString(StandardCharsets.ISO_8859_1));
      piece.release();
    }
    channel.releaseInbound();
    FuzzedOrigin.requireAnswers(new String(input, StandardCharsets.ISO_8859_1), answers.toString());
    ORIGIN.requireNothingHeld();
  }

  /** What arrives after the server has closed is nobody's. */
  private static void receive(EmbeddedChannel channel, ByteBuf bytes) {
    if (channel.isOpen()) {
      channel.writeInbound(bytes);
      channel.runPendingTasks();
    } else {
      bytes.release();
    }
  }
}
