// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.IpLiteral;
import dev.mediastore.http.RequestHead;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** The servlet container's view of a request as ours. */
final class Translation {
  /** Stands for peers without an Internet address, such as those of a Unix domain socket. */
  private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  private record Known(String literal, InetAddress address) {}

  /** The address that was read last: a CDN or a test asks again and again from the same one. */
  private static volatile @Nullable Known latest;

  private Translation() {}

  /**
   * The head of {@code request}.
   *
   * @param peer what {@link #peer} said of it: containers make the address anew each time
   */
  static RequestHead head(HttpServletRequest request, InetSocketAddress peer) {
    String query = request.getQueryString();
    HttpVersion version = version(request);
    return new RequestHead(
        request.getMethod(),
        query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query,
        version,
        headers(request, version),
        peer,
        request.isSecure());
  }

  static HttpVersion version(HttpServletRequest request) {
    return switch (request.getProtocol()) {
      case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
      case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
      default -> HttpVersion.HTTP_2;
    };
  }

  private static Headers headers(HttpServletRequest request, HttpVersion version) {
    Headers.Builder headers = Headers.builder();
    if (version == HttpVersion.HTTP_2 && request.getHeader("Host") == null) {
      headers.add("Host", authority(request)); // Some containers keep :authority to themselves.
    }
    for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
      String name = names.nextElement();
      for (Enumeration<String> of = request.getHeaders(name); of.hasMoreElements(); ) {
        headers.add(name, of.nextElement().strip());
      }
    }
    return headers.build();
  }

  private static String authority(HttpServletRequest request) {
    int port = request.getServerPort();
    boolean usual = port == (request.getScheme().equals("https") ? 443 : 80);
    return usual ? request.getServerName() : request.getServerName() + ':' + port;
  }

  static InetSocketAddress peer(HttpServletRequest request) {
    String literal = request.getRemoteAddr();
    Known known = latest;
    if (known != null && known.literal().equals(literal)) {
      return new InetSocketAddress(known.address(), request.getRemotePort());
    }
    InetAddress address = literal == null ? null : address(literal);
    if (literal == null || address == null) {
      return NOWHERE;
    }
    latest = new Known(literal, address);
    return new InetSocketAddress(address, request.getRemotePort());
  }

  /**
   * What a container calls an address may come from a header. A name is none: whoever sent it must
   * not make us ask a name server for it. The zone of a link is left out.
   */
  private static @Nullable InetAddress address(String literal) {
    boolean bracketed = literal.startsWith("[") && literal.endsWith("]");
    String bare = bracketed ? literal.substring(1, literal.length() - 1) : literal;
    int zone = bare.indexOf('%');
    return IpLiteral.parse(zone < 0 ? bare : bare.substring(0, zone)).orElse(null);
  }

  /**
   * Whether the raw path lies where the container believes it does. Containers choose a servlet by
   * the decoded and normalised path; the service acts on the raw one, and both have to agree on
   * which part of it belongs to whom.
   */
  static boolean isPathConsistent(HttpServletRequest request) {
    String prefix = prefix(request);
    String path = request.getRequestURI();
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  private static String prefix(HttpServletRequest request) {
    @Nullable MappingMatch match = request.getHttpServletMapping().getMappingMatch();
    if (match != MappingMatch.PATH) {
      return request.getContextPath();
    }
    return request.getContextPath() + request.getServletPath();
  }
}
