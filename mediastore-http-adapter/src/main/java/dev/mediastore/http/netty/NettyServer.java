// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.RequestHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small server of HTTP/1.1 and HTTP/2 around a {@link RequestHandler}, for those who have none of
 * their own. Safe for any thread.
 *
 * <pre>{@code
 * try (NettyServer server = NettyServer.builder(handler).port(0).start()) {
 *   URI endpoint = URI.create("http://localhost:" + server.port());
 * }
 * }</pre>
 *
 * <p>All threads are daemons. Of the transports of Linux, io_uring is used where {@code
 * netty-transport-native-io_uring} of Netty 4.2 is on the class path and the system permits it,
 * else epoll where {@code netty-transport-native-epoll} is.
 *
 * @since 0.1
 */
public final class NettyServer implements AutoCloseable {
  private final Channel listener;
  private final ChannelGroup connections;
  private final ConnectionGate gate;
  private final Duration grace;
  private final @Nullable EventLoopGroup ownLoops;
  private final @Nullable EventExecutorGroup ownWorkers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NettyServer(
      Channel listener,
      ChannelGroup connections,
      ConnectionGate gate,
      Duration grace,
      @Nullable EventLoopGroup ownLoops,
      @Nullable EventExecutorGroup ownWorkers) {
    this.listener = listener;
    this.connections = connections;
    this.gate = gate;
    this.grace = grace;
    this.ownLoops = ownLoops;
    this.ownWorkers = ownWorkers;
  }

  /** Starts to describe a server that answers with {@code handler}. */
  public static Builder builder(RequestHandler handler) {
    return new Builder(handler);
  }

  /** The address it listens on. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** The port it listens on. */
  public int port() {
    return address().getPort();
  }

  /** How many connections are open. */
  public int connectionCount() {
    return connections.size();
  }

  /** How many connections were refused so far for their {@link ConnectionLimits}. */
  public long refusedConnectionCount() {
    return gate.refusedCount();
  }

