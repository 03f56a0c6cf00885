// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Arrays;

/**
 * A pattern of literal text, {@code *} (any run of code points, also none) and {@code ?} (exactly
 * one code point). Immutable.
 *
 * <p>Literal text at the start is compared as a block. From the first wildcard on, two cursors walk
 * pattern and text, and only the latest {@code *} is ever retried: an earlier one need not be,
 * since whatever it could still take, the later one can take as well. So the work is bounded by the
 * length of the text times the longest stretch between two stars, whatever the pattern; nothing is
 * translated into a regular expression.
 *
 * <p>Texts are character arrays because the same request text is held against many patterns, and
 * arrays compare several times faster than strings do.
 */
final class Glob {
  static final int ANY_RUN = -1;
  static final int ANY_ONE = -2;
  private static final int NO_TOKEN = -3;

  private final char[] head;
  private final int[] tail;
  private final int shortestTail;

  private Glob(char[] head, int[] tail) {
    this.head = head;
    this.tail = tail;
    this.shortestTail = (int) Arrays.stream(tail).filter(token -> token != ANY_RUN).count();
  }

  /**
   * The pattern of these tokens.
   *
   * @param tokens code points, {@link #ANY_RUN} and {@link #ANY_ONE}
   */
  static Glob of(int[] tokens) {
    int wildcard = 0;
    while (wildcard < tokens.length && tokens[wildcard] >= 0) {
      wildcard++;
    }
    return new Glob(
        new String(tokens, 0, wildcard).toCharArray(), withNormalWildcards(tokens, wildcard));
  }

  /**
   * The tokens with every stretch of wildcards in normal form: first each {@code ?}, then at most
   * one {@code *}. So a star is always followed by a literal code point or by the end.
   */
  private static int[] withNormalWildcards(int[] tokens, int from) {
    int[] normal = new int[tokens.length - from];
    int length = 0;
    boolean star = false;
    for (int i = from; i < tokens.length; i++) {
      if (tokens[i] == ANY_RUN) {
        star = true;
      } else {
        if (star && tokens[i] >= 0) {
          normal[length++] = ANY_RUN;
          star = false;
        }
        normal[length++] = tokens[i];
      }
    }
    if (star) {
      normal[length++] = ANY_RUN;
    }
    return Arrays.copyOf(normal, length);
  }

  boolean matches(String text) {
    return matches(text.toCharArray(), 0, text.length());
  }

  /** Whether the pattern covers all of {@code text[from, to)}. */
  boolean matches(char[] text, int from, int to) {
    int afterHead = from + head.length;
    if (afterHead > to || !Arrays.equals(text, from, afterHead, head, 0, head.length)) {
      return false;
    }
    if (tail.length == 0) {
      return afterHead == to;
    }
    return shortestTail <= to - afterHead && tailMatches(text, afterHead, to);
  }

  private boolean tailMatches(char[] text, int from, int to) {
    int position = from;
    int index = 0;
    int retryPosition = from;
    int retryIndex = NO_TOKEN;
    while (position < to) {
      int token = index < tail.length ? tail[index] : NO_TOKEN;
      int codePoint = codePointAt(text, position, to);
      if (token == codePoint || token == ANY_ONE) {
        index++;
        position += Character.charCount(codePoint);
        continue;
      }
      if (token == ANY_RUN) {
        index++;
        if (index == tail.length) {
          return true;
        }
        retryIndex = index;
        retryPosition = find(tail[index], text, position, to);
      } else if (retryIndex != NO_TOKEN) {
        int next = retryPosition + Character.charCount(tail[retryIndex]);
        retryPosition = find(tail[retryIndex], text, next, to);
      } else {
        return false;
      }
      position = retryPosition;
      index = retryIndex;
    }
    return index == tail.length || (index == tail.length - 1 && tail[index] == ANY_RUN);
  }

  /** The first occurrence of a code point in {@code text[from, to)}, or {@code to}. */
  private static int find(int codePoint, char[] text, int from, int to) {
    int position = from;
    while (position < to) {
      int found = codePointAt(text, position, to);
      if (found == codePoint) {
        return position;
      }
      position += Character.charCount(found);
    }
    return to;
  }

  private static int codePointAt(char[] text, int position, int to) {
    char c = text[position];
    return Character.isHighSurrogate(c) ? Character.codePointAt(text, position, to) : c;
  }
}
