// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.http.Caller;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.Plane;
import java.util.Objects;

/**
 * Tells of every control-plane call, carried out or refused. Safe for any thread.
 *
 * <p>Entries wait for their sink in a queue of {@value #QUEUE}; when it is full one is dropped and
 * counted.
 *
 * @since 0.1
 */
public final class AuditTrail implements ExchangeListener, AutoCloseable {
  private static final int QUEUE = 10_000;

  private final Outbox<AuditEntry> outbox;

  private AuditTrail(AuditSink sink) {
    this.outbox = new Outbox<>("mediastore-audit", QUEUE, sink::write);
  }

  /**
   * Tells a sink.
   *
   * @param sink such as {@link AuditSink#slf4j()}
   */
  public static AuditTrail to(AuditSink sink) {
    return new AuditTrail(Objects.requireNonNull(sink, "sink"));
  }

  @Override
  public void ended(ExchangeRecord record) {
    if (record.plane() != Plane.CONTROL) {
      return;
    }
    Caller caller = record.caller();
    outbox.put(
        new AuditEntry(
            record.receivedAt(),
            record.operation(),
            caller == null ? null : AccessLogEntry.requester(caller.principal()),
            AddressText.of(record.head().peer()),
            record.head().headers().first("User-Agent"),
            record.resourceArn(),
            record.error(),
            record.requestId(),
            record.madePublic()));
  }

  /** How many entries did not fit into the queue. */
  public long dropped() {
    return outbox.dropped();
  }

  /** How many entries the sink threw at. */
  public long failed() {
    return outbox.failed();
  }

  /** Hands over what waits, for two seconds at most, and ends the thread. */
  @Override
  public void close() {
    outbox.close();
  }
}
