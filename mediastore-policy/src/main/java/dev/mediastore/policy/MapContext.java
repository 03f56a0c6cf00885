// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A context in two hash maps with folded names. The names of compiled policies are folded and keep
 * their hash code, so for them a look-up is one probe and allocates nothing.
 */
final class MapContext implements AuthorizationContext {
  static final MapContext EMPTY = new MapContext(Map.of(), Map.of());

  private final Map<String, String> single;
  private final Map<String, List<String>> multiple;

  MapContext(Map<String, String> single, Map<String, List<String>> multiple) {
    this.single = new HashMap<>(single);
    this.multiple = new HashMap<>(multiple);
  }

  @Override
  public @Nullable String value(String key) {
    return single.get(AuthorizationContext.foldName(key));
  }

  @Override
  public @Nullable List<String> values(String key) {
    return multiple.get(AuthorizationContext.foldName(key));
  }

  @Nullable String valueOfFolded(String folded) {
    return single.get(folded);
  }

  @Nullable List<String> valuesOfFolded(String folded) {
    return multiple.isEmpty() ? null : multiple.get(folded);
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return "AuthorizationContext" + single.keySet() + multiple.keySet();
  }
}
