// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Told about changes after they took effect. Implementations are safe for any thread.
 *
 * <p>Called synchronously on the thread that made the change, without any lock held; it may call
 * the origin. It should return quickly. What it throws is logged and never fails the operation.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MediaStoreListener {

  /**
   * Takes note of a change.
   *
   * @param event what happened
   */
  void on(MediaStoreEvent event);
}
