// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

/**
 * Which characters may stand in the entries of a rule and in the header fields of a request.
 *
 * <p>Entries end up in response headers. Whatever could end a field there or start another is
 * therefore neither stored nor matched nor written.
 */
final class FieldSyntax {

  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  private FieldSyntax() {}

  /** Whether {@code value} is a field name (RFC 9110 section 5.1) and not the wildcard. */
  static boolean isHeaderName(String value) {
    return isHeaderPattern(value) && value.indexOf('*') < 0;
  }

  /** Whether {@code value} is not empty and made of the characters of a field name. */
  static boolean isHeaderPattern(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isTokenCharacter(value.charAt(i))) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  /**
   * Whether {@code value} can be an origin in a rule: Latin-1 without controls or commas. A blank
   * is legal by the contract's pattern, though no request origin with one is ever matched.
   */
  static boolean isOriginPattern(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isOriginCharacter(value.charAt(i))) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  /** Whether {@code value}, the value of an {@code Origin} field, can be one origin. */
  static boolean isRequestOrigin(String value) {
    return isOriginPattern(value) && value.indexOf(' ') < 0;
  }

  /** Whether {@code value} can be in an {@code Access-Control-Expose-Headers} field. */
  static boolean isExposable(String value) {
    return value.equals("*") || isHeaderName(value);
  }

  /** Whether {@code seconds} can be in an {@code Access-Control-Max-Age} field. */
  static boolean isMaxAge(long seconds) {
    return seconds >= 0 && seconds <= Integer.MAX_VALUE;
  }

  /** Whether {@code value} has a second wildcard. */
  static boolean hasSeveralWildcards(String value) {
    return value.indexOf('*') != value.lastIndexOf('*');
  }

  private static boolean isOriginCharacter(char c) {
    return (c >= ' ' && c <= '~' && c != ',') || (c >= '\u00A0' && c <= '\u00FF');
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_SYMBOLS.indexOf(c) >= 0;
  }
}
