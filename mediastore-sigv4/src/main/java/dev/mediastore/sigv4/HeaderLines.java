// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header lines of a request that matter to a signature, found in one pass. Used by one thread
 * at a time and then reused.
 */
final class HeaderLines {
  static final int ABSENT = -1;

  private static final String AMZ_PREFIX = "x-amz-";

  private final int limit;
  private boolean[] covered = new boolean[32];

  /** The names as received: asking the request for each once is enough. */
  private String[] names = new String[32];

  private int count;

  int authority;
  int host;
  int authorization;
  int date;
  int amzDate;
  int contentLength;

  /** Whether a {@code Content-Encoding} line says that the body is framed. */
  boolean framing;

  int contentSha256;
  int securityToken;
  int regionSet;
  int decodedLength;
  int trailer;

  HeaderLines(int limit) {
    this.limit = limit;
  }

  void locate(RequestView request) throws Refusal {
    count = request.headerCount();
    if (count > limit) {
      throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "The request has too many header lines");
    }
    forget();
    for (int i = 0; i < count; i++) {
      String name = request.headerName(i);
      names[i] = name;
      if (name.length() <= 12) {
        locateShort(name, i);
      } else if (isAmz(name)) {
        locateAmz(name, i);
      } else {
        locateLong(request, name, i);
      }
    }
    requireOneAuthority(request);
  }

  int count() {
    return count;
  }

  String name(int line) {
    return names[line];
  }

  private void forget() {
    if (covered.length < count) {
      covered = new boolean[count];
      names = new String[count];
    } else {
      Arrays.fill(covered, 0, count, false);
    }
    authority = ABSENT;
    host = ABSENT;
    authorization = ABSENT;
    date = ABSENT;
    amzDate = ABSENT;
    contentLength = ABSENT;
    framing = false;
    contentSha256 = ABSENT;
    securityToken = ABSENT;
    regionSet = ABSENT;
    decodedLength = ABSENT;
    trailer = ABSENT;
  }

  private void locateShort(String name, int line) throws Refusal {
    if (HeaderNames.equal("host", name)) {
      host = only(host, line, name);
    } else if (HeaderNames.equal("date", name)) {
      date = only(date, line, name);
    } else if (HeaderNames.equal("x-amz-date", name)) {
      amzDate = only(amzDate, line, name);
    } else if (HeaderNames.equal(":authority", name)) {
      authority = only(authority, line, name);
    }
  }

  private void locateAmz(String name, int line) throws Refusal {
    if (HeaderNames.equal("x-amz-content-sha256", name)) {
      contentSha256 = only(contentSha256, line, name);
    } else if (HeaderNames.equal("x-amz-security-token", name)) {
      securityToken = only(securityToken, line, name);
    } else if (HeaderNames.equal("x-amz-region-set", name)) {
      regionSet = only(regionSet, line, name);
    } else if (HeaderNames.equal("x-amz-decoded-content-length", name)) {
      decodedLength = only(decodedLength, line, name);
    } else if (HeaderNames.equal("x-amz-trailer", name)) {
      trailer = only(trailer, line, name);
    }
  }

  private void locateLong(RequestView request, String name, int line) throws Refusal {
    if (HeaderNames.equal("authorization", name)) {
      authorization = only(authorization, line, name);
    } else if (HeaderNames.equal("content-length", name)) {
      contentLength = only(contentLength, line, name);
    } else if (HeaderNames.equal("content-encoding", name)) {
      framing |= PayloadField.namesFraming(request.headerValue(line));
    }
  }

  private static int only(int known, int line, String name) throws Refusal {
    if (known != ABSENT) {
      throw new Refusal(
          SigV4Error.AMBIGUOUS_REQUEST,
          "The request has the header " + PublicText.of(name) + " more than once");
    }
    return line;
  }

  /**
   * Finds the line that stands for a signed name that has none: HTTP/2 spells the host otherwise.
   */
  int aliasOf(String list, int from, int to) {
    if (isRange("host", list, from, to)) {
      return authority;
    }
    return isRange(":authority", list, from, to) ? host : ABSENT;
  }

  private static boolean isRange(String name, String list, int from, int to) {
    return to - from == name.length() && list.startsWith(name, from);
  }

  /** Tells whether the host is among the signed headers. */
  boolean coverHost() {
    return (host != ABSENT && covered[host]) || (authority != ABSENT && covered[authority]);
  }

  private void requireOneAuthority(RequestView request) throws Refusal {
    if (host != ABSENT
        && authority != ABSENT
        && !request.headerValue(host).equals(request.headerValue(authority))) {
      throw new Refusal(
          SigV4Error.AMBIGUOUS_REQUEST, "The request names two hosts: in :authority and in Host");
    }
  }

  /** Notes that a signed header name stands for this line. */
  void cover(int line) {
    covered[line] = true;
  }

  boolean isCovered(int line) {
    return covered[line];
  }

  static @Nullable String value(RequestView request, int line) {
    return line == ABSENT ? null : request.headerValue(line);
  }

  /** Returns the value of a line without the white space around it, null if there is no line. */
  static @Nullable String trimmed(RequestView request, int line) {
    String value = value(request, line);
    return value == null ? null : trimmed(value);
  }

  /** Takes off what the canonical form takes off, so that what is used is what was signed. */
  static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && CanonicalBuffer.isSpace(value.charAt(from))) {
      from++;
    }
    while (to > from && CanonicalBuffer.isSpace(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  static boolean isAmz(String name) {
    return name.length() >= AMZ_PREFIX.length()
        && HeaderNames.regionEqual(AMZ_PREFIX, 0, name, AMZ_PREFIX.length());
  }
}
