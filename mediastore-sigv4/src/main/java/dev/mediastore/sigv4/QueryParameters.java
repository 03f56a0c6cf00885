// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, each name and value re-encoded in canonical form. Used by one thread
 * at a time and then reused.
 */
final class QueryParameters {
  private static final int INITIAL = 16;

  /**
   * The encoded bytes; parameter {@code i} has its name in [start, split), its value in [split,
   * end).
   */
  private final CanonicalBuffer encoded;

  private final int limit;

  /** The query as received, one character per byte, in which values begin and end where told. */
  private String text = "";

  private int[] valueFrom = new int[INITIAL];
  private int[] valueTo = new int[INITIAL];
  private int[] start = new int[INITIAL];
  private int[] split = new int[INITIAL];
  private int[] end = new int[INITIAL];
  private int[] order = new int[INITIAL];
  private int count;
  private boolean wellFormed;

  QueryParameters(int parameterLimit, int byteLimit) {
    this.encoded = new CanonicalBuffer(256, byteLimit);
    this.limit = parameterLimit;
  }

  void clear() {
    count = 0;
    text = "";
    wellFormed = true;
    encoded.clear();
  }

  int count() {
    return count;
  }

  void parse(@Nullable String rawQuery) throws Refusal {
    clear();
    if (rawQuery == null || rawQuery.isEmpty()) {
      return;
    }
    text = CanonicalBuffer.narrow(rawQuery);
    for (int from = 0; from <= text.length(); ) {
      int ampersand = text.indexOf('&', from);
      int to = ampersand < 0 ? text.length() : ampersand;
      add(from, to);
      from = to + 1;
    }
  }

  /** Refuses a query with a broken escape, which only matters once the query is signed. */
  void requireWellFormed() throws Refusal {
    if (!wellFormed) {
      throw CanonicalBuffer.brokenEscape();
    }
  }

  private void add(int from, int to) throws Refusal {
    if (count == limit) {
      throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "The query has too many parameters");
    }
    if (count == start.length) {
      grow();
    }
    int nameEnd = nameEnd(from, to);
    start[count] = encoded.length();
    wellFormed &= encoded.tryReencode(text, from, nameEnd, false);
    split[count] = encoded.length();
    valueFrom[count] = Math.min(nameEnd + 1, to);
    valueTo[count] = to;
    wellFormed &= encoded.tryReencode(text, valueFrom[count], to, false);
    end[count] = encoded.length();
    count++;
  }

  /** Looks no further than the parameter, lest many without a value cost quadratic time. */
  private int nameEnd(int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != '=') {
      i++;
    }
    return i;
  }

  private void grow() {
    int size = Math.min(limit, count * 2);
    valueFrom = Arrays.copyOf(valueFrom, size);
    valueTo = Arrays.copyOf(valueTo, size);
    start = Arrays.copyOf(start, size);
    split = Arrays.copyOf(split, size);
    end = Arrays.copyOf(end, size);
    order = Arrays.copyOf(order, size);
  }

  /** Returns the first character of a name, letters in lower case; 0 if the name is empty. */
  char firstLetter(int index) {
    return start[index] == split[index] ? 0 : HeaderNames.lower((char) encoded.at(start[index]));
  }

  /** Compares a name of unreserved characters, which encoding leaves alone. */
  boolean isNamed(int index, byte[] name) {
    return split[index] - start[index] == name.length
        && encoded.holds(name, start[index], split[index]);
  }

  /** Compares a name as {@link #isNamed} does, ignoring the case of letters. */
  boolean isNamedIgnoringCase(int index, String name) {
    int from = start[index];
    if (split[index] - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char received = (char) encoded.at(from + i);
      if (HeaderNames.lower(received) != HeaderNames.lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty(int index) {
    return valueFrom[index] == valueTo[index];
  }

  /** Returns the query as received, one character per byte. */
  String text() {
    return text;
  }

  /** Returns where in the query as received a value begins. */
  int valueFrom(int index) {
    return valueFrom[index];
  }

  /** Returns where in the query as received a value ends. */
  int valueTo(int index) {
    return valueTo[index];
  }

  /** Tells whether a value stands in the query as it is, without any escape. */
  boolean isPlain(int index) {
    for (int i = valueFrom[index]; i < valueTo[index]; i++) {
      if (text.charAt(i) == '%') {
        return false;
      }
    }
    return true;
  }

  /** Returns a value decoded, one character per byte. */
  String value(int index) {
    return isPlain(index) ? text.substring(valueFrom[index], valueTo[index]) : decoded(index);
  }

  private String decoded(int index) {
    byte[] decoded = new byte[end[index] - split[index]];
    int n = 0;
    for (int i = split[index]; i < end[index]; i++) {
      byte c = encoded.at(i);
      if (c == '%') {
        c = (byte) (Hex.valueOf(encoded.at(i + 1)) << 4 | Hex.valueOf(encoded.at(i + 2)));
        i += 2;
      }
      decoded[n++] = c;
    }
    return new String(decoded, 0, n, StandardCharsets.ISO_8859_1);
  }

  /** Writes the parameters sorted by name, then by value, leaving the signature out. */
  void write(CanonicalBuffer out) throws Refusal {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!isNamed(i, AuthParameter.SIGNATURE.wireBytes())) {
        order[kept++] = i;
      }
    }
    sort(kept);
    for (int i = 0; i < kept; i++) {
      int index = order[i];
      if (i > 0) {
        out.append('&');
      }
      out.append(encoded, start[index], split[index]);
      out.append('=');
      out.append(encoded, split[index], end[index]);
    }
  }

  /** Sorts without allocation: by insertion what is short and mostly sorted as it comes. */
  private void sort(int size) {
    if (size > INITIAL) {
      sortMany(size);
      return;
    }
    for (int i = 1; i < size; i++) {
      int parameter = order[i];
      int hole = i;
      while (hole > 0 && compare(order[hole - 1], parameter) > 0) {
        order[hole] = order[hole - 1];
        hole--;
      }
      order[hole] = parameter;
    }
  }

  /** A heap sort: no input is slow. */
  private void sortMany(int size) {
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i, size);
    }
    for (int last = size - 1; last > 0; last--) {
      swap(0, last);
      sink(0, last);
    }
  }

  private void sink(int from, int size) {
    int parent = from;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && compare(order[child + 1], order[child]) > 0) {
        child++;
      }
      if (compare(order[child], order[parent]) <= 0) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int i, int j) {
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }

  private int compare(int a, int b) {
    int byName = encoded.compare(start[a], split[a], start[b], split[b]);
    return byName != 0 ? byName : encoded.compare(split[a], end[a], split[b], end[b]);
  }
}
