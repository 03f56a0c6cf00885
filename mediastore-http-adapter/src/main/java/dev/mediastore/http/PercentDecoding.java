// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986 section 2.1), exactly once; a plus sign stays a plus sign. */
final class PercentDecoding {
  private PercentDecoding() {}

  /**
   * Decodes a raw path.
   *
   * @throws ServiceException if an escape is broken, hides a slash, or anything is outside ASCII,
   *     which no legal path holds
   */
  static String path(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    StringBuilder decoded = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int octet = octet(raw, i);
        if (octet == '/' || octet > 0x7E || octet < ' ') {
          throw new ServiceException(
              ServiceError.VALIDATION,
              "The path holds an encoded slash or control character or one outside ASCII.");
        }
        decoded.append((char) octet);
        i += 2;
      } else {
        decoded.append(c);
      }
    }
    return decoded.toString();
  }

  /**
   * Decodes the name or value of a query parameter as UTF-8.
   *
   * @throws ServiceException if an escape is broken, the octets are not UTF-8, or one is a control
   *     character
   */
  static String parameter(String raw) {
    byte[] octets = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      int octet = c;
      if (c == '%') {
        octet = octet(raw, i);
        i += 2;
      }
      if (octet < ' ' || octet == 0x7F || octet > 0xFF) {
        throw refused("The query holds an encoded control character.");
      }
      octets[length++] = (byte) octet;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw refused("The query holds escapes that are not UTF-8.");
    }
  }

  private static int octet(String raw, int percent) {
    if (percent + 2 >= raw.length()) {
      throw broken();
    }
    int high = Character.digit(raw.charAt(percent + 1), 16);
    int low = Character.digit(raw.charAt(percent + 2), 16);
    // Character.digit knows digits of many scripts; only ASCII ones are hexadecimal here.
    if (high < 0 || low < 0 || raw.charAt(percent + 1) > 'f' || raw.charAt(percent + 2) > 'f') {
      throw broken();
    }
    return high << 4 | low;
  }

  private static ServiceException broken() {
    return refused("The request target holds a broken percent escape.");
  }

  private static ServiceException refused(String message) {
    return new ServiceException(ServiceError.VALIDATION, message);
  }
}
