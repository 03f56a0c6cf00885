// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds a piece of a pattern in a text, in time that no text can make worse. Immutable. */
interface PieceSearch {

  /** The end of the leftmost occurrence in {@code text[from, to)}, or -1. */
  int endOfFirst(String text, int from, int to);

  /** The search for a piece without variables; null if trying every place is as good. */
  static @Nullable PieceSearch of(List<Template.Part> parts) {
    if (parts.size() == 1 && parts.get(0) instanceof Template.Literal literal) {
      return Template.isTorn(literal.text()) ? null : Literal.of(literal.text());
    }
    int[] tokens = Wildcards.tokens(parts);
    return tokens.length >= Wildcards.SHORTEST && tokens.length <= Wildcards.LONGEST
        ? new Wildcards(tokens)
        : null;
  }

  /**
   * Plain text. Short ones are looked for in the plain way; for long ones a table tells where to go
   * on after a mismatch (Knuth, Morris, Pratt).
   */
  final class Literal implements PieceSearch {
    private static final int SHORT = 8;

    private final String literal;

    /** For each length of a matched start, the longest shorter one that ends there as well. */
    private final int[] shorter;

    private Literal(String literal, int[] shorter) {
      this.literal = literal;
      this.shorter = shorter;
    }

    static Literal of(String literal) {
      int[] shorter = new int[literal.length() <= SHORT ? 0 : literal.length() + 1];
      int matched = 0;
      for (int i = 1; i < shorter.length - 1; i++) {
        while (matched > 0 && literal.charAt(i) != literal.charAt(matched)) {
          matched = shorter[matched];
        }
        if (literal.charAt(i) == literal.charAt(matched)) {
          matched++;
        }
        shorter[i + 1] = matched;
      }
      return new Literal(literal, shorter);
    }

    @Override
    public int endOfFirst(String text, int from, int to) {
      if (shorter.length == 0) {
        int found = text.indexOf(literal, from);
        return found < 0 || found + literal.length() > to ? -1 : found + literal.length();
      }
      int matched = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        while (matched > 0 && c != literal.charAt(matched)) {
          matched = shorter[matched];
        }
        if (c == literal.charAt(matched)) {
          matched++;
        }
        if (matched == literal.length()) {
          return i + 1;
        }
      }
      return -1;
    }
  }

  /**
   * Text with question marks: for each code point of the text, one bit per place of the piece tells
   * whether the piece up to there ends here (Baeza-Yates and Gonnet's shift-and).
   */
  final class Wildcards implements PieceSearch {
    /** Shorter pieces cost less when each place is tried. */
    static final int SHORTEST = 4;

    /** Longer ones would need large tables, and no path is as long. */
    static final int LONGEST = 1_024;

    private static final int ANY = -1;

    private final int[] alphabet;

    /** For each code point of the alphabet, and last for every other one, the places it fits. */
    private final long[][] fits;

    private final int words;
    private final long lastPlace;

    private Wildcards(int[] tokens) {
      this.alphabet = Arrays.stream(tokens).filter(t -> t != ANY).distinct().sorted().toArray();
      this.words = (tokens.length + Long.SIZE - 1) / Long.SIZE;
      this.lastPlace = 1L << (tokens.length - 1);
      this.fits = new long[alphabet.length + 1][words];
      for (int place = 0; place < tokens.length; place++) {
        for (int letter = 0; letter < fits.length; letter++) {
          boolean other = letter == alphabet.length;
          if (tokens[place] == ANY || (!other && tokens[place] == alphabet[letter])) {
            fits[letter][place / Long.SIZE] |= 1L << place;
          }
        }
      }
    }

    private static int[] tokens(List<Template.Part> parts) {
      return parts.stream()
          .flatMapToInt(
              part ->
                  part instanceof Template.Literal literal
                      ? literal.text().codePoints()
                      : IntStream.of(ANY))
          .toArray();
    }

    @Override
    public int endOfFirst(String text, int from, int to) {
      return words == 1 ? endOfShort(text, from, to) : endOfLong(text, from, to);
    }

    private int endOfShort(String text, int from, int to) {
      long state = 0;
      int position = from;
      while (position < to) {
        int codePoint = codePointAt(text, position, to);
        position += Character.charCount(codePoint);
        state = (state << 1 | 1) & fitting(codePoint)[0];
        if ((state & lastPlace) != 0) {
          return position;
        }
      }
      return -1;
    }

    private int endOfLong(String text, int from, int to) {
      long[] state = new long[words];
      int position = from;
      while (position < to) {
        int codePoint = codePointAt(text, position, to);
        position += Character.charCount(codePoint);
        long[] fitting = fitting(codePoint);
        long carry = 1;
        for (int i = 0; i < words; i++) {
          long next = (state[i] << 1 | carry) & fitting[i];
          carry = state[i] >>> (Long.SIZE - 1);
          state[i] = next;
        }
        if ((state[words - 1] & lastPlace) != 0) {
          return position;
        }
      }
      return -1;
    }

    private long[] fitting(int codePoint) {
      int letter = Arrays.binarySearch(alphabet, codePoint);
      return fits[letter < 0 ? alphabet.length : letter];
    }

    private static int codePointAt(String text, int position, int to) {
      char c = text.charAt(position);
      return Character.isHighSurrogate(c) && position + 1 < to ? text.codePointAt(position) : c;
    }
  }
}
