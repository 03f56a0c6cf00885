// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A context in two hash maps with folded names. The names of compiled policies are folded and keep
 * their hash code, so a look-up is one probe and allocates nothing.
 */
final class MapContext implements AuthorizationContext {
  private final Map<String, String> single;
  private final Map<String, List<String>> multiple;

  MapContext(Map<String, String> single, Map<String, List<String>> multiple) {
    this.single = new HashMap<>(single);
    this.multiple = new HashMap<>(multiple);
  }

  @Override
  public @Nullable String value(String key) {
    return get(single, key);
  }

  @Override
  public @Nullable List<String> values(String key) {
    return get(multiple, key);
  }

  private static <T> @Nullable T get(Map<String, T> map, String key) {
    T value = map.get(key);
    if (value != null) {
      return value;
    }
    String folded = AuthorizationContext.foldName(key);
    return folded.equals(key) ? null : map.get(folded);
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return "AuthorizationContext" + single.keySet() + multiple.keySet();
  }
}
