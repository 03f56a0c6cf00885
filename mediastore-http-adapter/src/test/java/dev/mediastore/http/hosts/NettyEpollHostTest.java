// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mediastore.http.RequestHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;

/** The contract of hosts over Linux epoll. */
class NettyEpollHostTest extends HostContract {

  @Override
  Host start(RequestHandler handler) throws IOException {
    assumeTrue(Epoll.isAvailable(), "epoll is Linux's");
    return NettyNioHostTest.host(
        handler, EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
  }
}
