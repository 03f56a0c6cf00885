// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Keeps values under paths. Safe for any thread unless its {@link EngineType} says otherwise.
 *
 * <p>Values come from direct buffers and go to direct buffers, as those of an origin come from and
 * go to sockets.
 */
public interface Engine extends AutoCloseable {

  /**
   * Stores a value. A durable engine returns when it is on stable storage.
   *
   * @param path path of 1 to 100 ASCII characters
   * @param value its remaining bytes; the position may have moved afterwards
   * @throws IOException if the engine failed
   */
  void put(String path, ByteBuffer value) throws IOException;

  /**
   * Copies a value out.
   *
   * @param path path of the value
   * @param target receives it from index 0 on; position and limit may have moved afterwards
   * @return length of the value, or -1 if there is none
   * @throws IOException if the engine failed
   */
  int get(String path, ByteBuffer target) throws IOException;

  /**
   * Removes a value, if there is one.
   *
   * @param path path of the value
   * @throws IOException if the engine failed
   */
  void delete(String path) throws IOException;

  /**
   * Reads a value in place: acquires it, looks at its first and last byte, releases it.
   *
   * @param path path of a value that is not empty
   * @return the two bytes, the first in bits 8 to 15; -1 if there is no value
   * @throws IOException if the engine failed
   */
  default int view(String path) throws IOException {
    throw new UnsupportedOperationException("cannot lend values");
  }

  /**
   * Reads direct children of a folder in byte order, with the bytes kept for each.
   *
   * @param folder folder without trailing slash; it holds objects only
   * @param after name after which to start
   * @param max most rows
   * @return number of rows
   * @throws IOException if the engine failed
   */
  default int page(String folder, String after, int max) throws IOException {
    throw new UnsupportedOperationException("keeps no order");
  }

  /**
   * Ends a batch, where puts are batched: all of them survive the end of the process.
   *
   * @throws IOException if the engine failed
   */
  default void flush() throws IOException {}

  @Override
  void close() throws IOException;

  /**
   * Makes what {@link #view} returns.
   *
   * @param value a value from position 0 to its limit
   * @return its first and last byte
   */
  static int ends(ByteBuffer value) {
    return (value.get(0) & 0xff) << 8 | (value.get(value.limit() - 1) & 0xff);
  }
}
