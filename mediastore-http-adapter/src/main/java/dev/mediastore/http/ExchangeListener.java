// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/** Told about every request after the fact: access log, metrics and audit attach here. */
@FunctionalInterface
interface ExchangeListener {
  /** Listens to nothing. */
  ExchangeListener NONE = record -> {};

  /** Takes note; runs on the thread that ended the exchange, and what it throws is only logged. */
  void ended(ExchangeRecord record);
}
