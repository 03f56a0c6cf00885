// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.zip.Checksum;

/** CRC-64/NVME: reflected polynomial 0x9A6C9329AC4BC9B5, all ones before and after. */
final class Crc64Nvme implements Checksum {
  private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

  /** Row k advances a byte that is k bytes away from the end of a group of eight. */
  private static final long[][] TABLE = table();

  private long register = -1;

  @Override
  public void update(int b) {
    register = TABLE[0][(int) (register ^ b) & 0xff] ^ register >>> 8;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      long group = register;
      for (int k = 0; k < 8; k++) {
        group ^= (bytes[i + k] & 0xffL) << (8 * k);
      }
      long next = 0;
      for (int k = 0; k < 8; k++) {
        next ^= TABLE[7 - k][(int) (group >>> (8 * k)) & 0xff];
      }
      register = next;
    }
    for (; i < end; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~register;
  }

  @Override
  public void reset() {
    register = -1;
  }

  private static long[][] table() {
    long[][] table = new long[8][256];
    for (int b = 0; b < 256; b++) {
      long value = b;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
      }
      table[0][b] = value;
    }
    for (int k = 1; k < 8; k++) {
      for (int b = 0; b < 256; b++) {
        long before = table[k - 1][b];
        table[k][b] = table[0][(int) before & 0xff] ^ before >>> 8;
      }
    }
    return table;
  }
}