  /**
   * Stops accepting, lets requests in progress finish within the grace time, breaks off the rest,
   * and gives all threads back. Blocks until then; not to be called on an event loop. Idempotent.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listener.close().awaitUninterruptibly();
    connections.forEach(connection -> MediaStoreNetty.drain(connection.pipeline()));
    if (!connections.newCloseFuture().awaitUninterruptibly(grace.toMillis())) {
      connections.forEach(NettyServer::reset);
      connections.newCloseFuture().awaitUninterruptibly(grace.toMillis());
    }
    shutDown(ownWorkers);
    shutDown(ownLoops);
  }

  /** On its own loop: elsewhere its descriptor could be that of another connection meanwhile. */
  private static void reset(Channel connection) {
    try {
      connection.eventLoop().execute(() -> resetHere(connection));
    } catch (RejectedExecutionException e) {
      // The embedder has ended the loops, and with them their connections.
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The group's close future is waited for.
  private static void resetHere(Channel connection) {
    ConnectionEnd.dropUnsentOnClose(connection);
    connection.close();
  }

  private static void shutDown(@Nullable EventExecutorGroup group) {
    if (group != null) {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  /**
   * Describes a server. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private static final int READ_BYTES = 64 * 1024;

    private final RequestHandler handler;
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private NettyLimits limits = NettyLimits.defaults();
    private ConnectionLimits connectionLimits = ConnectionLimits.defaults();
    private Duration grace = Duration.ofSeconds(5);
    private int threads = Runtime.getRuntime().availableProcessors();
    private int workerThreads = 16;
    private String name = "mediastore";
    private boolean http2 = isHttp2There();
    private boolean anyHost;
    private @Nullable Supplier<SslContext> tls;
    private Predicate<InetSocketAddress> proxies = peer -> false;
    private @Nullable Path certificate;
    private @Nullable Path key;
    private @Nullable Transport shared;
    private @Nullable EventExecutorGroup sharedWorkers;

    private Builder(RequestHandler handler) {
      this.handler = Objects.requireNonNull(handler, "handler");
    }

    /** Listens on {@code port} of the address set so far; 0, the default, takes any free one. */
    public Builder port(int port) {
      address = new InetSocketAddress(address.getAddress(), port);
      return this;
    }

    /** Listens on {@code address}; the default is the loopback address and any free port. */
    public Builder address(InetSocketAddress address) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("address cannot be resolved: " + address.getHostName());
      }
      this.address = address;
      return this;
    }

    /** Speaks TLS. */
    public Builder tls(SslContext context) {
      Objects.requireNonNull(context, "context");
      return tls(() -> context);
    }

    /**
     * Speaks TLS. {@code context} is asked for every new connection, so that a renewed certificate
     * takes effect without a restart.
     */
    public Builder tls(Supplier<SslContext> context) {
      this.tls = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Speaks TLS with a certificate from files, which are read again when they change: a renewed
     * certificate takes effect for new connections within seconds, one that cannot be used changes
     * nothing. HTTP/2 is offered if it is {@linkplain #http2 on}. The native engine is used where
     * {@code netty-tcnative} is on the class path, and is about twice as fast as the JDK's.
     *
     * @param certificate PEM file of the certificate and its chain
     * @param key PEM file of its PKCS #8 key, without a password
     */
    public Builder tls(Path certificate, Path key) {
      this.certificate = Objects.requireNonNull(certificate, "certificate");
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * Whether a connection with TLS may carry requests for hosts that its certificate does not
     * list. The default is no: they are answered 421, so that a container is reached by its host
     * only through a connection made to that host. To be switched on behind a proxy that connects
     * under one name and passes on another.
     */
    public Builder anyHost(boolean allowed) {
      this.anyHost = allowed;
      return this;
    }

    /**
     * Whether to speak HTTP/2 to those who ask for it: by ALPN, if the TLS context offers it, or
     * with their first bytes where there is no TLS. The default is yes if {@code netty-codec-http2}
     * is on the class path.
     *
     * @throws IllegalStateException if it is not, and {@code on} is true
     */
    public Builder http2(boolean on) {
      if (on && !isHttp2There()) {
        throw new IllegalStateException("HTTP/2 needs netty-codec-http2");
      }
      this.http2 = on;
      return this;
    }

    /**
     * Expects the PROXY protocol, version 1 or 2, from these peers: each of their connections must
     * begin with a header, and the client it names is the peer of its requests. Others are served
     * without, and a header of theirs is no request. The default is nobody.
     *
     * <p>Whether the client came over TLS is not taken from it.
     *
     * @param ranges addresses or ranges such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if one of them is none
     */
    public Builder proxyProtocol(String... ranges) {
      List<IpSubnetFilterRule> rules = Stream.of(ranges).map(Builder::range).toList();
      proxies = peer -> rules.stream().anyMatch(rule -> rule.matches(peer));
      return this;
    }

    private static IpSubnetFilterRule range(String text) {
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
      if (bytes == null) {
        throw new IllegalArgumentException("no address or range: " + text);
      }
      int bits =
          slash < 0 ? 8 * bytes.length : Integer.parseInt(text, slash + 1, text.length(), 10);
      return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    /** Replaces the default limits. */
    public Builder limits(NettyLimits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** Replaces the default numbers of connections. */
    public Builder connectionLimits(ConnectionLimits limits) {
      this.connectionLimits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** How long {@link NettyServer#close} waits for requests in progress; the default is 5 s. */
    public Builder grace(Duration grace) {
      if (grace.isNegative()) {
        throw new IllegalArgumentException("grace is " + grace);
      }
      this.grace = grace;
      return this;
    }

    /** Number of event loop threads; the default is the number of processors. */
    public Builder threads(int threads) {
      this.threads = positive("threads", threads);
      return this;
    }

    /** Number of threads for a handler that may block; the default is 16. */
    public Builder workerThreads(int threads) {
      this.workerThreads = positive("workerThreads", threads);
      return this;
    }

    /** First part of the names of the server's threads; the default is {@code mediastore}. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Runs on event loops of the embedder's, which the server will not shut down.
     *
     * @param channel kind of server channel that runs on {@code loops}
     */
    public Builder eventLoops(EventLoopGroup loops, Class<? extends ServerChannel> channel) {
      this.shared = new Transport(loops, channel);
      return this;
    }

    /** Runs a handler that may block on the embedder's threads, which stay the embedder's. */
    public Builder workers(EventExecutorGroup workers) {
      this.sharedWorkers = Objects.requireNonNull(workers, "workers");
      return this;
    }

    /**
     * Binds the address and begins to answer.
     *
     * @throws IOException if the address cannot be bound, or certificate files cannot be used
     */
    public NettyServer start() throws IOException {
      MediaStoreNetty.checkVersion();
      if (certificate != null && key != null) {
        tls = new CertificateFiles(certificate, key, http2, System::nanoTime);
      }
      Transport transport = shared != null ? shared : Transport.create(name + "-netty", threads);
      EventLoopGroup ownLoops = shared == null ? transport.loops() : null;
      EventExecutorGroup ownWorkers =
          handler.mayBlock() && sharedWorkers == null
              ? new DefaultEventExecutorGroup(
                  workerThreads, new DefaultThreadFactory(name + "-worker", true))
              : null;
      EventExecutorGroup workers = ownWorkers != null ? ownWorkers : sharedWorkers;
      ChannelGroup connections = new DefaultChannelGroup(name, GlobalEventExecutor.INSTANCE, true);
      ConnectionGate gate = new ConnectionGate(connectionLimits, proxies, System::nanoTime);
      ConnectionInitializer.Protocols protocols =
          new ConnectionInitializer.Protocols(tls, http2, anyHost, proxies);
      ConnectionInitializer initializer =
          new ConnectionInitializer(handler, workers, protocols, limits, gate, connections);
      ChannelFuture bound =
          bootstrap(transport, gate, initializer).bind(address).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        shutDown(ownWorkers);
        shutDown(ownLoops);
        throw new IOException("cannot listen on " + address, bound.cause());
      }
      return new NettyServer(bound.channel(), connections, gate, grace, ownLoops, ownWorkers);
    }

    private static ServerBootstrap bootstrap(
        Transport transport, ConnectionGate gate, ConnectionInitializer initializer) {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(transport.loops())
              .channel(transport.channel())
              .option(ChannelOption.SO_BACKLOG, 1024)
              .option(ChannelOption.SO_REUSEADDR, true)
              .handler(gate)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(
                  ChannelOption.WRITE_BUFFER_WATER_MARK,
                  new WriteBufferWaterMark(READ_BYTES, 4 * READ_BYTES))
              .childHandler(initializer);
      transport.options().accept(bootstrap);
      return bootstrap;
    }

    private static boolean isHttp2There() {
      try {
        Class.forName("io.netty.handler.codec.http2.Http2ConnectionHandler");
        return true;
      } catch (ClassNotFoundException e) {
        return false; // The optional artifact is not on the class path.
      }
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
      }
      return value;
    }
  }
}
