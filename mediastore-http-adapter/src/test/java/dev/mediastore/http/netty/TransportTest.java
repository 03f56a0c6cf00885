// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server takes the fastest transport that the machine has. */
class TransportTest {

  @Test
  void create_takesTheFastestThatIsThere() {
    Transport transport = Transport.create("test", 1);
    transport.loops().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    assertSame(
        IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported()
            ? IoUringServerSocketChannel.class
            : Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class,
        transport.channel());
  }
}
