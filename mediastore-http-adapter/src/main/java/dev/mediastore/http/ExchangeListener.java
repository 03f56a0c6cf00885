// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Told about every request after the fact: access logs, metrics and audit attach here, see {@link
 * dev.mediastore.http.observation}. Safe for any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ExchangeListener {
  /** Listens to nothing. */
  ExchangeListener NONE = record -> {};

  /**
   * Takes note; quickly, since it runs on the thread that ended the exchange. What it throws is
   * only logged.
   */
  void ended(ExchangeRecord record);
}
