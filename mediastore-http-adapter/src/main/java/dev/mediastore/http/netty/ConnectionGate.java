// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in the pipeline of a listener and resets what it accepts beyond {@link ConnectionLimits}:
 * there a connection has cost a descriptor and no more, no event loop knows of it yet. Safe for any
 * thread; connections may be counted for several listeners together.
 */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // The channel itself keeps who listens for its end.
final class ConnectionGate extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);
  private static final long LOG_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final ConnectionLimits limits;
  private final Predicate<InetSocketAddress> proxies;
  private final LongSupplier nanoTime;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<Long, Integer> openByNetwork = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong nextLog;

  /**
   * Makes a gate.
   *
   * @param proxies peers that will name their clients
   */
  ConnectionGate(
      ConnectionLimits limits, Predicate<InetSocketAddress> proxies, LongSupplier nanoTime) {
    this.limits = limits;
    this.proxies = proxies;
    this.nanoTime = nanoTime;
    this.nextLog = new AtomicLong(nanoTime.getAsLong());
  }

  /** How many connections were refused so far. */
  long refusedCount() {
    return refused.get();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Channel connection && !admit(connection)) {
      ConnectionEnd.dropUnsentOnClose(connection);
      connection.unsafe().closeForcibly();
      return;
    }
    ctx.fireChannelRead(message);
  }

  private boolean admit(Channel connection) {
    if (open.incrementAndGet() > limits.total()) {
      open.decrementAndGet();
      refuse("in all", limits.total());
      return false;
    }
    if (connection.remoteAddress() instanceof InetSocketAddress peer
        && !peer.getAddress().isLoopbackAddress()
        && !proxies.test(peer)
        && !admitClient(connection, peer)) {
      open.decrementAndGet();
      return false;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    return true;
  }

  /**
   * Counts a connection for the address of its client until it is closed; called once for each, as
   * soon as the client is known.
   *
   * @return whether it may stay; if not, closing it is up to the caller
   */
  boolean admitClient(Channel connection, InetSocketAddress client) {
    Long network = network(client.getAddress());
    if (openByNetwork.merge(network, 1, Integer::sum) > limits.perAddress()) {
      leave(network);
      refuse("of one address", limits.perAddress());
      return false;
    }
    connection.closeFuture().addListener(closed -> leave(network));
    return true;
  }

  private void leave(Long network) {
    openByNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }

  /** The first 64 bits; an address of IPv4 takes the place of networks that are given to nobody. */
  private static long network(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? bytes.getLong()
        : Integer.toUnsignedLong(bytes.getInt());
  }

  private void refuse(String which, int most) {
    long count = refused.incrementAndGet();
    long now = nanoTime.getAsLong();
    long due = nextLog.get();
    if (now - due >= 0 && nextLog.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
      LOG.warn("connections are refused beyond {} {}; {} so far", most, which, count);
    }
  }
}
