// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.FuzzSubject.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mediastore.sigv4.PayloadResult.Accepted;
import dev.mediastore.sigv4.SignatureResult.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of the input choose what the rest is. Either a framed body as it stands: it is
 * accepted exactly when a naive reading of the whole accepts it, with the same bytes and trailers,
 * however it is cut. Or the content of one: signed chunk by chunk it is accepted and comes out as
 * it went in, and with one byte changed it is refused or comes out the same.
 */
class ChunkedPayloadFuzzTest {
  private static final SigV4Limits LIMITS =
      new SigV4Limits(200, 8192, 100, 100, 8192, 65_536, 1 << 16, 1000, 16, 256);
  private static final PayloadExpectation UNSIGNED =
      new PayloadExpectation(PayloadForm.UNSIGNED_CHUNKS_TRAILER, -1, List.of());
  private static final PayloadExpectation UNSIGNED_TRAILER =
      new PayloadExpectation(PayloadForm.UNSIGNED_CHUNKS_TRAILER, -1, List.of("x-a"));
  private static final PayloadExpectation SIGNED =
      new PayloadExpectation(PayloadForm.SIGNED_CHUNKS, -1, List.of());
  private static final PayloadExpectation SIGNED_TRAILER =
      new PayloadExpectation(PayloadForm.SIGNED_CHUNKS_TRAILER, -1, List.of("x-a"));
  private static final CredentialScope SCOPE =
      new CredentialScope("20261123", FuzzSubject.REGION, "mediastore");
  private static final SigningKey KEY = SigningKey.derive(FuzzSubject.CREDENTIALS, SCOPE);
  private static final String SEED = "0123456789abcdef".repeat(4);
  private static final Seal SEAL = seal();

  /** Signing is what costs here. */
  private static final int MOST_CHUNKS = 3;

  @FuzzTest
  void chunkedPayload(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int choice = input[0];
    int piece = 1 + (input[1] & 0xff);
    byte[] rest = Arrays.copyOfRange(input, 2, input.length);
    boolean signed = FuzzSubject.isTurn(input, 8);
    switch (signed ? choice & 3 : choice & 1) {
      case 0 -> requireLikeNaive(rest, UNSIGNED, piece);
      case 1 -> requireLikeNaive(rest, UNSIGNED_TRAILER, piece);
      case 2 -> requireSignedComesOut(rest, SIGNED, piece, choice >> 2);
      default -> requireSignedComesOut(rest, SIGNED_TRAILER, piece, choice >> 2);
    }
  }

  private static void requireLikeNaive(byte[] wire, PayloadExpectation payload, int piece) {
    NaiveFraming expected = NaiveFraming.read(FuzzSubject.text(wire), payload.trailers());
    Outcome whole =
        FuzzSubject.inProportion(
            wire.length, () -> feed(wire, payload, null, Math.max(1, wire.length)));
    if (FuzzSubject.isTurn(wire, 2)) {
      Outcome pieces = feed(wire, payload, null, piece);
      require(whole.equals(pieces), "the same however it is cut");
    }
    require(expected.accepted() == whole.accepted(), "accepted exactly when a naive reading does");
    if (whole.accepted()) {
      require(expected.data().equals(whole.data()), "the same bytes");
      require(expected.trailers().equals(whole.trailers()), "the same trailers");
    }
  }

  private static void requireSignedComesOut(
      byte[] content, PayloadExpectation payload, int piece, int flip) {
    int chunks = 1 + piece % MOST_CHUNKS;
    byte[] wire = signed(content, 1 + content.length / chunks, payload.form().trailer());
    Outcome right = feed(wire, payload, new ChunkChain(SEAL), piece);
    require(right.accepted(), "what is signed is accepted");
    require(right.data().equals(FuzzSubject.text(content)), "it comes out as it went in");
    int at = Math.floorMod(Arrays.hashCode(content) ^ flip, wire.length);
    wire[at] ^= (byte) (1 << (flip & 7));
    Outcome changed = feed(wire, payload, new ChunkChain(SEAL), piece + 1);
    require(!changed.accepted() || changed.equals(right), "what is changed is refused or the same");
  }

  private record Outcome(boolean accepted, String data, Map<String, String> trailers) {}

  private static Outcome feed(
      byte[] wire, PayloadExpectation payload, @Nullable ChunkChain chain, int piece) {
    ChunkedPayload verifier = new ChunkedPayload(payload, LIMITS, chain);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    PayloadSink sink =
        bytes -> {
          byte[] copy = new byte[bytes.remaining()];
          bytes.get(copy);
          data.writeBytes(copy);
        };
    int from = 0;
    boolean more = true;
    while (from < wire.length && more) {
      int count = Math.min(piece, wire.length - from);
      more = verifier.update(ByteBuffer.wrap(wire, from, count), sink);
      from += count;
    }
    PayloadResult result = verifier.finish();
    require(result.equals(verifier.finish()), "asked again, the same answer");
    if (result instanceof Accepted accepted) {
      require(more && accepted.length() == data.size(), "the length of what came out");
      return new Outcome(true, data.toString(ISO_8859_1), NaiveFraming.asMap(accepted.trailers()));
    }
    FuzzSubject.requirePublic((Refused) result);
    return new Outcome(false, "", Map.of());
  }

  /** Frames and signs content by the rules, in chunks of a size. */
  private static byte[] signed(byte[] content, int chunk, boolean trailer) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    String previous = SEED;
    int from = 0;
    while (true) {
      byte[] data = Arrays.copyOfRange(content, from, Math.min(content.length, from + chunk));
      from += data.length;
      String digest = Hex.encode(Sha256.of(data));
      previous = sign("-PAYLOAD", previous + "\n" + Sha256.EMPTY_HEX + "\n" + digest);
      write(wire, Integer.toHexString(data.length) + ";chunk-signature=" + previous + "\r\n");
      if (data.length == 0) {
        break;
      }
      wire.writeBytes(data);
      write(wire, "\r\n");
    }
    if (trailer) {
      byte[] fields = "x-a:1\n".getBytes(ISO_8859_1);
      String signature = sign("-TRAILER", previous + "\n" + Hex.encode(Sha256.of(fields)));
      write(wire, "x-a:1\r\nx-amz-trailer-signature:" + signature + "\r\n");
    }
    write(wire, "\r\n");
    return wire.toByteArray();
  }

  private static String sign(String suffix, String rest) {
    String text =
        SignatureAlgorithm.HMAC_SHA256.token()
            + suffix
            + "\n"
            + FuzzSubject.TIMESTAMP
            + "\n"
            + SCOPE
            + "\n"
            + rest;
    return KEY.sign(text.getBytes(ISO_8859_1));
  }

  private static void write(ByteArrayOutputStream wire, String text) {
    wire.writeBytes(text.getBytes(ISO_8859_1));
  }

  private static Seal seal() {
    CredentialText credential =
        CredentialText.parse("AKIDEXAMPLE/" + SCOPE, SignatureAlgorithm.HMAC_SHA256);
    if (credential == null) {
      throw new AssertionError("a credential of the right shape");
    }
    return new Seal(SignatureAlgorithm.HMAC_SHA256, FuzzSubject.TIMESTAMP, credential, KEY, SEED);
  }
}
