// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectPath;
import java.time.Duration;
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
   * @param rules each asked for every request until one decides, so a handful
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

  /** How long to wait for an object that is not there, or null. */
  @Nullable Duration wait(ObjectPath path) {
    EdgeRule rule = waiting(path);
    return rule == null ? null : rule.patience();
  }

  /** How caches may keep that it did not come, or null. */
  @Nullable String absence(ObjectPath path) {
    EdgeRule rule = waiting(path);
    return rule == null || rule.absence().isZero() ? null : "max-age=" + rule.absence().toSeconds();
  }

  private @Nullable EdgeRule waiting(ObjectPath path) {
    for (EdgeRule rule : rules) {
      if (rule.patience() != null && rule.matches(path)) {
        return rule;
      }
    }
    return null;
  }

  /** Whether a reload of a playlist may wait for what it asks for. */
  boolean blockingReload(ObjectPath path) {
    for (EdgeRule rule : rules) {
      if (rule.blockingReload() && rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /** How long an upload is held back for what it names, or null: only HLS playlists are. */
  @Nullable Duration barrier(ObjectPath path, @Nullable String contentType) {
    for (EdgeRule rule : rules) {
      boolean due = rule.barrier() != null && rule.matches(path);
      if (due && EdgeRule.isHlsPlaylist(path, contentType)) {
        return rule.barrier();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "EdgeRules" + rules;
  }
}
