// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of real clients, each with the verdict it must get. */
class CapturesTest {
  private static final JsonNode INDEX = index();

  static Stream<Named<JsonNode>> captures() {
    return StreamSupport.stream(INDEX.path("captures").spliterator(), false)
        .map(capture -> Named.of(capture.path("file").asText(), capture));
  }

  static Stream<Named<JsonNode>> verifiable() {
    return captures().filter(capture -> capture.getPayload().hasNonNull("canonical_request"));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void capture_verified_getsItsVerdict(JsonNode capture) {
    WireText wire = wire(capture);
    for (int piece : new int[] {1, 7, 1 << 20}) {
      Bodies.Collector object = new Bodies.Collector();
      SignatureResult head = verifier(capture).verify(wire.head());
      PayloadResult end = Bodies.feed(head, wire.body(), piece, object);
      switch (capture.path("verdict").asText()) {
        case "accept" -> {
          assertInstanceOf(SignatureResult.Signed.class, head, () -> explain(head));
          assertInstanceOf(PayloadResult.Accepted.class, end, () -> explain(end));
          assertArrayEquals(expectedObject(capture), Sha256.of(object.bytes()));
        }
        case "anonymous" -> {
          assertInstanceOf(SignatureResult.Anonymous.class, head);
          assertInstanceOf(PayloadResult.Accepted.class, end);
        }
        default -> assertInstanceOf(SignatureResult.Refused.class, end);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("verifiable")
  void capture_broughtIntoCanonicalForm_isWhatTheClientSigned(JsonNode capture) {
    RequestView head = wire(capture).head();
    String expected = capture.path("canonical_request").asText();
    String[] lines = expected.split("\n", -1);
    List<String> names = Arrays.asList(lines[lines.length - 2].split(";"));
    PathRules rules = rules(capture);
    CanonicalRequest canonical = CanonicalRequest.of(head, names, lines[lines.length - 1], rules);
    assertEquals(expected, canonical.text());
    StringToSign text =
        new StringToSign(
            algorithm(capture),
            capture.path("signing_time").asText(),
            scope(capture),
            canonical.hash());
    assertEquals(capture.path("string_to_sign").asText(), text.text());
  }

  /** What the operator reads about clients that sign in ways of their own. */
  @ParameterizedTest
  @MethodSource("mistakes")
  void mistake_explained_isNamed(String file, String hint) {
    JsonNode capture =
        captures()
            .map(Named::getPayload)
            .filter(known -> known.path("file").asText().equals(file))
            .findFirst()
            .orElseThrow();
    WireText wire = wire(capture);
    PayloadResult end = Bodies.feed(verifier(capture).verify(wire.head()), wire.body());
    Explanation explanation = assertInstanceOf(SignatureResult.Refused.class, end).explanation();
    assertTrue(
        explanation.hints().stream().anyMatch(said -> said.contains(hint)),
        () -> explanation.report());
  }

  static Stream<List<String>> mistakeTable() {
    return Stream.of(
        List.of("curl-sigv4/get-space.http", "rule of S3"),
        List.of("curl-sigv4/get-dotdot.http", "rule of S3"),
        List.of("curl-sigv4/get-plus.http", "as it stands on the wire"),
        List.of("curl-sigv4/list-query-unsorted.http", "does not sort or encode the query"),
        List.of("curl-sigv4/list-query.http", "does not sort or encode the query"),
        List.of("curl-sigv4/put-upload-file.http", "signs an empty body but sends another"),
        List.of("js-v3/presign-scoped-get.http", "rule of S3"),
        List.of("aws-cli-v1/bad-secret-list.http", "secret access key is another"),
        List.of("js-v3/presign-get.http", "region and signing name"));
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> mistakes() {
    return mistakeTable()
        .map(row -> org.junit.jupiter.params.provider.Arguments.of(row.get(0), row.get(1)));
  }

  static WireText wire(JsonNode capture) {
    return WireText.parse(
        Resources.bytes(Resources.path("captures/" + capture.path("file").asText())));
  }

  static SigV4Verifier verifier(JsonNode capture) {
    String time = capture.path("signing_time").asText("20261123T071128Z");
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(AmzDate.parse(time) + 1));
    return SigV4Verifier.builder()
        .service(capture.path("service").asText("mediastore"))
        .region("us-east-1")
        .region("eu-west-1")
        .region("eu-central-1")
        .pathRules(rules(capture))
        .credentials(CredentialsLookup.of(credentials(capture)))
        .clock(clock)
        .build();
  }

  private static PathRules rules(JsonNode capture) {
    return capture.path("path_rules").asText("").equals("s3") ? PathRules.S3 : PathRules.STANDARD;
  }

  private static SigningCredentials credentials(JsonNode capture) {
    boolean session = capture.path("credentials").asText().equals("session");
    JsonNode set = INDEX.path("credentials").path(session ? "session" : "basic");
    SigningCredentials credentials =
        SigningCredentials.of(
            set.path("access_key_id").asText(), set.path("secret_access_key").asText());
    return session ? credentials.withSessionToken(set.path("session_token").asText()) : credentials;
  }

  private static byte[] expectedObject(JsonNode capture) {
    JsonNode chunked = capture.path("aws_chunked");
    return Hex.decode(
        chunked.isObject()
            ? chunked.path("decoded_sha256").asText()
            : capture.path("body_sha256").asText());
  }

  private static SignatureAlgorithm algorithm(JsonNode capture) {
    String token = capture.path("algorithm").asText();
    return Objects.requireNonNull(SignatureAlgorithm.find(token, 0, token.length()));
  }

  private static CredentialScope scope(JsonNode capture) {
    return new CredentialScope(
        capture.path("date_stamp").asText(),
        capture.path("region").asText("").replace("null", ""),
        capture.path("service").asText());
  }

  private static String explain(Object result) {
    return result instanceof SignatureResult.Refused refused
        ? refused.explanation().report()
        : String.valueOf(result);
  }

  private static JsonNode index() {
    try {
      return new ObjectMapper().readTree(Resources.path("captures/index.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
