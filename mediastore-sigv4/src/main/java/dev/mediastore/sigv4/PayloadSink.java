// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.ByteBuffer;

/**
 * Takes the bytes of an object once the framing is off.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface PayloadSink {
  /**
   * Takes bytes of the object.
   *
   * @param bytes the bytes between position and limit, a read-only view that is valid only during
   *     the call
   */
  void accept(ByteBuffer bytes);
}
