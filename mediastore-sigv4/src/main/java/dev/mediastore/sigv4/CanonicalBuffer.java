// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes of a canonical form under construction, bounded. Used by one thread at a time and then
 * reused.
 *
 * <p>Text given to it holds one byte per character; {@link #narrow} makes it so.
 */
final class CanonicalBuffer {
  /** Larger arrays are not kept for the next request. */
  private static final int KEPT = 16_384;

  private static final boolean[] UNRESERVED = unreserved();

  private static final int NO_ESCAPE = -1;

  private final int limit;
  private byte[] bytes;
  private int length;

  CanonicalBuffer(int initial, int limit) {
    this.bytes = new byte[initial];
    this.limit = limit;
  }

  /** Returns a buffer for short texts of this side's making. */
  static CanonicalBuffer unbounded() {
    return new CanonicalBuffer(256, Integer.MAX_VALUE / 4);
  }

  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[KEPT];
    }
  }

  int length() {
    return length;
  }

  /** Tells whether a range holds exactly these bytes. */
  boolean holds(byte[] wanted, int from, int to) {
    return Arrays.equals(bytes, from, to, wanted, 0, wanted.length);
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Takes back what was written after an earlier length. */
  void truncate(int earlier) {
    length = earlier;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns the content with one character per byte. */
  String text() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Compares two ranges byte by byte; a range that is the beginning of the other comes first. */
  int compare(int from, int to, int otherFrom, int otherTo) {
    return Arrays.compareUnsigned(bytes, from, to, bytes, otherFrom, otherTo);
  }

  void updateDigest(MessageDigest digest) {
    digest.update(bytes, 0, length);
  }

  void append(char c) throws Refusal {
    reserve(1);
    bytes[length++] = (byte) c;
  }

  void append(String text) throws Refusal {
    append(text, 0, text.length());
  }

  /** Appends text of one byte per character. */
  @SuppressWarnings("deprecation") // The only copy that takes each character for a byte.
  void append(String text, int from, int to) throws Refusal {
    reserve(to - from);
    text.getBytes(from, to, bytes, length);
    length += to - from;
  }

  void append(byte[] source, int from, int to) throws Refusal {
    reserve(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  void append(CanonicalBuffer source, int from, int to) throws Refusal {
    append(source.bytes, from, to);
  }

  void appendHex(byte[] source) throws Refusal {
    reserve(source.length * 2);
    Hex.encode(source, source.length, bytes, length);
    length += source.length * 2;
  }

  /** Trims the value and folds each run of white space within it to one space. */
  void appendFolded(String value) throws Refusal {
    int count = value.length();
    reserve(count);
    int n = length;
    for (int i = 0; i < count; i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > 0xff) {
        fold(narrow(value));
        return;
      }
      bytes[n++] = (byte) c;
    }
    length = n;
  }

  private void fold(String text) throws Refusal {
    reserve(text.length());
    int start = length;
    int n = start;
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        gap = n > start;
        continue;
      }
      if (gap) {
        bytes[n++] = ' ';
        gap = false;
      }
      bytes[n++] = (byte) c;
    }
    length = n;
  }

  /** Percent-encodes text on top of any encoding it has; its own escapes must be well formed. */
  void appendEncoded(String text, int from, int to) throws Refusal {
    reserveEncoded(to - from);
    int n = length;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 128 && UNRESERVED[c]) {
        bytes[n++] = (byte) c;
        continue;
      }
      if (c == '%' && escapeAt(text, i, to) == NO_ESCAPE) {
        throw brokenEscape();
      }
      n = escape(c, n);
    }
    length = n;
    checkLimit();
  }

  /**
   * Percent-encodes what the text decodes to.
   *
   * @param slashes whether a slash stays as it is
   */
  void appendReencoded(String text, int from, int to, boolean slashes) throws Refusal {
    if (!tryReencode(text, from, to, slashes)) {
      throw brokenEscape();
    }
  }

  /**
   * Does the same, taking a percent sign that starts no escape for itself; tells if there was none.
   */
  boolean tryReencode(String text, int from, int to, boolean slashes) throws Refusal {
    reserveEncoded(to - from);
    boolean wellFormed = true;
    int n = length;
    for (int i = from; i < to; i++) {
      int c = text.charAt(i);
      if (c == '%') {
        int escape = escapeAt(text, i, to);
        if (escape == NO_ESCAPE) {
          wellFormed = false;
        } else {
          c = escape;
          i += 2;
        }
      }
      if ((c < 128 && UNRESERVED[c]) || (c == '/' && slashes)) {
        bytes[n++] = (byte) c;
      } else {
        n = escape(c, n);
      }
    }
    length = n;
    checkLimit();
    return wellFormed;
  }

  private int escape(int c, int at) {
    bytes[at] = '%';
    bytes[at + 1] = Hex.upperDigit(c >> 4);
    bytes[at + 2] = Hex.upperDigit(c);
    return at + 3;
  }

  private static int escapeAt(String text, int percent, int to) {
    if (percent + 2 < to) {
      int high = Hex.valueOf(text.charAt(percent + 1));
      int low = Hex.valueOf(text.charAt(percent + 2));
      if (high >= 0 && low >= 0) {
        return high << 4 | low;
      }
    }
    return NO_ESCAPE;
  }

  static Refusal brokenEscape() {
    return new Refusal(
        SigV4Error.MALFORMED_REQUEST,
        "The request target has a percent sign that two hexadecimal digits do not follow");
  }

  private void reserveEncoded(int count) throws Refusal {
    if (count > limit) {
      throw tooLong();
    }
    grow(3 * count);
  }

  private void reserve(int more) throws Refusal {
    if (more > limit - length) {
      throw tooLong();
    }
    grow(more);
  }

  private void grow(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  private void checkLimit() throws Refusal {
    if (length > limit) {
      throw tooLong();
    }
  }

  private static Refusal tooLong() {
    return new Refusal(
        SigV4Error.LIMIT_EXCEEDED, "The request is too long for its signature to be checked");
  }

  /**
   * Returns text with one byte per character: the text itself, or if a character is above U+00FF
   * the bytes of its UTF-8 form.
   */
  static String narrow(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.ISO_8859_1);
      }
    }
    return text;
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean[] unreserved() {
    boolean[] table = new boolean[128];
    for (char c = 0; c < 128; c++) {
      table[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
    }
    return table;
  }
}
