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
  /**
   * The encoded bytes; parameter {@code i} has its name in [start, split), its value in [split,
   * end).
   */
  private final CanonicalBuffer encoded;

  private final int limit;
  private int[] start = new int[16];
  private int[] split = new int[16];
  private int[] end = new int[16];
  private int[] order = new int[16];
  private int count;
  private boolean wellFormed;

  QueryParameters(int parameterLimit, int byteLimit) {
    this.encoded = new CanonicalBuffer(256, byteLimit);
    this.limit = parameterLimit;
  }

  void clear() {
    count = 0;
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
    String query = CanonicalBuffer.narrow(rawQuery);
    for (int from = 0; from <= query.length(); ) {
      int ampersand = query.indexOf('&', from);
      int to = ampersand < 0 ? query.length() : ampersand;
      add(query, from, to);
      from = to + 1;
    }
  }

  /** Refuses a query with a broken escape, which only matters once the query is signed. */
  void requireWellFormed() throws Refusal {
    if (!wellFormed) {
      throw CanonicalBuffer.brokenEscape();
    }
  }

  private void add(String query, int from, int to) throws Refusal {
    if (count == limit) {
      throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "The query has too many parameters");
    }
    if (count == start.length) {
      grow();
    }
    int equals = query.indexOf('=', from);
    int nameEnd = equals < 0 || equals > to ? to : equals;
    start[count] = encoded.length();
    wellFormed &= encoded.tryReencode(query, from, nameEnd, false);
    split[count] = encoded.length();
    if (nameEnd < to) {
      wellFormed &= encoded.tryReencode(query, nameEnd + 1, to, false);
    }
    end[count] = encoded.length();
    count++;
  }

  private void grow() {
    int size = Math.min(limit, count * 2);
    start = Arrays.copyOf(start, size);
    split = Arrays.copyOf(split, size);
    end = Arrays.copyOf(end, size);
    order = Arrays.copyOf(order, size);
  }

  /** Compares a name of unreserved characters, which encoding leaves alone. */
  boolean isNamed(int index, String name) {
    return matches(index, name, false);
  }

  /** Compares a name as {@link #isNamed} does, ignoring the case of letters. */
  boolean isNamedIgnoringCase(int index, String name) {
    return matches(index, name, true);
  }

  private boolean matches(int index, String name, boolean ignoreCase) {
    int from = start[index];
    if (split[index] - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char received = (char) encoded.at(from + i);
      char wanted = name.charAt(i);
      if (received != wanted
          && !(ignoreCase && HeaderNames.lower(received) == HeaderNames.lower(wanted))) {
        return false;
      }
    }
    return true;
  }

  /** Returns a value decoded, one character per byte. */
  String value(int index) {
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
      if (!isNamed(i, AuthParameter.SIGNATURE.wireName())) {
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

  /** A heap sort: no allocation, and no input is slow. */
  private void sort(int size) {
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
