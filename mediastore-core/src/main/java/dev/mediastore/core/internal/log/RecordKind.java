// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import org.jspecify.annotations.Nullable;

/** What a record of the log says. Immutable. */
public enum RecordKind {
  /** A complete version of an object; its bytes are the payload. */
  OBJECT(1),
  /** The versions of a path up to an order are gone. */
  DELETION(2),
  /** The newest state of a container. */
  CONTAINER(3),
  /** The states of a container up to an order are gone. */
  CONTAINER_REMOVAL(4),
  /** Everything in a container is gone, whatever its order. */
  CONTENT_DROP(5),
  /** Nothing follows in this file. */
  SEAL(6),
  /** Stands where a record was torn by a crash, so that nobody looks at it again. */
  VOID(7),
  /** Which files there are; see {@link FileInventory}. */
  FILES(8);

  private static final RecordKind[] KINDS = values();

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  /** The number that stands for it in files; never changes. */
  byte code() {
    return code;
  }

  static @Nullable RecordKind of(byte code) {
    return code < 1 || code > KINDS.length ? null : KINDS[code - 1];
  }

  /**
   * Tells whether the record takes something away: it is needed as long as a file may hold what it
   * took.
   *
   * @return true for deletions, removals and drops
   */
  public boolean takesAway() {
    return this == DELETION || this == CONTAINER_REMOVAL || this == CONTENT_DROP;
  }

  /** Tells whether the record leads to room, so that it may have what was kept back for that. */
  boolean givesRoom() {
    return takesAway() || this == FILES;
  }
}
