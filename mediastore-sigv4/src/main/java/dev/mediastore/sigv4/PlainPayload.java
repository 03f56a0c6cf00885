// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import dev.mediastore.sigv4.PayloadResult.Accepted;
import dev.mediastore.sigv4.SignatureResult.Refused;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a body without framing by its digest, or only counts it. */
final class PlainPayload extends PayloadVerifier {
  private static final long NOT_SEEN = -1;

  /** Judges a finished body by its SHA-256; returns null to accept it. */
  @FunctionalInterface
  interface DigestCheck {
    @Nullable Refused check(byte[] sha256);
  }

  /** Accepts the body that most requests have: none. */
  static final DigestCheck NOTHING = digest -> checkDeclared(Sha256.empty(), digest);

  private final @Nullable DigestCheck check;

  /** Made for the first byte: most requests have no body. */
  private @Nullable MessageDigest digest;

  private long length;
  private @Nullable PayloadResult result;

  private PlainPayload(@Nullable DigestCheck check) {
    this.check = check;
  }

  static PlainPayload unsigned() {
    return new PlainPayload(null);
  }

  static PlainPayload hashed(DigestCheck check) {
    return new PlainPayload(check);
  }

  static @Nullable Refused checkDeclared(byte[] expected, byte[] sha256) {
    return MessageDigest.isEqual(expected, sha256) ? null : wrongDigest();
  }

  static Refused wrongDigest() {
    return new Refused(
        SigV4Error.PAYLOAD_MISMATCH,
        "The provided x-amz-content-sha256 header does not match what was computed");
  }

  @Override
  public boolean framed() {
    return false;
  }

  @Override
  public boolean update(ByteBuffer wire, PayloadSink sink) {
    requireOpen();
    length += wire.remaining();
    if (check != null && wire.hasRemaining()) {
      if (digest == null) {
        digest = Sha256.create();
      }
      digest.update(wire.duplicate());
    }
    sink.accept(wire.asReadOnlyBuffer());
    wire.position(wire.limit());
    return true;
  }

  @Override
  public PayloadResult finish() {
    if (result == null) {
      result = decide(length, digest == null ? Sha256.empty() : digest.digest());
    }
    return result;
  }

  @Override
  public PayloadResult finish(byte[] sha256) {
    requireOpen();
    if (length > 0) {
      throw new IllegalStateException("bytes of the body were given as well as its digest");
    }
    if (sha256.length != Sha256.LENGTH) {
      throw new IllegalArgumentException("not a SHA-256: " + sha256.length + " bytes");
    }
    result = decide(NOT_SEEN, sha256);
    return result;
  }

  private void requireOpen() {
    if (result != null) {
      throw new IllegalStateException("the body has ended");
    }
  }

  private PayloadResult decide(long seen, byte @Nullable [] sha256) {
    Refused refused = check == null || sha256 == null ? null : check.check(sha256);
    return refused == null ? new Accepted(seen, List.of()) : refused;
  }
}
