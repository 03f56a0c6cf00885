// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws that hold for every request. */
class SigningPropertiesTest {
  @Provide
  Arbitrary<Sample> requests() {
    Arbitrary<String> method = Arbitraries.of("GET", "HEAD", "PUT", "DELETE");
    Arbitrary<String> segment =
        Arbitraries.of("a", "b.ts", "", ".", "..", "%20", "%2F", "%e1%88%b4", "x=y", "+", "~");
    Arbitrary<String> path =
        segment.list().ofMinSize(0).ofMaxSize(6).map(list -> "/" + String.join("/", list));
    Arbitrary<String> parameter =
        Arbitraries.of("a=1", "a=0", "b", "Path=x%2Fy", "c=%20", "d=+", "=", "A=~", "%61=2");
    Arbitrary<String> query =
        parameter.list().ofMaxSize(4).map(list -> String.join("&", list)).injectNull(0.3);
    Arbitrary<List<Map.Entry<String, String>>> headers =
        Combinators.combine(
                Arbitraries.of("x-amz-a", "X-Amz-B", "Content-Type", "unsigned"),
                Arbitraries.of("v", " two  words ", "", "a,b", "\"q  q\""))
            .as((name, value) -> Map.entry(name, value))
            .list()
            .ofMaxSize(4);
    return Combinators.combine(method, path, query, headers)
        .as(
            (m, p, q, h) -> {
              List<Map.Entry<String, String>> lines = new ArrayList<>(h);
              lines.add(Map.entry("Host", "h.example"));
              return new Sample(m, p, q, lines, false);
            });
  }

