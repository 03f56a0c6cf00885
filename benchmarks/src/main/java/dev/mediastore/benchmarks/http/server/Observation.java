// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

/** Who is told of what an origin does. */
public enum Observation {
  /** Nobody. */
  NONE(false),
  /** Access log in a file, metrics, events, audit trail, meters and console. */
  LOGGED(false),
  /** All of these, and the flight recorder with a recording. */
  ALL(true),
  /** The flight recorder's listener; there is no recording. */
  UNRECORDED(false),
  /** The flight recorder's listener, and a recording holds our events. */
  RECORDED(true);

  private final boolean recorded;

  Observation(boolean recorded) {
    this.recorded = recorded;
  }

  /** Whether a recording holds our events as they are by default. */
  boolean isRecorded() {
    return recorded;
  }

  /** Whether everybody is told who can be. */
  boolean isWhole() {
    return this == LOGGED || this == ALL;
  }
}
