// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.RequestHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection of a {@link NettyServer} its handlers, from the socket inwards: the PROXY
 * protocol, TLS, the choice of HTTP version, the service. Used on the event loops of the
 * connections.
 */
@ChannelHandler.Sharable
final class ConnectionInitializer extends ChannelInitializer<Channel> {
  private static final Duration TLS_HANDSHAKE = Duration.ofSeconds(10);

  /**
   * What a server speaks.
   *
   * @param tls asked for every connection; null for no TLS
   * @param http2 whether to speak it to those who ask for it
   * @param anyHost whether requests may be for hosts that the certificate does not list
   * @param proxies peers that speak the PROXY protocol
   */
  record Protocols(
      @Nullable Supplier<SslContext> tls,
      boolean http2,
      boolean anyHost,
      Predicate<InetSocketAddress> proxies) {}

  private final RequestHandler handler;
  private final @Nullable EventExecutorGroup workers;
  private final Protocols protocols;
  private final NettyLimits limits;
  private final ConnectionGate gate;
  private final ChannelGroup connections;

  ConnectionInitializer(
      RequestHandler handler,
      @Nullable EventExecutorGroup workers,
      Protocols protocols,
      NettyLimits limits,
      ConnectionGate gate,
      ChannelGroup connections) {
    this.handler = handler;
    this.workers = workers;
    this.protocols = protocols;
    this.limits = limits;
    this.gate = gate;
    this.connections = connections;
  }

  @Override
  protected void initChannel(Channel channel) {
    connections.add(channel);
    ChannelPipeline pipeline = channel.pipeline();
    if (channel.remoteAddress() instanceof InetSocketAddress peer
        && protocols.proxies().test(peer)) {
      pipeline.addLast(new ProxyProtocol(gate));
    }
    Supplier<SslContext> tls = protocols.tls();
    if (tls != null) {
      SslHandler handshake = tls.get().newHandler(channel.alloc());
      handshake.setHandshakeTimeoutMillis(TLS_HANDSHAKE.toMillis());
      pipeline.addLast(new TlsRecordGate(() -> handshake.handshakeFuture().isSuccess()), handshake);
    }
    if (!protocols.http2()) {
      serve(pipeline, false);
    } else if (tls != null) {
      pipeline.addLast(new Alpn((ctx, isHttp2) -> serve(ctx.pipeline(), isHttp2)));
    } else {
      pipeline.addLast(
          new PriorKnowledge(
              limits.times().firstByte(), (ctx, isHttp2) -> serve(ctx.pipeline(), isHttp2)));
    }
  }

  private void serve(ChannelPipeline pipeline, boolean isHttp2) {
    SslHandler handshake = pipeline.get(SslHandler.class);
    RequestHandler served =
        handshake == null || protocols.anyHost()
            ? handler
            : new CertificateGate(handler, handshake.engine());
    if (isHttp2) {
      MediaStoreNetty.configureHttp2(pipeline, workers, served, limits);
      return;
    }
    pipeline.addLast(MediaStoreNetty.codec(limits));
    if (workers == null) {
      MediaStoreNetty.configure(pipeline, served, limits);
    } else {
      MediaStoreNetty.configure(pipeline, workers, served, limits);
    }
  }
}
