// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word counts about where a request came from, whether it came over TLS and for
 * which host. Immutable.
 *
 * <pre>{@code
 * MediaStoreHttp.builder(store)
 *     .trustedProxies(TrustedProxies.sendingXForwarded("10.0.0.0/8", "2001:db8:1::/48"))
 * }</pre>
 *
 * <p>Anybody can send these header fields. They count only if the connected peer is in a trusted
 * range, and of one family only, which has to be named here: a proxy passes the fields that it does
 * not know on as a stranger wrote them. The list of hops is read from its end, the part that the
 * nearest proxy wrote, and no further than the first hop that is not trusted; what stands before it
 * is a stranger's claim. From then on the request is one from that hop:
 *
 * <ul>
 *   <li>its address is the one that policies ({@code aws:SourceIp}) and logs see;
 *   <li>it came over TLS ({@code aws:SecureTransport}) if its proxy says {@code https}; a proxy
 *       that names a client without naming the protocol counts as plain HTTP;
 *   <li>its {@code Host} is the one the proxy names, if it names one: the container is chosen by
 *       it, and the signature has to cover it.
 * </ul>
 *
 * <p>A value from a trusted peer that cannot be understood refuses the request with 400: guessing
 * could let somebody in. So does a hop without an IP address ({@code unknown}, {@code _hidden}).
 *
 * <p>The proxies must set or append to all fields of their family, never pass on what they
 * received. A list of {@code X-Forwarded-Proto} or {@code X-Forwarded-Host} has one value or as
 * many as {@code X-Forwarded-For}.
 *
 * @since 0.1
 */
public final class TrustedProxies {
  private static final TrustedProxies NONE = new TrustedProxies(new String[0], Family.X_FORWARDED);
  private static final String FORWARDED = "Forwarded";
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";

  /** More hops than any chain of proxies has. */
  private static final int MAX_HOPS = 64;

  private enum Family {
    FORWARDED,
    X_FORWARDED
  }

  private final List<AddressRange> ranges;
  private final Family family;

  private TrustedProxies(String[] ranges, Family family) {
    this.ranges = Arrays.stream(ranges).map(AddressRange::parse).toList();
    this.family = family;
  }

  /** Nobody: what header fields say about the origin of a request counts for nothing. */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * Trusts the field {@code Forwarded} (RFC 7239) of these peers.
   *
   * @param ranges addresses or ranges such as {@code 10.0.0.0/8}
   * @throws IllegalArgumentException if one of them is none
   */
  public static TrustedProxies sendingForwarded(String... ranges) {
    return new TrustedProxies(ranges, Family.FORWARDED);
  }

  /**
   * Trusts the fields {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code
   * X-Forwarded-Host} of these peers.
   *
   * @param ranges addresses or ranges such as {@code 10.0.0.0/8}
   * @throws IllegalArgumentException if one of them is none
   */
  public static TrustedProxies sendingXForwarded(String... ranges) {
    return new TrustedProxies(ranges, Family.X_FORWARDED);
  }

