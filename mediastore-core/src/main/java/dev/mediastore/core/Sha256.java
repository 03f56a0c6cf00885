// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content digest of the contract: SHA-256, printed as 64 lower-case hexadecimal digits. */
final class Sha256 {
  static final int DIGITS = 64;

  private Sha256() {}

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform provides SHA-256", e);
    }
  }

  /**
   * Checks a printed digest.
   *
   * @return the same digest in lower case
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION}
   */
  static String checkHex(String digest) {
    if (digest.length() != DIGITS || !digest.chars().allMatch(HexFormat::isHexDigit)) {
      throw MediaStoreException.of(
          ErrorCode.VALIDATION, "A SHA-256 digest is 64 hexadecimal digits.");
    }
    return digest.toLowerCase(java.util.Locale.ROOT);
  }
}
