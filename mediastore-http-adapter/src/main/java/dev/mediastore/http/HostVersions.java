// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The oldest versions of servers that tell requests apart as those in front of them do. An older
 * one works, but behind a proxy a request of one client may be hidden in that of another. Host
 * adapters look their server up as they start. Safe for any thread.
 *
 * @since 0.1
 */
public final class HostVersions {
  private static final Logger LOG = LoggerFactory.getLogger(HostVersions.class);

  /** Name and version as servers say them: {@code jetty/12.0.36}, {@code Undertow - 2.3.26}. */
  private static final Pattern SERVER =
      Pattern.compile(
          "(jetty|Apache Tomcat|Undertow|Netty)[ /-]+(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})\\b.*");

  /** Of each server the lines it has, oldest first; a line that is not here is newer than these. */
  private static final List<Oldest> TABLE =
      List.of(
          new Oldest("jetty", 12, 0, 33, "quoted chunk extensions (CVE-2026-2332)"),
          new Oldest("jetty", 12, 1, 7, "quoted chunk extensions (CVE-2026-2332)"),
          new Oldest("Apache Tomcat", 10, 1, 53, "invalid chunk extensions (CVE-2026-24880)"),
          new Oldest("Apache Tomcat", 11, 0, 20, "invalid chunk extensions (CVE-2026-24880)"),
          new Oldest("Undertow", 2, 3, 25, "ends and blanks of heads (CVE-2026-28367 to 28369)"),
          new Oldest("Undertow", 2, 4, 0, "ends and blanks of heads (CVE-2026-28367 to 28369)"),
          new Oldest("Netty", 4, 1, 132, "quoted chunk extensions in its codec (CVE-2026-33870)"),
          new Oldest("Netty", 4, 2, 10, "quoted chunk extensions in its codec (CVE-2026-33870)"));

  private HostVersions() {}

  /** The oldest good version of a line of versions, and what is wrong with those before it. */
  private record Oldest(String server, int major, int minor, int micro, String flaw) {
    int line() {
      return major << 16 | minor;
    }

    String advice(String found) {
      return String.format(
          Locale.ROOT,
          "%s reads %s otherwise than other servers; take %d.%d.%d or newer",
          found,
          flaw,
          major,
          minor,
          micro);
    }
  }

  /**
   * Logs a warning if this server is one of the versions that read requests otherwise than others.
   *
   * @param server name and version, as the server says them
   */
  public static void check(String server) {
    LOG.debug("served by {}", server);
    advice(server).ifPresent(LOG::warn);
  }

  static Optional<String> advice(String server) {
    Matcher parts = SERVER.matcher(server);
    if (!parts.matches()) {
      return Optional.empty(); // Somebody else's, about which we know nothing.
    }
    int line = Integer.parseInt(parts.group(2)) << 16 | Integer.parseInt(parts.group(3));
    int micro = Integer.parseInt(parts.group(4));
    List<Oldest> lines = TABLE.stream().filter(row -> row.server().equals(parts.group(1))).toList();
    Predicate<Oldest> older =
        row -> row.line() == line ? micro < row.micro() : line < lines.get(0).line();
    return lines.stream().filter(older).findFirst().map(row -> row.advice(parts.group()));
  }
}
