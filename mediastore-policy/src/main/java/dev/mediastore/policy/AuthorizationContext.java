// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one request that conditions and policy variables ask for, by condition key.
 *
 * <p>A key is absent, has one value, or is multi-valued (a list, perhaps of one or no element); the
 * policy language treats the three differently. Names ignore case. The evaluator passes names that
 * are already {@linkplain #foldName folded}, so an implementation on top of a map with folded names
 * needs no conversion. Every look-up of one evaluation must give the same answer; an implementation
 * is used by one evaluation at a time unless it says otherwise.
 *
 * @since 0.1
 */
public interface AuthorizationContext {

  /** The value of a single-valued key; null if the key is absent or multi-valued. */
  @Nullable String value(String key);

  /** The values of a multi-valued key; null if the key is absent or single-valued. */
  @Nullable List<String> values(String key);

  /** A name in the form in which names that differ only in case are the same. */
  static String foldName(String key) {
    return CaseFolding.fold(key);
  }

  /** A context without any key. */
  static AuthorizationContext empty() {
    return MapContext.EMPTY;
  }

  /** A builder of immutable contexts. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Collects condition keys. Used by one thread at a time. Of names that differ only in case the
   * first one stays.
   *
   * @since 0.1
   */
  final class Builder {
    private final Map<String, String> single = new HashMap<>();
    private final Map<String, List<String>> multiple = new HashMap<>();

    private Builder() {}

    /** Sets a single-valued key, unless it is set already. */
    public Builder put(String key, String value) {
      String name = foldName(key);
      if (!multiple.containsKey(name)) {
        single.putIfAbsent(name, Objects.requireNonNull(value, "value"));
      }
      return this;
    }

    /** Sets a single-valued key if there is a value and the key is not set already. */
    public Builder putIfPresent(String key, @Nullable String value) {
      return value == null ? this : put(key, value);
    }

    /** Sets a multi-valued key, unless it is set already. */
    public Builder put(String key, List<String> values) {
      String name = foldName(key);
      if (!single.containsKey(name)) {
        multiple.putIfAbsent(name, List.copyOf(values));
      }
      return this;
    }

    /** The context; immutable and safe for any thread. Look-ups of it allocate nothing. */
    public AuthorizationContext build() {
      return new MapContext(single, multiple);
    }
  }
}
