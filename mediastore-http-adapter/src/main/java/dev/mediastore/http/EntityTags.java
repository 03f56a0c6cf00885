// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.EntityTag;

/**
 * Entity tags in header fields: sent bare as the service did or quoted as RFC 9110 section 8.8.3
 * wants, accepted both ways. Immutable.
 */
final class EntityTags {
  private static final String ANY = "*";

  private final boolean quoted;

  EntityTags(boolean quoted) {
    this.quoted = quoted;
  }

  /** The tag as a field value. */
  String print(EntityTag tag) {
    return quoted ? '"' + tag.value() + '"' : tag.value();
  }

  /** Whether a tag list names the tag or is {@code *}; weak tags count if {@code weak}. */
  static boolean matches(String list, EntityTag tag, boolean weak) {
    if (list.strip().equals(ANY)) {
      return true;
    }
    int start = 0;
    while (start <= list.length()) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      if (isTag(list.substring(start, end).strip(), tag, weak)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /** Whether one member of a list is the tag. */
  static boolean isTag(String member, EntityTag tag, boolean weak) {
    String opaque = member;
    if (opaque.startsWith("W/")) {
      if (!weak) {
        return false;
      }
      opaque = opaque.substring(2);
    }
    if (opaque.length() >= 2 && opaque.startsWith("\"") && opaque.endsWith("\"")) {
      opaque = opaque.substring(1, opaque.length() - 1);
    }
    return opaque.equals(tag.value());
  }
}
