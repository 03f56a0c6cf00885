// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Gathers the lines of an access log into chunks, which wait for their file. Safe for any thread.
 */
final class LogLines {
  /** Each holds some 150 lines. */
  private static final int CHUNKS = 64;

  /** Somewhat more than what is gathered while one core serves the live edge. */
  private static final int SPARE_BUFFERS = 8;

  private final AccessLogFile file;
  private final Outbox<LogChunk> outbox;

  /** Also while it waits: what comes until it is taken goes with it. */
  private volatile LogChunk latest = LogChunk.closed();

  /** Buffers for the next chunks. */
  private final Queue<JsonLine> spare = new ArrayBlockingQueue<>(SPARE_BUFFERS);

  LogLines(String thread, AccessLogFile file) {
    this.file = file;
    this.outbox = new Outbox<>(thread, CHUNKS, LogChunk::count, this::write);
  }

  Outbox<LogChunk> outbox() {
    return outbox;
  }

  void add(AccessLogEntry entry) {
    if (latest.add(entry)) {
      return;
    }
    JsonLine kept = spare.poll();
    LogChunk fresh = new LogChunk(kept == null ? new JsonLine(LogChunk.BYTES) : kept);
    fresh.add(entry);
    if (outbox.put(fresh)) {
      latest = fresh; // Two at once get one each, and go on in one of them.
    } else {
      keep(fresh.take());
    }
  }

  private void write(LogChunk chunk) {
    JsonLine lines = chunk.take();
    try {
      file.write(lines);
    } finally {
      keep(lines);
    }
  }

  private void keep(JsonLine lines) {
    lines.clear();
    spare.offer(lines); // Beyond what is gathered at a time it is garbage.
  }
}
