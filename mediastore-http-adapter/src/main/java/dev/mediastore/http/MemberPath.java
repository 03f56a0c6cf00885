// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import org.jspecify.annotations.Nullable;

/**
 * Where in a request a value stands, in the spelling of AWS error texts: {@code tags.2.member.key}.
 * Immutable.
 *
 * <p>Linked and printed on demand: only a refused value ever needs its path.
 */
final class MemberPath {
  /** The request itself. */
  static final MemberPath ROOT = new MemberPath(null, "");

  private final @Nullable MemberPath parent;
  private final String step;

  private MemberPath(@Nullable MemberPath parent, String step) {
    this.parent = parent;
    this.step = step;
  }

  /** The member {@code name} of the structure at this place. */
  MemberPath member(String name) {
    return new MemberPath(this, Character.toLowerCase(name.charAt(0)) + name.substring(1));
  }

  /** The element at {@code index}, from 0, of the list at this place; printed from 1. */
  MemberPath element(int index) {
    return new MemberPath(this, (index + 1) + ".member");
  }

  @Override
  public String toString() {
    return parent == null || parent == ROOT ? step : parent + "." + step;
  }
}
