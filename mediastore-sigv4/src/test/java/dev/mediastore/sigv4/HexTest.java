// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Digits, whatever else there is. */
class HexTest {
  @Test
  void everyCharacter_isADigitOrNot() {
    for (int c = -1; c < 1000; c++) {
      int expected = c < 0 || c >= 128 ? -1 : Character.digit(c, 16);
      assertEquals(expected, Hex.valueOf(c), "character " + c);
    }
    for (char c = 0; c < 1000; c++) {
      boolean lower = "0123456789abcdef".indexOf(c) >= 0;
      String text = "0" + c + "f";
      assertEquals(lower, Hex.isLower(text, 0, 3), text);
      assertTrue(Hex.isLower(text, 2, 3));
      byte[] decoded = new byte[1];
      assertEquals(lower, Hex.decodeLower(text, 0, 2, decoded));
      assertEquals(lower, Hex.decodeLower(text, 1, 3, decoded));
      if (lower) {
        assertEquals((byte) (Character.digit(c, 16) << 4 | 15), decoded[0]);
      }
    }
  }

  @Test
  void bytes_encoded_areDecodedToThemselves() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    String digits = Hex.encode(bytes);
    assertTrue(digits.startsWith("000102") && digits.endsWith("fdfeff"));
    assertArrayEquals(bytes, Hex.decode(digits));
    assertFalse(Hex.isLower(digits + "F", 0, 513));
    assertEquals('A', Hex.upperDigit(0xfa));
    assertEquals('a', Hex.lowerDigit(0xfa));
  }
}
