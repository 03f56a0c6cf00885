// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.FuzzSubject.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The input is a Version 4A signature as DER. It is read exactly when Bouncy Castle's strict reader
 * reads it, gives the same two numbers, and prints back to the same bytes; none but the right one
 * verifies.
 */
class EcdsaSignatureFuzzTest {
  private static final BigInteger ORDER = CustomNamedCurves.getByName("P-256").getN();
  private static final EcdsaKey KEY = EcdsaKey.derive(FuzzSubject.CREDENTIALS);
  private static final byte[] MESSAGE = {'m'};
  private static final byte[] RIGHT = Hex.decode(KEY.sign(MESSAGE));

  @FuzzTest
  void ecdsaSignature(byte[] input) {
    EcdsaSignature read = EcdsaSignature.parse(input, ORDER);
    BigInteger @Nullable [] expected = referenceOf(input);
    require((read == null) == (expected == null), "read exactly when the reference reads it");
    if (read != null && expected != null) {
      require(read.r().equals(expected[0]) && read.s().equals(expected[1]), "the same numbers");
      require(Arrays.equals(input, read.toDer()), "one signature has one form");
      if (FuzzSubject.isTurn(input, 64) || Arrays.equals(input, RIGHT)) {
        requireOnlyTheRightOne(input, read);
      }
    }
    if (FuzzSubject.isTurn(input, 16)) {
      requireRefusedAsText(input);
    }
  }

  /** For every signature (r, s) there is one other, (r, n - s), that is right as well. */
  private static void requireOnlyTheRightOne(byte[] input, EcdsaSignature read) {
    EcdsaSignature right = EcdsaSignature.parse(RIGHT, ORDER);
    boolean twin =
        right != null && read.r().equals(right.r()) && read.s().equals(ORDER.subtract(right.s()));
    require(
        verifies(Hex.encode(input)) == (twin || Arrays.equals(input, RIGHT)),
        "none but the right one verifies");
  }

  /** As text, what is not an even number of lower-case digits never gets as far as the curve. */
  private static void requireRefusedAsText(byte[] input) {
    String text = FuzzSubject.text(input);
    boolean digits = text.length() % 2 == 0 && text.matches("[0-9a-f]*");
    if (!digits || text.length() < 16) {
      require(!verifies(text), "text that is no signature is none");
    }
  }

  private static boolean verifies(String signature) {
    CanonicalBuffer message = CanonicalBuffer.unbounded();
    try {
      message.append('m');
    } catch (Refusal e) {
      throw new AssertionError(e);
    }
    return KEY.verifies(message, new Hasher(), signature, 0, signature.length());
  }

  private static BigInteger @Nullable [] referenceOf(byte[] input) {
    try {
      BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(ORDER, input);
      return numbers[0].signum() > 0 && numbers[1].signum() > 0 ? numbers : null;
    } catch (IOException | RuntimeException e) { // It throws both for bytes that are no signature.
      return null;
    }
  }
}
