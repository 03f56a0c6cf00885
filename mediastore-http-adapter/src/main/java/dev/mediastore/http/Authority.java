// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Locale;
import java.util.Optional;

/**
 * Host and port of a {@code Host} field or an absolute target, normalised one way. Immutable.
 *
 * @param host lower case, without a trailing dot; an IPv6 address keeps its brackets
 * @param port 1 to 65535, or -1 if none is given
 */
record Authority(String host, int port) {
  private static final int MAX_CHARACTERS = 255 + 6;
  private static final int MAX_PORT = 65_535;

  /** Parses {@code host[:port]} (RFC 9110 section 7.2); empty if it is anything else. */
  static Optional<Authority> parse(String text) {
    int colon = text.startsWith("[") ? afterBracket(text) : text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    int port = colon < 0 || colon == text.length() - 1 ? -1 : port(text.substring(colon + 1));
    if (text.length() > MAX_CHARACTERS || port == 0 || !legalHost(host)) {
      return Optional.empty();
    }
    String lowerCase = host.toLowerCase(Locale.ROOT);
    boolean trailingDot = lowerCase.endsWith(".") && lowerCase.length() > 1;
    return Optional.of(
        new Authority(
            trailingDot ? lowerCase.substring(0, lowerCase.length() - 1) : lowerCase, port));
  }

  /** The port, or the one that the scheme implies. */
  int effectivePort(boolean secure) {
    return port >= 0 ? port : secure ? 443 : 80;
  }

  /** Position of the colon behind a bracketed address, -1 if there is none. */
  private static int afterBracket(String text) {
    int bracket = text.indexOf(']');
    return bracket < 0 ? -1 : text.indexOf(':', bracket);
  }

  /** The port, or 0 if it is none. */
  private static int port(String digits) {
    if (digits.length() > 5 || !Ascii.isNumber(digits)) {
      return 0;
    }
    int port = Integer.parseInt(digits);
    return port <= MAX_PORT ? port : 0;
  }

  private static boolean legalHost(String host) {
    if (host.isEmpty() || host.startsWith(".")) {
      return false;
    }
    if (host.startsWith("[")) {
      return host.length() > 2
          && host.endsWith("]")
          && Ascii.all(host.substring(1, host.length() - 1), Authority::inAddress);
    }
    return Ascii.all(host, Authority::inName);
  }

  private static boolean inAddress(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'f')
        || (c >= 'A' && c <= 'F')
        || c == ':'
        || c == '.';
  }

  /** The underscore is no host name character, yet container names have it and people use it. */
  private static boolean inName(int c) {
    return Ascii.isAlphanumeric(c) || c == '-' || c == '.' || c == '_';
  }

  @Override
  public String toString() {
    return port < 0 ? host : host + ':' + port;
  }
}
