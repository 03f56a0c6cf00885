// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

/**
 * Lines of an access log on their way to the file, written where the request was served: what a
 * line is made of is still in that processor's cache, and only bytes go to another one. Safe for
 * any thread.
 */
final class LogChunk {
  static final int BYTES = 64 << 10;

  /** What most lines are shorter than, so that few chunks grow. */
  private static final int SPARE = 2 << 10;

  private final JsonLine lines;
  private int count;
  private boolean taken;

  /**
   * Makes an empty one.
   *
   * @param lines empty, and this chunk's until {@link #take}
   */
  LogChunk(JsonLine lines) {
    this.lines = lines;
  }

  /** One to which nothing can be added. */
  static LogChunk closed() {
    LogChunk closed = new LogChunk(new JsonLine(0));
    closed.take();
    return closed;
  }

  /** Adds a line; false if the chunk is full or on its way. */
  synchronized boolean add(AccessLogEntry entry) {
    if (taken || lines.length() > BYTES - SPARE) {
      return false;
    }
    entry.appendTo(lines);
    lines.lineBreak();
    count++;
    return true;
  }

  /** The lines; none is added any more. */
  synchronized JsonLine take() {
    taken = true;
    return lines;
  }

  /** How many lines there are. */
  synchronized int count() {
    return count;
  }
}
