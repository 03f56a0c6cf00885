// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;

/**
 * The meta data of a record that takes something away: the number of the newest file when it was
 * first written. What it takes lies in files up to that one, since whatever is moved later is moved
 * only if it is still needed. Once no such file is left, the record is needed no more.
 */
final class Horizon {
  private Horizon() {}

  static byte[] encode(int newestFile) {
    return ByteBuffer.allocate(4).putInt(newestFile).array();
  }

  static int of(LogRecord record) {
    byte[] meta = record.meta();
    return meta.length == 4 ? ByteBuffer.wrap(meta).getInt() : Integer.MAX_VALUE;
  }
}
