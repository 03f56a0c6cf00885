// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON objects as UTF-8, members in the order in which they are put. There is one for each
 * request that is logged, which is why neither a tree nor a string is made. Used by one thread at a
 * time.
 */
final class JsonLine {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** Most digits of a number, and its sign. */
  private static final int LONGEST_NUMBER = 20;

  /** Most bytes of a character in a string: an escape. */
  private static final int LONGEST_ESCAPE = 6;

  /** Most lines are of the second of the one before; a race makes the text once more. */
  private static volatile Second latest = new Second(0, SECONDS.format(Instant.EPOCH));

  private record Second(long epoch, String text) {}

  /** Name of a member as it stands in the line. Immutable. */
  static final class Name {
    private final byte[] text;

    /**
     * @param name plain characters only
     */
    Name(String name) {
      text = (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }
  }

  private byte[] bytes;
  private int length;
  private boolean first;

  JsonLine(int capacity) {
    bytes = new byte[capacity];
  }

  /** Begins an object behind those that are there. */
  JsonLine begin() {
    room(1);
    bytes[length++] = '{';
    first = true;
    return this;
  }

  /** Begins an object that is a member of the one before. */
  JsonLine begin(Name name) {
    put(name);
    return begin();
  }

  JsonLine end() {
    room(1);
    bytes[length++] = '}';
    first = false;
    return this;
  }

  /** A list of one string. */
  JsonLine putList(Name name, String only) {
    put(name);
    room(1);
    bytes[length++] = '[';
    string(only);
    room(1);
    bytes[length++] = ']';
    return this;
  }

  JsonLine lineBreak() {
    room(1);
    bytes[length++] = '\n';
    return this;
  }

  JsonLine put(Name name, @Nullable String value) {
    put(name);
    if (value == null) {
      raw(NULL, 0);
    } else {
      string(value);
    }
    return this;
  }

  JsonLine put(Name name, long value) {
    put(name);
    room(LONGEST_NUMBER);
    if (value < 0) {
      bytes[length++] = '-';
    }
    int begin = length;
    long left = value;
    do {
      bytes[length++] = (byte) ('0' + Math.abs(left % 10));
      left /= 10;
    } while (left != 0);
    for (int i = begin, j = length - 1; i < j; i++, j--) {
      byte digit = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = digit;
    }
    return this;
  }

  /** A time to the millisecond. */
  JsonLine putMillis(Name name, Instant time) {
    put(name);
    String second = second(time);
    room(second.length() + LONGEST_ESCAPE + 1);
    bytes[length++] = '"';
    plain(second);
    int millis = time.get(ChronoField.MILLI_OF_SECOND);
    bytes[length++] = '.';
    bytes[length++] = (byte) ('0' + millis / 100);
    bytes[length++] = (byte) ('0' + millis / 10 % 10);
    bytes[length++] = (byte) ('0' + millis % 10);
    bytes[length++] = 'Z';
    bytes[length++] = '"';
    return this;
  }

  static String second(Instant time) {
    Second known = latest;
    if (known.epoch() != time.getEpochSecond()) {
      known = new Second(time.getEpochSecond(), SECONDS.format(time));
      latest = known;
    }
    return known.text();
  }

  private void put(Name name) {
    raw(name.text, first ? 1 : 0); // The first one without its comma.
    first = false;
  }

  private void raw(byte[] text, int from) {
    room(text.length);
    System.arraycopy(text, from, bytes, length, text.length - from);
    length += text.length - from;
  }

  private void string(String value) {
    room(LONGEST_ESCAPE * value.length() + 2);
    bytes[length++] = '"';
    int plain = plain(value);
    for (int i = plain; i < value.length(); i++) {
      character(value.charAt(i));
    }
    bytes[length++] = '"';
  }

  /** Copies up to the first character that does not stand for itself; gives its index. */
  private int plain(String value) {
    byte[] to = bytes;
    int at = length;
    int i = 0;
    for (; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        break;
      }
      to[at + i] = (byte) c;
    }
    length = at + i;
    return i;
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c < ' ' || Character.isSurrogate(c)) {
      bytes[length++] = '\\';
      bytes[length++] = 'u';
      for (int shift = 12; shift >= 0; shift -= 4) {
        bytes[length++] = HEX[(c >> shift) & 15];
      }
    } else if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
      bytes[length++] = (byte) (0x80 | (c & 0x3F));
    } else {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  /** How many bytes there are. */
  int length() {
    return length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  void clear() {
    length = 0;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
