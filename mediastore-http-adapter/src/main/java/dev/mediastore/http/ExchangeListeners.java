// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners, each whatever the others do. Safe for any thread. */
final class ExchangeListeners implements ExchangeListener {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeListener.class);

  private final List<ExchangeListener> listeners;

  private ExchangeListeners(List<ExchangeListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** One for all of them; {@link ExchangeListener#NONE} for none, so that nothing is recorded. */
  static ExchangeListener of(List<ExchangeListener> listeners) {
    return listeners.isEmpty() ? NONE : new ExchangeListeners(listeners);
  }

  @Override
  public void ended(ExchangeRecord record) {
    for (ExchangeListener listener : listeners) {
      try {
        listener.ended(record);
      } catch (RuntimeException | Error e) {
        // Errors too: a listener may need what a run time image leaves out, such as the flight
        // recorder, and one of a test may assert.
        LOG.warn("listener failed on request {}: {}", record.requestId(), e.toString());
      }
    }
  }
}
