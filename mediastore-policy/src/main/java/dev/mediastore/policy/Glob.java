// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Arrays;

/**
 * A pattern of literal text, {@code *} (any run of code points, also none) and {@code ?} (exactly
 * one code point). Immutable.
 *
 * <p>Literal text at the start is compared as text. From the first wildcard on, two cursors walk
 * pattern and text, and only the latest {@code *} is ever retried: an earlier one need not be,
 * since whatever it could still give up, the later one can take over. So the work is bounded by the
 * length of the text times the longest stretch between two stars, whatever the pattern; nothing is
 * translated into a regular expression.
 */
final class Glob {
  static final int ANY_RUN = -1;
  static final int ANY_ONE = -2;
  private static final int NO_TOKEN = -3;

  private final String head;
  private final int[] tail;
  private final int shortestTail;

  private Glob(String head, int[] tail) {
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
    return new Glob(new String(tokens, 0, wildcard), withoutRepeatedStars(tokens, wildcard));
  }

  private static int[] withoutRepeatedStars(int[] tokens, int from) {
    int[] kept = new int[tokens.length - from];
    int length = 0;
    for (int i = from; i < tokens.length; i++) {
      boolean repeated = tokens[i] == ANY_RUN && length > 0 && kept[length - 1] == ANY_RUN;
      if (!repeated) {
        kept[length++] = tokens[i];
      }
    }
    return Arrays.copyOf(kept, length);
  }

  boolean matches(String text) {
    return matches(text, 0, text.length());
  }

  /** Whether the pattern covers all of {@code text[from, to)}. */
  boolean matches(String text, int from, int to) {
    int afterHead = from + head.length();
    if (afterHead > to || !text.startsWith(head, from)) {
      return false;
    }
    if (tail.length == 0) {
      return afterHead == to;
    }
    return shortestTail <= to - afterHead && tailMatches(text, afterHead, to);
  }

  private boolean tailMatches(String text, int from, int to) {
    int position = from;
    int index = 0;
    int retryPosition = from;
    int retryIndex = NO_TOKEN;
    while (position < to) {
      int token = index < tail.length ? tail[index] : NO_TOKEN;
      int codePoint = text.codePointAt(position);
      if (token == ANY_RUN) {
        index++;
        if (index == tail.length) {
          return true;
        }
        retryIndex = index;
        retryPosition = position;
      } else if (token == codePoint || token == ANY_ONE) {
        index++;
        position += Character.charCount(codePoint);
      } else if (retryIndex != NO_TOKEN) {
        retryPosition += Character.charCount(text.codePointAt(retryPosition));
        position = retryPosition;
        index = retryIndex;
      } else {
        return false;
      }
    }
    return index == tail.length || (index == tail.length - 1 && tail[index] == ANY_RUN);
  }
}
