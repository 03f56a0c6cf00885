// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The key pair of a credential in Signature Version 4A, on P-256. The private number comes from the
 * secret by a counter-mode derivation (NIST SP 800-108) repeated until it is in range. Immutable.
 */
final class EcdsaKey implements SignatureKey {
  /** Hexadecimal digits of the longest signature. */
  static final int LONGEST_DIGITS = 2 * EcdsaSignature.LONGEST;

  private static final ECDomainParameters P256 = p256();
  private static final int LAST_COUNTER = 254;

  private final ECPrivateKeyParameters privateKey;
  private final ECPublicKeyParameters publicKey;

  private EcdsaKey(BigInteger secret) {
    ECPoint point = new FixedPointCombMultiplier().multiply(P256.getG(), secret).normalize();
    this.privateKey = new ECPrivateKeyParameters(secret, P256);
    this.publicKey = new ECPublicKeyParameters(point, P256);
  }

  static EcdsaKey derive(SigningCredentials credentials) {
    MessageDigest digest = Sha256.create();
    Hmac hmac = Hmac.of("AWS4A" + credentials.secretAccessKey());
    BigInteger largest = P256.getN().subtract(BigInteger.TWO);
    for (int counter = 1; counter <= LAST_COUNTER; counter++) {
      byte[] input = derivationInput(credentials.accessKeyId(), counter);
      BigInteger candidate = new BigInteger(1, hmac.sign(digest, input));
      if (candidate.compareTo(largest) <= 0) {
        return new EcdsaKey(candidate.add(BigInteger.ONE));
      }
    }
    throw new IllegalStateException("no key can be derived for " + credentials);
  }

  private static byte[] derivationInput(String accessKeyId, int counter) {
    byte[] label = SignatureAlgorithm.ECDSA_P256_SHA256.token().getBytes(StandardCharsets.US_ASCII);
    byte[] context = accessKeyId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + label.length + 1 + context.length + 1 + 4)
        .putInt(1)
        .put(label)
        .put((byte) 0)
        .put(context)
        .put((byte) counter)
        .putInt(8 * Sha256.LENGTH)
        .array();
  }

  @Override
  public boolean verifies(
      CanonicalBuffer message, Hasher hasher, String signature, int from, int to) {
    int digits = to - from;
    if (digits % 2 != 0 || digits > LONGEST_DIGITS) {
      return false;
    }
    byte[] der = new byte[digits / 2];
    if (!Hex.decodeLower(signature, from, to, der)) {
      return false;
    }
    EcdsaSignature parsed = EcdsaSignature.parse(der, P256.getN());
    if (parsed == null) {
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, publicKey);
    return verifier.verifySignature(hasher.hash(message), parsed.r(), parsed.s());
  }

  /** Signs with a deterministic nonce (RFC 6979), so no source of randomness is needed. */
  @Override
  public String sign(byte[] message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, privateKey);
    BigInteger[] numbers = signer.generateSignature(Sha256.of(message));
    return Hex.encode(new EcdsaSignature(numbers[0], numbers[1]).toDer());
  }

  /** The affine coordinates of the public point. */
  BigInteger publicX() {
    return publicKey.getQ().getAffineXCoord().toBigInteger();
  }

  BigInteger publicY() {
    return publicKey.getQ().getAffineYCoord().toBigInteger();
  }

  private static ECDomainParameters p256() {
    X9ECParameters curve = CustomNamedCurves.getByName("P-256");
    return new ECDomainParameters(
        curve.getCurve(), curve.getG(), curve.getN(), curve.getH(), curve.getSeed());
  }
}
