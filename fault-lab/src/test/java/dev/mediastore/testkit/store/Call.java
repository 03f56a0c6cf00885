// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One call of a recorded history, from just before it to just after its return. Immutable.
 *
 * @param kind what was called
 * @param id the upload it is about; for DELETE_VERSION the version it names
 * @param amount bytes
 * @param expires whether the version expires
 * @param answer what came back
 * @param seen version that a READ saw, {@link Expectation#NOTHING} if none
 * @param growing whether the version seen was growing
 * @param begin place of its beginning in time
 * @param end place of its return in time
 */
record Call(
    Kind kind,
    long id,
    long amount,
    boolean expires,
    Answer answer,
    long seen,
    boolean growing,
    long begin,
    long end) {

  /** What can be called. */
  enum Kind {
    PUT,
    START,
    APPEND,
    COMMIT,
    ABORT,
    DELETE,
    DELETE_VERSION,
    READ,
    RECLAIM,
    RESTART
  }

  /** What can come back. */
  enum Answer {
    DONE,
    /** Nothing was there. */
    ABSENT,
    /** The upload had been withdrawn. */
    CONFLICT,
    /** It is not known whether it was done, as the process or the disk failed. */
    UNKNOWN
  }

  /** The states that can follow if this call takes effect now; none if its answer is wrong. */
  Set<Versions> from(Set<Versions> states) {
    Set<Versions> next = new HashSet<>();
    for (Versions state : states) {
      from(state).ifPresent(next::add);
      if (answer == Answer.UNKNOWN) {
        next.add(state);
      }
    }
    return next;
  }

  private Optional<Versions> from(Versions state) {
    return switch (kind) {
      case PUT ->
          answer == Answer.CONFLICT
              ? Optional.empty()
              : Optional.of(state.put(id, amount, expires));
      case START -> Optional.of(state.start(id));
      case APPEND -> ifThere(state, () -> state.append(id, amount));
      case COMMIT -> ifThere(state, () -> state.commit(id));
      case ABORT -> Optional.of(state.abort(id));
      case DELETE -> deleted(state, state.visible().isPresent());
      case DELETE_VERSION ->
          deleted(state, state.visible().filter(version -> version.id() == id).isPresent());
      case READ -> sees(state) ? Optional.of(state) : Optional.empty();
      case RECLAIM -> Optional.of(state.reclaim());
      case RESTART -> Optional.of(state.restart());
    };
  }

  private interface Change {
    Versions make();
  }

  private Optional<Versions> ifThere(Versions state, Change change) {
    boolean there = state.has(id);
    if (answer == Answer.CONFLICT) {
      return there ? Optional.empty() : Optional.of(state);
    }
    return there ? Optional.of(change.make()) : Optional.empty();
  }

  private Optional<Versions> deleted(Versions state, boolean due) {
    if (answer == Answer.UNKNOWN) {
      return Optional.of(due ? state.delete() : state);
    }
    if (due != (answer == Answer.DONE)) {
      return Optional.empty();
    }
    return Optional.of(due ? state.delete() : state);
  }

  private boolean sees(Versions state) {
    Optional<Versions.Version> visible = state.visible();
    if (visible.isEmpty()) {
      return seen == Expectation.NOTHING;
    }
    return visible.get().id() == seen && visible.get().growing() == growing;
  }

  @Override
  public String toString() {
    String what = kind == Kind.READ ? (growing ? "growing " : "") + seen : id + " " + answer;
    return begin + "-" + end + " " + kind + " " + what + (amount == 0 ? "" : " " + amount + " B");
  }
}
