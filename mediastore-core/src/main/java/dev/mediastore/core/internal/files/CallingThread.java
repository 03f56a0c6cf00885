// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs each task at once on the thread that hands it over. Keeps nothing, so it is never shut down.
 * Safe for any thread.
 */
final class CallingThread extends AbstractExecutorService {
  static final CallingThread INSTANCE = new CallingThread();

  private CallingThread() {}

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {
    // there is no thread to end
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