  @Provide
  Arbitrary<SigV4Signer.Builder> signers() {
    return Arbitraries.of(0, 1, 2)
        .map(
            kind ->
                switch (kind) {
                  case 0 -> Sample.signer();
                  case 1 -> Sample.signer(Sample.TEMPORARY);
                  default -> Sample.ecdsaSigner();
                });
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsSigned_isVerified(
      @ForAll("requests") Sample request,
      @ForAll("signers") SigV4Signer.Builder signer,
      @ForAll PathRules rules,
      @ForAll boolean inQuery) {
    SigV4Signer built = signer.pathRules(rules).build();
    Sample signed =
        inQuery
            ? request.presigned(built, Duration.ofMinutes(1))
            : request.signed(built, Sha256.EMPTY_HEX);
    Sample.assertVerified(Sample.verifier().pathRules(rules).build().verify(signed.view()));
  }

  /**
   * Changes one character anywhere; either the meaning stays the same or the request is refused.
   */
  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsChanged_isRefused(
      @ForAll("requests") Sample request,
      @ForAll boolean inQuery,
      @ForAll PathRules rules,
      @ForAll @IntRange(max = 10_000) int position,
      @ForAll @IntRange(min = 1, max = 127) int flip) {
    SigV4Signer signer = Sample.signer().pathRules(rules).build();
    Sample signed =
        inQuery
            ? request.presigned(signer, Duration.ofMinutes(1))
            : request.signed(signer, Sha256.EMPTY_HEX);
    Sample changed = Mutation.at(signed, position, flip);
    Assume.that(!Mutation.means(changed, rules).equals(Mutation.means(signed, rules)));
    SignatureResult result = Sample.verifier().pathRules(rules).build().verify(changed.view());
    assertFalse(result instanceof SignatureResult.Signed, () -> signed + " became " + changed);
  }

  /** The same for Version 4A, whose signatures cost a hundred times as much. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void whatIsChangedInVersion4a_isRefused(
      @ForAll("requests") Sample request,
      @ForAll boolean inQuery,
      @ForAll @IntRange(max = 10_000) int position,
      @ForAll @IntRange(min = 1, max = 127) int flip) {
    SigV4Signer signer = Sample.ecdsaSigner().build();
    Sample signed =
        inQuery
            ? request.presigned(signer, Duration.ofMinutes(1))
            : request.signed(signer, Sha256.EMPTY_HEX);
    Sample changed = Mutation.at(signed, position, flip);
    Assume.that(
        !Mutation.means(changed, PathRules.STANDARD)
            .equals(Mutation.means(signed, PathRules.STANDARD)));
    SignatureResult result = changed.verify();
    assertFalse(result instanceof SignatureResult.Signed, () -> signed + " became " + changed);
  }

  @Provide
  Arbitrary<List<String>> chunks() {
    return Arbitraries.strings()
        .withCharRange('\u0000', '\u00ff')
        .ofMinLength(1)
        .ofMaxLength(40)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> signedForms() {
    return Arbitraries.of(
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER");
  }

  /** Chunks come out as they went in, however the body is cut on the way. */
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void signedChunks_areAccepted(
      @ForAll("chunks") List<String> chunks,
      @ForAll("signedForms") String form,
      @ForAll @IntRange(min = 1, max = 300) int piece) {
    ChunkedBody body = signedBody(chunks, form);
    Bodies.Collector object = new Bodies.Collector();
    Sample.assertAccepted(Bodies.feed(body.request().verify(), body.bytes(), piece, object));
    assertArrayEquals(Sample.bytes(String.join("", chunks)), object.bytes());
  }

  /** Any byte of the framing or the data changed: refused, or the same object after all. */
  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void signedChunks_changed_areRefused(
      @ForAll("chunks") List<String> chunks,
      @ForAll("signedForms") String form,
      @ForAll @IntRange(max = 10_000) int position,
      @ForAll @IntRange(min = 1, max = 255) int flip) {
    ChunkedBody body = signedBody(chunks, form);
    byte[] wire = body.bytes();
    wire[position % wire.length] ^= (byte) flip;
    Bodies.Collector object = new Bodies.Collector();
    PayloadResult result = Bodies.feed(body.request().verify(), wire, 64, object);
    if (result instanceof PayloadResult.Accepted accepted) {
      assertArrayEquals(Sample.bytes(String.join("", chunks)), object.bytes());
      assertEquals(
          form.endsWith("-TRAILER") ? List.of(Map.entry("x-a", "v")) : List.of(),
          accepted.trailers());
    }
  }

  private static ChunkedBody signedBody(List<String> chunks, String form) {
    boolean trailer = form.endsWith("-TRAILER");
    boolean ecdsa = form.contains("ECDSA");
    Sample plain = trailer ? Sample.put("/x").with("x-amz-trailer", "x-a") : Sample.put("/x");
    SigV4Signer signer = ecdsa ? Sample.ecdsaSigner().build() : Sample.signer().build();
    Sample request = plain.signed(signer, form);
    ChunkedBody body = ecdsa ? ChunkedBody.ofEcdsa(request) : ChunkedBody.of(request);
    chunks.forEach(body::chunk);
    body.chunk("");
    return trailer ? body.trailer("x-a:v") : body.end();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void canonicalPath_isSafeToRead(@ForAll("requests") Sample request) {
    String path = line(request, PathRules.STANDARD, 1);
    assertEquals('/', path.charAt(0));
    assertFalse(path.contains("//"), path);
    for (String segment : path.split("/", -1)) {
      assertFalse(segment.equals(".") || segment.equals(".."), path);
    }
  }

  /**
   * Bringing what is canonical into canonical form changes nothing, but for the second encoding.
   */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void canonicalForm_isItsOwn(@ForAll("requests") Sample request) {
    String query = line(request, PathRules.S3, 2);
    assertEquals(query, line(request.query(query), PathRules.S3, 2));
    String path = line(request, PathRules.S3, 1);
    assertEquals(path, line(request.path(path), PathRules.S3, 1));
  }

  private static String line(Sample request, PathRules rules, int number) {
    return CanonicalRequest.of(request.view(), List.of("host"), "UNSIGNED-PAYLOAD", rules)
        .text()
        .split("\n", -1)[number];
  }
}
