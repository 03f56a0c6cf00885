// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

/**
 * Where events go. Called by one thread at a time; may be slow, and may throw, which is counted.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ServiceEventSink {

  /** Takes an event. */
  void write(ServiceEvent event);
}
