// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One moment of a recorded ingest. Immutable.
 *
 * @since 0.1
 */
public sealed interface RecordedStep {

  /**
   * Which request, counted from 1 in the order in which they began.
   *
   * @return 1 or more
   */
  int request();

  /**
   * When, counted from the beginning of the recording by the clock of the origin.
   *
   * @return never less than that of the step before
   */
  Duration at();

  /**
   * The head of a request arrived.
   *
   * @param request which
   * @param at when
   * @param method {@code PUT}, {@code POST} or {@code DELETE}
   * @param path of the object, decoded
   * @param length bytes of its body, or -1 if it was sent in chunks of unknown number
   * @param headers what is stored with the object; nothing of signatures or connections
   * @since 0.1
   */
  record Begin(
      int request,
      Duration at,
      String method,
      String path,
      long length,
      List<Map.Entry<String, String>> headers)
      implements RecordedStep {

    /** Copies the headers. */
    public Begin {
      headers = List.copyOf(headers);
    }
  }

  /**
   * A piece of the body arrived.
   *
   * @param request which
   * @param at when
   * @param bytes read-only; its position is not to be moved
   * @since 0.1
   */
  record Data(int request, Duration at, ByteBuffer bytes) implements RecordedStep {}

  /**
   * The request was complete.
   *
   * @param request which
   * @param at when
   * @since 0.1
   */
  record End(int request, Duration at) implements RecordedStep {}

  /**
   * The client broke the request off.
   *
   * @param request which
   * @param at when
   * @since 0.1
   */
  record Lost(int request, Duration at) implements RecordedStep {}
}
