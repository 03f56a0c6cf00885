// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) under one key, on a digest the caller lends: nothing is allocated per
 * message. Immutable; the key never leaves it.
 */
final class Hmac {
  private final byte[] inner = new byte[Sha256.BLOCK];
  private final byte[] outer = new byte[Sha256.BLOCK];

  private Hmac(byte[] key) {
    byte[] shortKey = key.length > Sha256.BLOCK ? Sha256.of(key) : key;
    Arrays.fill(inner, (byte) 0x36);
    Arrays.fill(outer, (byte) 0x5c);
    for (int i = 0; i < shortKey.length; i++) {
      inner[i] ^= shortKey[i];
      outer[i] ^= shortKey[i];
    }
  }

  static Hmac of(byte[] key) {
    return new Hmac(key);
  }

  static Hmac of(String key) {
    return new Hmac(key.getBytes(StandardCharsets.UTF_8));
  }

  /** Begins a message on an idle digest; the caller updates it with the message. */
  void begin(MessageDigest digest) {
    digest.update(inner);
  }

  /** Ends the message into an array of 32 bytes. */
  void end(MessageDigest digest, byte[] target) {
    Sha256.finish(digest, target);
    digest.update(outer);
    digest.update(target, 0, Sha256.LENGTH);
    Sha256.finish(digest, target);
  }

  byte[] sign(MessageDigest digest, byte[] message) {
    byte[] target = new byte[Sha256.LENGTH];
    begin(digest);
    digest.update(message);
    end(digest, target);
    return target;
  }

  /** Returns the next key of a chain: the code of a text under this one. */
  Hmac derive(MessageDigest digest, String text) {
    return of(sign(digest, text.getBytes(StandardCharsets.UTF_8)));
  }
}
