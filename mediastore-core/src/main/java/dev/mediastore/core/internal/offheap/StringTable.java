// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for the few texts that many objects share, such as media types. Safe for any thread.
 *
 * <p>Bounded, so that clients cannot fill the heap with texts of their own: what does not get a
 * number is stored with the object.
 */
final class StringTable {
  private static final int MAX_TEXTS = 4096;
  private static final int MAX_CHARACTERS = 128;

  private final Map<String, Integer> numbers = new HashMap<>();
  private volatile List<String> texts = List.of();

  /** Returns the number of a text, at least 0, or -1 if it has none. */
  synchronized int number(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    int next = texts.size();
    if (next == MAX_TEXTS || text.length() > MAX_CHARACTERS) {
      return -1;
    }
    List<String> more = new ArrayList<>(texts);
    more.add(text);
    numbers.put(text, next);
    texts = more;
    return next;
  }

  @Nullable String text(int number) {
    return texts.get(number);
  }
}
