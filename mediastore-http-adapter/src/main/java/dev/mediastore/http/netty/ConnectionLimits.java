// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

/**
 * How many connections a server holds at once. Immutable. One more is reset as it is accepted,
 * before anything is read or answered.
 *
 * <p>An address of IPv6 counts with all that share its first 64 bits, since whoever has one of them
 * mostly has all. Peers on the loopback address count among all connections only: who comes from
 * the same machine is a proxy in front, and stands for many clients. Proxies on other machines do
 * so too; where they speak the {@linkplain NettyServer.Builder#proxyProtocol PROXY protocol}, the
 * clients that they name are counted in their place, and otherwise {@code perAddress} belongs above
 * what one of them opens.
 *
 * @param total all connections, at least 1
 * @param perAddress those of one address, at least 1
 * @since 0.1
 */
public record ConnectionLimits(int total, int perAddress) {
  private static final ConnectionLimits DEFAULTS = new ConnectionLimits(10_000, 1_000);

  /** Checks the ranges. */
  public ConnectionLimits {
    if (total < 1 || perAddress < 1) {
      throw new IllegalArgumentException(
          "total and perAddress are " + total + " and " + perAddress + ", must be at least 1");
    }
  }

  /** 10,000 in all, 1,000 of one address. */
  public static ConnectionLimits defaults() {
    return DEFAULTS;
  }
}
