// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a proxy, or of the origin behind it, would have to be. Never decides
 * anything: the fields of peers that are not trusted are read here to explain a refusal only.
 * Immutable.
 */
final class ProxyHints {
  private static final int MAX_HOST_CHARACTERS = 260;

  private final TrustedProxies trusted;
  private final Endpoints endpoints;

  ProxyHints(TrustedProxies trusted, Endpoints endpoints) {
    this.trusted = trusted;
    this.endpoints = endpoints;
  }

  /** The hosts that header fields claim the client asked for, whoever wrote them. */
  Set<String> saidHosts(RequestHead head) {
    Set<String> hosts = new LinkedHashSet<>();
    String field = head.headers().first("X-Forwarded-Host");
    if (field != null) {
      for (String host : List.of(field.split(",", 8))) {
        add(hosts, host.strip());
      }
    }
    forwarded(head).forEach(element -> add(hosts, element.value("host")));
    return hosts;
  }

  private static void add(Set<String> hosts, @Nullable String host) {
    if (host != null && host.length() <= MAX_HOST_CHARACTERS && Authority.parse(host).isPresent()) {
      hosts.add(host);
    }
  }

  private static List<ForwardedElement> forwarded(RequestHead head) {
    try {
      return ForwardedElement.parse(head.headers().all("Forwarded"));
    } catch (ServiceException malformed) {
      return List.of();
    }
  }

  /** The hosts this origin is known by. */
  Set<String> knownHosts() {
    Set<String> hosts = new LinkedHashSet<>();
    endpoints.publicUrl().ifPresent(url -> hosts.add(url.getRawAuthority()));
    endpoints.hosts().stream().sorted().limit(8).forEach(hosts::add);
    return hosts;
  }

  /** What to do about a host that does not arrive as it was signed. */
  String aboutHost(RequestHead head, boolean said) {
    String keep =
        "Something between client and origin rewrites the host: let it keep the client's (nginx:"
            + " proxy_set_header Host $http_host; Apache: ProxyPreserveHost On)";
    return said ? keep + ", or " + trustAdvice(head) : keep + ".";
  }

  private static String trustAdvice(RequestHead head) {
    String method =
        head.headers().contains("X-Forwarded-Host") ? "sendingXForwarded" : "sendingForwarded";
    InetAddress peer = head.peer().getAddress();
    String address = peer == null ? "its address" : peer.getHostAddress();
    return "trust what it says: trustedProxies(TrustedProxies." + method + "('" + address + "')).";
  }

  /** What forwarding fields say that was not listened to, and matters for conditions. */
  @Nullable String aboutConditions(RequestHead head) {
    if (trusted.trusts(head.peer().getAddress())) {
      return null;
    }
    boolean xForwarded =
        head.headers().contains("X-Forwarded-For") || head.headers().contains("X-Forwarded-Proto");
    if (!xForwarded && !head.headers().contains("Forwarded")) {
      return null;
    }
    String method = xForwarded ? "sendingXForwarded" : "sendingForwarded";
    InetAddress peer = head.peer().getAddress();
    String address = peer == null ? "an unknown peer" : peer.getHostAddress();
    return "The request was judged as coming from "
        + address
        + (head.secure() ? " over TLS" : " without TLS")
        + ": what it says in forwarding headers does not count. If that is your proxy:"
        + " trustedProxies(TrustedProxies."
        + method
        + "('"
        + address
        + "')).";
  }
}