  /** Whether a peer's word counts. */
  boolean trusts(@Nullable InetAddress address) {
    if (address == null) {
      return false;
    }
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The request as the nearest hop that is not trusted sent it.
   *
   * @return {@code head} itself unless a trusted peer says otherwise
   * @throws ServiceException if a trusted peer says something that cannot be understood
   */
  RequestHead resolve(RequestHead head) {
    if (ranges.isEmpty() || !trusts(head.peer().getAddress())) {
      return head;
    }
    Hop hop =
        family == Family.FORWARDED
            ? forwarded(head.headers(), head.peer().getAddress())
            : xForwarded(head.headers(), head.peer().getAddress());
    return hop == null ? head : hop.apply(head);
  }

  /**
   * The request at the hop where trust ends.
   *
   * @param named whether the proxy speaks of a client at all
   * @param proto null if the proxy does not say
   * @param host null if the proxy does not say
   */
  private record Hop(
      InetAddress address, boolean named, @Nullable String proto, @Nullable String host) {

    RequestHead apply(RequestHead head) {
      boolean secure = proto == null ? head.secure() && !named : proto.equals("https");
      Headers headers = host == null ? head.headers() : withHost(head.headers(), host);
      return new RequestHead(
          head.method(),
          head.rawTarget(),
          head.version(),
          headers,
          address.equals(head.peer().getAddress())
              ? head.peer()
              : new InetSocketAddress(address, 0),
          secure);
    }

    /** In its place, so that the order of fields is kept; two hosts stay two and are refused. */
    private static Headers withHost(Headers headers, String host) {
      if (headers.count("Host") == 0) {
        return Headers.builder().addAll(headers).add("Host", host).build();
      }
      Headers.Builder changed = Headers.builder();
      headers.forEach(
          (name, value) -> changed.add(name, name.equalsIgnoreCase("Host") ? host : value));
      return changed.build();
    }
  }

  private @Nullable Hop xForwarded(Headers headers, InetAddress peer) {
    List<String> hops = list(headers, FOR);
    List<String> protos = list(headers, PROTO);
    List<String> hosts = list(headers, HOST);
    if (hops.isEmpty() && protos.isEmpty() && hosts.isEmpty()) {
      return null;
    }
    InetAddress current = peer;
    int next = hops.size() - 1;
    while (next >= 0 && trusts(current)) {
      current = node(FOR, hops.get(next));
      next--;
    }
    int reached = next + 1;
    return new Hop(
        current,
        !hops.isEmpty(),
        proto(PROTO, aligned(PROTO, protos, hops.size(), reached)),
        host(HOST, aligned(HOST, hosts, hops.size(), reached)));
  }

  /** The values of a list that may stand on several lines. */
  private static List<String> list(Headers headers, String name) {
    List<String> lines = headers.all(name);
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> values =
        Arrays.stream(String.join(",", lines).split(",", -1)).map(String::strip).toList();
    if (values.size() > MAX_HOPS) {
      throw malformed(name);
    }
    return values;
  }

  /** The value that belongs to a hop: the only one, or the one at the same place. */
  private static @Nullable String aligned(String name, List<String> values, int hops, int index) {
    if (values.isEmpty()) {
      return null;
    }
    if (values.size() == 1) {
      return values.get(0);
    }
    if (values.size() != hops) {
      throw malformed(name);
    }
    return values.get(index);
  }

  private @Nullable Hop forwarded(Headers headers, InetAddress peer) {
    List<ForwardedElement> elements = ForwardedElement.parse(headers.all(FORWARDED));
    if (elements.isEmpty()) {
      return null;
    }
    InetAddress current = peer;
    int next = elements.size() - 1;
    ForwardedElement reached = elements.get(next);
    while (next >= 0 && trusts(current)) {
      reached = elements.get(next);
      String node = reached.value("for");
      if (node == null) {
        break; // The proxy keeps its client to itself; all that is known of it is its proxy.
      }
      current = node(FORWARDED, node);
      next--;
    }
    return new Hop(
        current,
        true,
        proto(FORWARDED, reached.value("proto")),
        host(FORWARDED, reached.value("host")));
  }

  /** {@code address}, {@code address:port}, {@code [address]} or {@code [address]:port}. */
  private static InetAddress node(String field, String text) {
    String address = text;
    String port = "";
    int bracket = text.indexOf(']');
    int colon = text.indexOf(':');
    if (text.startsWith("[") && bracket > 0) {
      address = text.substring(1, bracket);
      port = text.substring(bracket + 1);
      if (address.indexOf(':') < 0) {
        throw malformed(field);
      }
    } else if (colon >= 0 && colon == text.lastIndexOf(':')) {
      address = text.substring(0, colon);
      port = text.substring(colon);
    } else if (colon >= 0 && field.equals(FORWARDED)) {
      throw malformed(field); // An IPv6 address stands in brackets there.
    }
    if (!port.isEmpty() && !isPort(port)) {
      throw malformed(field);
    }
    return IpLiteral.parse(address).orElseThrow(() -> malformed(field));
  }

  private static boolean isPort(String withColon) {
    String digits = withColon.substring(1);
    return withColon.charAt(0) == ':'
        && digits.length() <= 5
        && Ascii.isNumber(digits)
        && Integer.parseInt(digits) <= 65_535;
  }

  private static @Nullable String proto(String field, @Nullable String value) {
    if (value == null) {
      return null;
    }
    String proto = value.toLowerCase(Locale.ROOT);
    if (!proto.equals("http") && !proto.equals("https")) {
      throw malformed(field);
    }
    return proto;
  }

  private static @Nullable String host(String field, @Nullable String value) {
    if (value != null && Authority.parse(value).isEmpty()) {
      throw malformed(field);
    }
    return value;
  }

  static ServiceException malformed(String field) {
    return new ServiceException(
            ServiceError.VALIDATION, "The header " + field + " of a trusted proxy is malformed.")
        .closing();
  }

  /** The number of ranges only. */
  @Override
  public String toString() {
    return "TrustedProxies[" + ranges.size() + " ranges, " + family + ']';
  }
}
