// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Connections to one server that send a request as soon as the former one was answered, on one
 * thread. For one thread.
 */
public final class LoadRun implements AutoCloseable {
  private static final int READ_BYTES = 256 * 1024;

  private final Target target;
  private final EventLoopGroup loop;
  private final Tally tally = new Tally();

  /** Prepares a load on a server. */
  public LoadRun(Target target) {
    this.target = target;
    DefaultThreadFactory threads = new DefaultThreadFactory("load", true);
    this.loop =
        new MultiThreadIoEventLoopGroup(
            1,
            threads,
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /**
   * Opens the connections and begins.
   *
   * @param connections how many
   * @param streams requests at a time on each; more than 1 for HTTP/2 only
   * @param traffic asked once per connection
   */
  public void start(int connections, int streams, Supplier<Traffic> traffic)
      throws IOException, InterruptedException {
    Bootstrap bootstrap = bootstrap(streams, traffic);
    for (int i = 0; i < connections; i++) {
      bootstrap.clone().connect("127.0.0.1", target.port()).sync();
    }
  }

  private Bootstrap bootstrap(int streams, Supplier<Traffic> traffic) throws SSLException {
    SslContext tls = target.tls() ? tls() : null;
    Bootstrap bootstrap = new Bootstrap();
    return bootstrap
        .group(loop)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel
                    .pipeline()
                    .addLast(
                        target.http2()
                            ? new Http2Connection(
                                traffic.get(), tally, streams, () -> reconnect(bootstrap))
                            : new Http1Connection(
                                traffic.get(), tally, () -> reconnect(bootstrap)));
              }
            });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Looked at by its listener.
  private void reconnect(Bootstrap bootstrap) {
    bootstrap
        .clone()
        .connect("127.0.0.1", target.port())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                tally.failed("cannot connect again: " + done.cause());
              }
            });
  }

  private SslContext tls() throws SSLException {
    return SslContextBuilder.forClient()
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .protocols("TLSv1.3")
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                target.http2() ? "h2" : "http/1.1"))
        .build();
  }

  /** Requests answered and bytes of bodies moved until now. */
  public long[] counts() throws IOException {
    Tally.Snapshot now = onLoop(tally::snapshot);
    String failure = onLoop(() -> String.valueOf(tally.failure()));
    if (!failure.equals("null")) {
      throw new IOException(failure);
    }
    return new long[] {now.requests(), now.bytes()};
  }

  private <T> T onLoop(Callable<T> call) throws IOException {
    try {
      return loop.next().submit(call).sync().getNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Lets each connection end with its request, and gives the thread back. */
  @Override
  public void close() {
    loop.next().execute(tally::stop);
    loop.shutdownGracefully(100, 2000, java.util.concurrent.TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }
}
