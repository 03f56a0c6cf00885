// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M03: what is kept from TLS. */
class TlsRecordGateTest {
  private static final int HANDSHAKE = 22;
  private static final int DATA = 23;

  private boolean established;
  private int reads;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext ctx) {
              reads++;
            }
          },
          new TlsRecordGate(() -> established));

  @AfterEach
  void releaseAll() {
    channel.finishAndReleaseAll();
  }

  private static byte[] record(int type, int length) {
    ByteBuf record = Unpooled.buffer().writeByte(type).writeShort(0x0303).writeShort(length);
    return ByteBufUtil.getBytes(record.writeBytes(new byte[length]));
  }

  /** Sends in pieces of {@code most} bytes. */
  private void send(byte[] bytes, int most) {
    for (int from = 0; from < bytes.length && channel.isOpen(); from += most) {
      int length = Math.min(most, bytes.length - from);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 7, 1000})
  void M03_handshakeBehindTheFirst_closes_howeverItIsCut(int most) {
    send(record(HANDSHAKE, 300), most);
    send(record(HANDSHAKE, 22), most);
    established = true;
    send(record(DATA, 700), most);
    send(record(DATA, 22), most);
    assertTrue(channel.isOpen());
    send(record(HANDSHAKE, 300), most);
    assertFalse(channel.isOpen());
  }

  @Test
  void M03_clientThatTakesNoAnswers_isNotRead_untilItDoes() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    reads = 0;
    channel.read();
    assertEquals(1, reads);
    assertFalse(channel.write(Unpooled.wrappedBuffer(new byte[100])).isDone());
    channel.read();
    assertEquals(1, reads);
    channel.flush();
    assertEquals(2, reads);
    channel.read();
    assertEquals(3, reads);
  }
}
