// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.file.Path;

/**
 * What an engine is made for. Immutable.
 *
 * @param directory where it may write; exists, and may hold its files from before
 * @param valueBytes size of the largest value
 * @param windowBytes bytes of values alive at one time
 * @param objects number of values alive at one time
 * @param batch puts that may be made durable together; 1 if each stands for itself
 */
public record Setting(Path directory, int valueBytes, long windowBytes, long objects, int batch) {

  /** Room for values that are alive twice, padding and the engine's own records. */
  private static final long SLACK = 256L << 20;

  private static final long RECORD_BYTES = 512;

  /**
   * Returns how much an engine of fixed capacity needs so that capacity is never what is measured.
   *
   * @return bytes
   */
  public long capacityBytes() {
    return 2 * windowBytes + RECORD_BYTES * objects + SLACK;
  }
}
