// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.ByteBuffer;

/**
 * One copy and nothing else: values go round in a ring, found again by the number their path ends
 * with. The floor of every put and every copying get. One thread.
 */
final class CopyEngine implements Engine {
  private final ByteBuffer[] ring;

  CopyEngine(Setting setting) {
    this.ring = new ByteBuffer[(int) Math.max(1, 2 * setting.objects())];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = ByteBuffer.allocateDirect(setting.valueBytes());
    }
  }

  private ByteBuffer place(String path) {
    long number = 0;
    for (int i = path.indexOf('_') + 1; i < path.length() && path.charAt(i) != '.'; i++) {
      number = 10 * number + path.charAt(i) - '0';
    }
    return ring[(int) (number % ring.length)];
  }

  @Override
  public void put(String path, ByteBuffer value) {
    place(path).clear().put(value).flip();
  }

  @Override
  public int get(String path, ByteBuffer target) {
    ByteBuffer value = place(path);
    target.put(0, value, 0, value.limit());
    return value.limit();
  }

  @Override
  public void delete(String path) {}

  @Override
  public void close() {}
}
