// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/**
 * The lines of HTTP/1 as RFC 9112 writes them, not as it lets lenient servers read them: what is
 * not exactly right is refused, because someone in front of us may have read it differently.
 *
 * <p>Lines come without their line end. Bytes above 127 are Latin-1.
 */
final class Lines {
  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (char c = '!'; c <= '~'; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private Lines() {}

  /** A request line taken apart. */
  record RequestLine(HttpMethod method, String target, HttpVersion version) {

    /** Reads {@code method SP target SP version} (RFC 9112 section 3). */
    static RequestLine parse(byte[] line, int length) {
      int methodEnd = endOfToken(line, 0, length);
      int targetEnd = endOfVisible(line, methodEnd + 1, length);
      if (methodEnd == 0
          || targetEnd <= methodEnd + 1
          || line[methodEnd] != ' '
          || targetEnd >= length
          || line[targetEnd] != ' ') {
        throw Framing.malformed("malformed request line");
      }
      return new RequestLine(
          HttpMethod.valueOf(text(line, 0, methodEnd)),
          text(line, methodEnd + 1, targetEnd),
          version(line, targetEnd + 1, length));
    }

    private static HttpVersion version(byte[] line, int from, int to) {
      String version = text(line, from, to);
      if (version.equals("HTTP/1.1")) {
        return HttpVersion.HTTP_1_1;
      }
      if (version.equals("HTTP/1.0")) {
        return HttpVersion.HTTP_1_0;
      }
      throw Framing.malformed("unsupported protocol version");
    }
  }

  /** Whether a request, or one empty line before it, can start like this. */
  static boolean mayStartRequest(byte first) {
    return TOKEN[first & 0xff] || first == '\r';
  }

  /** A header line taken apart. */
  record Field(String name, String value) {}

  /** Reads {@code name: value} (RFC 9112 section 5). */
  static Field field(byte[] line, int length) {
    int nameEnd = endOfToken(line, 0, length);
    if (nameEnd == 0 || nameEnd >= length || line[nameEnd] != ':') {
      throw Framing.malformed("malformed header field");
    }
    int from = nameEnd + 1;
    int to = length;
    while (from < to && isBlank(line[from])) {
      from++;
    }
    while (to > from && isBlank(line[to - 1])) {
      to--;
    }
    for (int i = from; i < to; i++) {
      int c = line[i] & 0xff;
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw Framing.malformed("control character in a header field");
      }
    }
    return new Field(text(line, 0, nameEnd), text(line, from, to));
  }

  /**
   * Length of the extensions of a chunk size line, from the first byte after the digits; 0 if there
   * are none.
   */
  static int extensionLength(byte[] line, int length) {
    int at = 0;
    while (at < length && hexDigit(line[at]) >= 0) {
      at++;
    }
    return length - at;
  }

  /** Reads the size of a transfer chunk, and checks its extensions (RFC 9112 section 7.1). */
  static long chunkSize(byte[] line, int length) {
    int digits = length - extensionLength(line, length);
    if (digits == 0 || digits > 16) {
      throw Framing.malformed("malformed chunk size");
    }
    long size = 0;
    for (int i = 0; i < digits; i++) {
      if (size >>> 58 != 0) {
        throw Framing.malformed("chunk size too large");
      }
      size = size << 4 | hexDigit(line[i]);
    }
    checkExtensions(line, digits, length);
    return size;
  }

  private static void checkExtensions(byte[] line, int from, int length) {
    int at = from;
    while (at < length) {
      at = expect(line, skipBlanks(line, at, length), length, ';');
      at = extensionToken(line, skipBlanks(line, at, length), length);
      int next = skipBlanks(line, at, length);
      if (next < length && line[next] == '=') {
        at = extensionValue(line, skipBlanks(line, next + 1, length), length);
      }
    }
  }

  private static int extensionValue(byte[] line, int from, int length) {
    if (from >= length || line[from] != '"') {
      return extensionToken(line, from, length);
    }
    for (int i = from + 1; i < length; i++) {
      int c = line[i] & 0xff;
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      }
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        break;
      }
    }
    throw Framing.malformed("malformed chunk extension");
  }

  private static int extensionToken(byte[] line, int from, int length) {
    int end = endOfToken(line, from, length);
    if (end == from) {
      throw Framing.malformed("malformed chunk extension");
    }
    return end;
  }

  private static int expect(byte[] line, int at, int length, char expected) {
    if (at >= length || line[at] != expected) {
      throw Framing.malformed("malformed chunk size");
    }
    return at + 1;
  }

  private static int skipBlanks(byte[] line, int from, int length) {
    int at = from;
    while (at < length && isBlank(line[at])) {
      at++;
    }
    return at;
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** Whether a text is a token (RFC 9110 section 5.6.2). */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff || !TOKEN[text.charAt(i)]) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether a text can be the target of a request line. */
  static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether a text cannot be the value of a field. */
  static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private static int hexDigit(byte c) {
    return Character.digit(c & 0xff, 16);
  }

  private static int endOfToken(byte[] line, int from, int length) {
    int at = from;
    while (at < length && TOKEN[line[at] & 0xff]) {
      at++;
    }
    return at;
  }

  private static int endOfVisible(byte[] line, int from, int length) {
    int at = from;
    while (at < length && line[at] > ' ' && line[at] < 0x7f) {
      at++;
    }
    return at;
  }

  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
