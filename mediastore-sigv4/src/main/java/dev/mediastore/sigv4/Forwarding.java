// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proxies in front say they changed. Anybody can send these headers, so they serve to explain
 * a refusal and for nothing else. Immutable.
 *
 * @param hosts hosts the client may have named, each with the header it was found in
 * @param prefix what may have been taken off the path, null if no header says so
 */
record Forwarding(List<Host> hosts, @Nullable String prefix) {
  static final Forwarding NONE = new Forwarding(List.of(), null);

  /** More would cost time and explain nothing. */
  private static final int MOST_HOSTS = 8;

  private static final String HOST_PARAMETER = "host=";

  /** A host and the header it was found in. */
  record Host(String name, String header) {}

  static Forwarding of(RequestView request) {
    List<Host> hosts = new ArrayList<>();
    String prefix = null;
    String port = null;
    for (int i = 0; i < request.headerCount(); i++) {
      String name = request.headerName(i);
      if (HeaderNames.equal("x-forwarded-host", name)
          || HeaderNames.equal("x-original-host", name)) {
        addItems(request.headerValue(i), name, hosts);
      } else if (HeaderNames.equal("forwarded", name)) {
        addParameters(request.headerValue(i), name, hosts);
      } else if (HeaderNames.equal("x-forwarded-port", name)) {
        port = HeaderLines.trimmed(request.headerValue(i));
      } else if (HeaderNames.equal("x-forwarded-prefix", name)) {
        prefix = HeaderLines.trimmed(request.headerValue(i));
      }
    }
    return hosts.isEmpty() && prefix == null ? NONE : new Forwarding(withPort(hosts, port), prefix);
  }

  private static void addItems(String value, String header, List<Host> hosts) {
    for (String item : value.split(",", MOST_HOSTS + 1)) {
      add(item, header, hosts);
    }
  }

  /** Finds the hosts in a {@code Forwarded} value (RFC 7239), quoted or not. */
  private static void addParameters(String value, String header, List<Host> hosts) {
    String lower = PayloadField.lower(value);
    for (int at = lower.indexOf(HOST_PARAMETER);
        at >= 0 && hosts.size() < MOST_HOSTS;
        at = lower.indexOf(HOST_PARAMETER, at + 1)) {
      int from = at + HOST_PARAMETER.length();
      int to = from;
      while (to < value.length() && value.charAt(to) != ';' && value.charAt(to) != ',') {
        to++;
      }
      add(value.substring(from, to).replace("\"", ""), header, hosts);
    }
  }

  private static void add(String item, String header, List<Host> hosts) {
    String host = HeaderLines.trimmed(item);
    if (!host.isEmpty() && hosts.size() < MOST_HOSTS) {
      hosts.add(new Host(host, header));
    }
  }

  /** A port that is told apart may have been part of the host. */
  private static List<Host> withPort(List<Host> hosts, @Nullable String port) {
    List<Host> all = new ArrayList<>(hosts);
    if (port != null) {
      hosts.forEach(host -> all.add(new Host(host.name() + ":" + port, host.header())));
    }
    return List.copyOf(all);
  }
}
