// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

/** How connections are broken. */
class ConnectionEndTest {
  /** A client may be quicker than the server that is about to reset its connection. */
  @Test
  void closedConnectionNeedsNoReset() {
    NioSocketChannel closed = new NioSocketChannel();
    closed.unsafe().closeForcibly();
    assertThrows(
        ChannelException.class, () -> closed.config().setOption(ChannelOption.SO_LINGER, 0));
    assertDoesNotThrow(() -> ConnectionEnd.dropUnsentOnClose(closed));
  }
}
