// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import org.jspecify.annotations.Nullable;

/** Decides which calls fail and how. Asked once for each call, on the calling thread. */
@FunctionalInterface
public interface FaultPlan {
  /** Nothing fails. */
  FaultPlan NONE = call -> null;

  /** The fault of this call, or null if it is to succeed. */
  @Nullable Fault at(IoCall call);

  /** One call fails. */
  static FaultPlan once(long index, Fault fault) {
    return call -> call.index() == index ? fault : null;
  }

  /** One call and all after it fail. */
  static FaultPlan from(long index, Fault fault) {
    return call -> call.index() >= index ? fault : null;
  }

  /** All calls of a kind fail. */
  static FaultPlan every(IoKind kind, Fault fault) {
    return call -> call.kind() == kind ? fault : null;
  }

  /** From one call on, the disk takes no changes any more, but can be read. */
  static FaultPlan readOnlyFrom(long index, Fault fault) {
    return call ->
        call.index() >= index
            ? switch (call.kind()) {
              case CREATE, RENAME, DELETE, SYNC_FOLDER, WRITE, SYNC_FILE -> fault;
              default -> null;
            }
            : null;
  }
}
