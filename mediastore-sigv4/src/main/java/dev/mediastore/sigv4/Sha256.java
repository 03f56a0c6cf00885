// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 by the JDK, which hashes several times faster than a portable implementation. */
final class Sha256 {
  static final int LENGTH = 32;
  static final int BLOCK = 64;

  /** The digest of nothing. */
  static final String EMPTY_HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final byte[] EMPTY = Hex.decode(EMPTY_HEX);

  private Sha256() {}

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static byte[] of(byte[] bytes) {
    return create().digest(bytes);
  }

  /** Ends a digest into an array of the caller. */
  static void finish(MessageDigest digest, byte[] target) {
    try {
      digest.digest(target, 0, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("the target holds a digest", e);
    }
  }

  /** The digest of no bytes at all; not to be changed. */
  static byte[] empty() {
    return EMPTY;
  }
}
