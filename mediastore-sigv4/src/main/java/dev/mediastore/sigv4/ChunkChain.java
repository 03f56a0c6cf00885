// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * The chain of chunk signatures: each covers its chunk and the signature before it, the first one
 * continuing that of the head. Used by one thread at a time.
 */
final class ChunkChain {
  private final Seal seal;
  private final MessageDigest chunk = Sha256.create();
  private final Hasher hasher = new Hasher();
  private final CanonicalBuffer stringToSign = CanonicalBuffer.unbounded();
  private String previous;

  ChunkChain(Seal seal) {
    this.seal = seal;
    this.previous = seal.claimed();
  }

  void update(ByteBuffer data) {
    chunk.update(data);
  }

  /** Ends the chunk whose data was given; tells whether it has this signature. */
  boolean endChunk(String padded) throws Refusal {
    begin("-PAYLOAD");
    stringToSign.append(Sha256.EMPTY_HEX);
    stringToSign.append('\n');
    stringToSign.appendHex(chunk.digest());
    return check(padded);
  }

  /** Tells whether the trailer fields, each {@code name:value} and a line feed, are signed so. */
  boolean endTrailer(byte[] fields, String padded) throws Refusal {
    begin("-TRAILER");
    stringToSign.appendHex(Sha256.of(fields));
    return check(padded);
  }

  private void begin(String suffix) throws Refusal {
    stringToSign.clear();
    Seal.writeSigner(
        seal.algorithm().token() + suffix, seal.timestamp(), seal.credential(), stringToSign);
    stringToSign.append(previous);
    stringToSign.append('\n');
  }

  private boolean check(String padded) {
    String signature = unpadded(padded);
    previous = signature;
    return seal.key().verifies(stringToSign, hasher, signature, 0, signature.length());
  }

  /** Version 4A signatures vary in length; in a stream stars fill them up to the longest. */
  private String unpadded(String signature) {
    int end = signature.length();
    if (seal.algorithm() == SignatureAlgorithm.ECDSA_P256_SHA256) {
      while (end > 0 && signature.charAt(end - 1) == '*') {
        end--;
      }
    }
    return signature.substring(0, end);
  }
}
