// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The access logs of all containers that have them switched on ({@code StartAccessLogging}). Safe
 * for any thread.
 *
 * <pre>{@code
 * AccessLog log = AccessLog.to(new AccessLogFile(Path.of("access.log")));
 * MediaStoreHttp http = MediaStoreHttp.builder(store).listener(log).build();
 * }</pre>
 *
 * <p>Lines wait for the sink in a queue of {@value #QUEUE} and are written by a daemon thread; when
 * the queue is full a line is dropped and counted.
 *
 * @since 0.1
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
  private static final int QUEUE = 10_000;

  private static final String THREAD = "mediastore-access-log";

  private final Outbox<?> outbox;
  private final Consumer<AccessLogEntry> lines;

  private AccessLog(Outbox<?> outbox, Consumer<AccessLogEntry> lines) {
    this.outbox = outbox;
    this.lines = lines;
  }

  /**
   * Writes to a sink.
   *
   * @param sink stays the caller's, who closes it after this
   */
  public static AccessLog to(AccessLogSink sink) {
    Objects.requireNonNull(sink, "sink");
    Outbox<AccessLogEntry> outbox = new Outbox<>(THREAD, QUEUE, sink::write, sink::flush);
    return new AccessLog(outbox, outbox::put);
  }

  /**
   * Writes to a file, which costs less than another sink: lines wait as they stand there.
   *
   * @param file stays the caller's, who closes it after this
   */
  public static AccessLog to(AccessLogFile file) {
    Objects.requireNonNull(file, "file");
    LogLines lines = new LogLines(THREAD, file);
    return new AccessLog(lines.outbox(), lines::add);
  }

  @Override
  public void ended(ExchangeRecord record) {
    AccessLogEntry.of(record).ifPresent(lines);
  }

  /** How many lines did not fit into the queue. */
  public long dropped() {
    return outbox.dropped();
  }

  /** How many lines the sink failed to write. */
  public long failed() {
    return outbox.failed();
  }

  /** Writes what waits, for two seconds at most, and ends the thread. */
  @Override
  public void close() {
    outbox.close();
  }
}
