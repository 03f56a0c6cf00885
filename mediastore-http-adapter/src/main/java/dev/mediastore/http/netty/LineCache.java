// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.netty.Lines.Field;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Header lines that this thread has read before, with their names and values: the requests of a
 * player, and of all players of one kind, differ in a line or two. Used by its own thread only.
 *
 * <p>Bounded, and nobody's memory: a line is found by all its bytes, another one of the same place
 * overwrites it, and lines with credentials are not kept.
 */
final class LineCache {
  private static final int PLACES = 256;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 128;
  private static final Set<String> SECRETS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-amz-security-token");

  private static final FastThreadLocal<LineCache> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected LineCache initialValue() {
          return new LineCache();
        }
      };

  private static final class Known {
    private final byte[] line;
    private final Field field;

    Known(byte[] line, Field field) {
      this.line = line;
      this.field = field;
    }

    boolean is(byte[] other, int length) {
      return line.length == length && Arrays.equals(line, 0, length, other, 0, length);
    }
  }

  private final @Nullable Known[] places = new @Nullable Known[PLACES];

  static LineCache ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Reads a header line.
   *
   * @throws RefusedSyntaxException if it is none
   */
  Field field(byte[] line, int length) {
    if (length < SHORTEST || length > LONGEST) {
      return Lines.field(line, length);
    }
    int place = place(line, length);
    Known known = places[place];
    if (known != null && known.is(line, length)) {
      return known.field;
    }
    Field field = Lines.field(line, length);
    if (!SECRETS.contains(field.name().toLowerCase(Locale.ROOT))) {
      places[place] = new Known(Arrays.copyOf(line, length), field);
    }
    return field;
  }

  /** From the length and both ends of the line: the name, and what differs most often. */
  private static int place(byte[] line, int length) {
    int hash = length;
    for (int i = 0; i < 4; i++) {
      hash = hash * 31 + line[i];
      hash = hash * 31 + line[length - 1 - i];
    }
    return (hash ^ hash >>> 8 ^ hash >>> 16) & (PLACES - 1);
  }
}
