// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The versions of one path, in their order, as plain as they can be: what {@link
 * dev.mediastore.core.spi.SegmentStore} says in words, as something to compare with. Immutable.
 *
 * @param inOrder complete versions and STREAMING uploads; STANDARD ones enter by their commit
 */
record Versions(List<Version> inOrder) {
  /** Bytes after which a STREAMING upload of a test is visible. */
  static final int VISIBLE_AFTER = 10;

  static final Versions NONE = new Versions(List.of());

  /**
   * One version. Immutable.
   *
   * @param id of the upload it comes from
   * @param streaming whether it was visible before its commit
   * @param expires whether it has an expiry
   * @param complete whether it was committed
   * @param length bytes so far
   */
  record Version(long id, boolean streaming, boolean expires, boolean complete, long length) {
    boolean growing() {
      return !complete;
    }

    boolean reached() {
      return length >= VISIBLE_AFTER;
    }

    boolean candidate() {
      return complete || reached();
    }
  }

  Versions {
    inOrder = List.copyOf(inOrder);
  }

  boolean has(long id) {
    return inOrder.stream().anyMatch(version -> version.id() == id);
  }

  /** A STREAMING writer was opened. */
  Versions start(long id) {
    return with(new Version(id, true, false, false, 0));
  }

  /** A STREAMING upload that {@link #has} received bytes. */
  Versions append(long id, long length) {
    List<Version> next = new ArrayList<>();
    for (Version v : inOrder) {
      next.add(v.id() == id ? new Version(id, true, false, false, v.length() + length) : v);
    }
    return new Versions(next);
  }

  /** A STREAMING upload that {@link #has} was committed: it keeps its place. */
  Versions commit(long id) {
    List<Version> next = new ArrayList<>();
    for (Version v : inOrder) {
      next.add(v.id() == id ? new Version(id, true, false, true, v.length()) : v);
    }
    return new Versions(next).withoutSuperseded();
  }

  /** A STANDARD upload was committed: it comes last. */
  Versions put(long id, long length, boolean expires) {
    return with(new Version(id, false, expires, true, length)).withoutSuperseded();
  }

  private Versions with(Version last) {
    List<Version> next = new ArrayList<>(inOrder);
    next.add(last);
    return new Versions(next);
  }

  private Versions withoutSuperseded() {
    List<Version> next = new ArrayList<>();
    boolean completeSeen = false;
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      Version version = inOrder.get(i);
      if (version.growing() || !completeSeen) {
        next.add(0, version);
      }
      completeSeen |= version.complete();
    }
    return new Versions(next);
  }

  /** An upload was aborted; one that is not there changes nothing. */
  Versions abort(long id) {
    return without(version -> version.id() == id);
  }

  Optional<Version> visible() {
    return last(Version::candidate);
  }

  /** What listings are about, and what a restart leaves. */
  Optional<Version> complete() {
    return last(Version::complete);
  }

  private Optional<Version> last(Predicate<Version> which) {
    return inOrder.stream().filter(which).reduce((a, b) -> b);
  }

  /** The visible version was deleted, if there is one. */
  Versions delete() {
    Optional<Version> visible = visible();
    if (visible.isEmpty()) {
      return this;
    }
    int upTo = inOrder.indexOf(visible.get());
    return without(
        version -> version.complete() || version.reached() || inOrder.indexOf(version) <= upTo);
  }

  /** The complete version with an expiry was removed, and everything before it. */
  Versions reclaim() {
    int expired = -1;
    for (int i = 0; i < inOrder.size(); i++) {
      expired = inOrder.get(i).complete() && inOrder.get(i).expires() ? i : expired;
    }
    return new Versions(inOrder.subList(expired + 1, inOrder.size()));
  }

  /** The process ended, and with it all uploads. */
  Versions restart() {
    return without(Version::growing);
  }

  private Versions without(Predicate<Version> which) {
    return new Versions(inOrder.stream().filter(which.negate()).toList());
  }
}
