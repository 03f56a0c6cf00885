// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object with members in their order. There is one for each request that is logged,
 * which is why no tree is made. Used by one thread at a time.
 */
final class JsonLine {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final int TYPICAL_LENGTH = 512;

  /** Most lines are of the second of the one before; a race makes the text once more. */
  private static volatile Second latest = new Second(0, SECONDS.format(Instant.EPOCH));

  private record Second(long epoch, String text) {}

  private final StringBuilder text = new StringBuilder(TYPICAL_LENGTH).append('{');

  JsonLine put(String name, @Nullable String value) {
    name(name);
    if (value == null) {
      text.append("null");
    } else {
      string(value);
    }
    return this;
  }

  JsonLine put(String name, long value) {
    name(name).text.append(value);
    return this;
  }

  /** A time to the millisecond. */
  JsonLine putMillis(String name, Instant time) {
    name(name).text.append('"').append(second(time)).append('.');
    int millis = time.get(ChronoField.MILLI_OF_SECOND);
    text.append((char) ('0' + millis / 100))
        .append((char) ('0' + millis / 10 % 10))
        .append((char) ('0' + millis % 10))
        .append("Z\"");
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

  /** Names are ours and plain. */
  private JsonLine name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    text.append('"').append(name).append("\":");
    return this;
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append("\\u")
            .append(HEX[c >> 12])
            .append(HEX[c >> 8 & 15])
            .append(HEX[c >> 4 & 15])
            .append(HEX[c & 15]);
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
