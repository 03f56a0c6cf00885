// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that an origin had. Immutable.
 *
 * @param number place in the order in which requests ended, from 1 after each reset
 * @param receivedAt when its head had arrived, by the origin's clock
 * @param took from then until its answer was sent or given up, in real time
 * @param method as received, or {@code -} if the head of the request could not be read
 * @param operation such as {@code PutObject}, or {@code -}
 * @param container name of the container, or null if none could be told
 * @param path path of the object or folder, or null
 * @param caller ARN, {@code anonymous}, or null if nobody was proved to be anyone
 * @param status status of the answer; 0 if the client left before there was one
 * @param error name of the error, or null
 * @param bodyBytesReceived bytes of the request's body that were read
 * @param bodyBytesSent bytes of the answer's body that were handed to the connection
 * @param complete whether the answer was sent to its end
 * @param fault what a {@link FaultScript} did to it, or null
 * @since 0.1
 */
public record JournalEntry(
    long number,
    Instant receivedAt,
    Duration took,
    String method,
    String operation,
    @Nullable String container,
    @Nullable String path,
    @Nullable String caller,
    int status,
    @Nullable String error,
    long bodyBytesReceived,
    long bodyBytesSent,
    boolean complete,
    @Nullable String fault) {

  /** What never became a request: its head could not be read, or took too long. */
  static JournalEntry unread(long number, Instant at, int status, String error) {
    return new JournalEntry(
        number, at, Duration.ZERO, "-", "-", null, null, null, status, error, 0, 0, true, null);
  }

  JournalEntry numbered(long place, @Nullable String what) {
    return with(place, status, error, what);
  }

  /** The same, answered after all. */
  JournalEntry answered(int code, String errorName) {
    return with(number, code, errorName, fault);
  }

  private JournalEntry with(
      long place, int code, @Nullable String errorName, @Nullable String what) {
    return new JournalEntry(
        place,
        receivedAt,
        took,
        method,
        operation,
        container,
        path,
        caller,
        code,
        errorName,
        bodyBytesReceived,
        bodyBytesSent,
        complete,
        what);
  }

  /**
   * What is the same each time that the same happens: everything but times.
   *
   * @return one line
   */
  public String withoutTimes() {
    return number
        + " "
        + method
        + " "
        + container
        + "/"
        + path
        + " "
        + status
        + (error == null ? "" : " " + error)
        + " "
        + bodyBytesReceived
        + " in, "
        + bodyBytesSent
        + (complete ? " out" : " out, cut off")
        + (fault == null ? "" : ", fault: " + fault);
  }
}
