// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an origin for its live edge. Immutable. For each behaviour the first rule decides
 * that matches the path and has something to say; without one the origin does as the original
 * service.
 *
 * @since 0.1
 */
public final class EdgeRules {
  private static final EdgeRules NONE = new EdgeRules(List.of());

  private final List<EdgeRule> rules;

  private EdgeRules(List<EdgeRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** No rule. */
  public static EdgeRules none() {
    return NONE;
  }

  /**
   * These rules, in this order.
   *
   * @param rules each asked for every upload until one decides, so a handful
   */
  public static EdgeRules of(EdgeRule... rules) {
    return new EdgeRules(List.of(rules));
  }

  /** Whether an upload that says nothing about it is readable while it arrives. */
  boolean streaming(ObjectPath path) {
    for (EdgeRule rule : rules) {
      if (rule.streaming() && rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /** What to store for an upload that says nothing about caches, or null. */
  @Nullable String cacheControl(ObjectPath path, String contentType) {
    for (EdgeRule rule : rules) {
      String value = rule.matches(path) ? rule.cacheControl(contentType) : null;
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "EdgeRules" + rules;
  }
}
