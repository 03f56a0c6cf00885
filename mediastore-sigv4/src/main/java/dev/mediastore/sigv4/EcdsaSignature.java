// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ECDSA signature as DER: a sequence of two integers. Read strictly, so that one signature has
 * one form and the zeros of CVE-2022-21449 get nowhere.
 */
record EcdsaSignature(BigInteger r, BigInteger s) {
  /** Two integers of 33 bytes with their heads, and the head of the sequence. */
  static final int LONGEST = 72;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int HEAD = 2;

  /** Returns null unless the bytes are a signature in its one form with both numbers in range. */
  static @Nullable EcdsaSignature parse(byte[] der, BigInteger order) {
    if (der.length < HEAD
        || der.length > LONGEST
        || der[0] != SEQUENCE
        || der[1] != der.length - HEAD) {
      return null;
    }
    BigInteger r = integerAt(der, HEAD, order);
    if (r == null) {
      return null;
    }
    int second = HEAD + HEAD + der[HEAD + 1];
    BigInteger s = integerAt(der, second, order);
    return s != null && second + HEAD + der[second + 1] == der.length
        ? new EcdsaSignature(r, s)
        : null;
  }

  private static @Nullable BigInteger integerAt(byte[] der, int offset, BigInteger order) {
    if (offset + HEAD >= der.length || der[offset] != INTEGER) {
      return null;
    }
    int from = offset + HEAD;
    int length = der[offset + 1];
    if (length < 1 || from + length > der.length || isPadded(der, from, length)) {
      return null;
    }
    BigInteger value = new BigInteger(Arrays.copyOfRange(der, from, from + length));
    return value.signum() > 0 && value.compareTo(order) < 0 ? value : null;
  }

  private static boolean isPadded(byte[] der, int from, int length) {
    return length > 1 && der[from] == 0 && der[from + 1] >= 0;
  }

  byte[] toDer() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    ByteArrayOutputStream der = new ByteArrayOutputStream(LONGEST);
    der.write(SEQUENCE);
    der.write(HEAD + first.length + HEAD + second.length);
    for (byte[] number : new byte[][] {first, second}) {
      der.write(INTEGER);
      der.write(number.length);
      der.writeBytes(number);
    }
    return der.toByteArray();
  }
}
