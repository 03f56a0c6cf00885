// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signing test suite of aws-c-auth: Version 4 and 4A, in the header and in the query. */
class AwsVectorsTest {
  static Stream<Named<Path>> vectors() {
    return Resources.casesUnder("vectors/aws-c-auth", "header-signed-request.txt").stream()
        .map(folder -> Named.of((isEcdsa(folder) ? "v4a/" : "v4/") + folder.getFileName(), folder));
  }

  /** A query signed without normalizing would need rules no service has, body and path at once. */
  static Stream<Named<Path>> queryVectors() {
    return vectors().filter(folder -> context(folder.getPayload()).path("normalize").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void headerVector_broughtIntoCanonicalForm_isEqual(Path folder) {
    assertCanonical(folder, "header");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void queryVector_broughtIntoCanonicalForm_isEqual(Path folder) {
    assertCanonical(folder, "query");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void headerVector_verified_isAccepted(Path folder) {
    assertAccepted(folder, "header");
  }

  @ParameterizedTest
  @MethodSource("queryVectors")
  void queryVector_verified_isAccepted(Path folder) {
    assertAccepted(folder, "query");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void keyOfVector_derived_hasItsPublicPoint(Path folder) throws IOException {
    Path file = folder.resolve("public-key.json");
    if (!Files.exists(file)) {
      return;
    }
    JsonNode point = new ObjectMapper().readTree(file.toFile());
    EcdsaKey key = EcdsaKey.derive(credentials(folder));
    assertEquals(new BigInteger(point.path("X").asText(), 16), key.publicX());
    assertEquals(new BigInteger(point.path("Y").asText(), 16), key.publicY());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signatureOfVector_verifiedAlone_isRight(Path folder) throws Refusal {
    for (String form : new String[] {"header", "query"}) {
      String signature = Resources.text(folder.resolve(form + "-signature.txt")).trim();
      CanonicalBuffer text = CanonicalBuffer.unbounded();
      text.append(Resources.text(folder.resolve(form + "-string-to-sign.txt")).trim());
      SignatureKey key =
          isEcdsa(folder)
              ? EcdsaKey.derive(credentials(folder))
              : SigningKey.derive(
                  credentials(folder), new CredentialScope("20150830", "us-east-1", "service"));
      assertEquals(true, key.verifies(text, new Hasher(), signature, 0, signature.length()));
      String own = key.sign(text.text().getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(true, key.verifies(text, new Hasher(), own, 0, own.length()));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void headerVector_withAnyByteFlipped_isRefused(Path folder) {
    assertRefusedOnceChanged(folder, "header");
  }

  @ParameterizedTest
  @MethodSource("queryVectors")
  void queryVector_withAnyByteFlipped_isRefused(Path folder) {
    assertRefusedOnceChanged(folder, "query");
  }

  private static void assertRefusedOnceChanged(Path folder, String form) {
    WireText wire = wire(folder, form);
    Sample sent = Sample.of(wire.head());
    String meaning = Mutation.means(sent, rules(folder));
    SigV4Verifier verifier = verifier(folder);
    int step = isEcdsa(folder) ? 11 : 1; // Curve arithmetic is slow.
    for (int position = 0; position < Mutation.length(sent); position += step) {
      Sample changed = Mutation.at(sent, position, 1);
      if (!Mutation.means(changed, rules(folder)).equals(meaning)) {
        SignatureResult head = verifier.verify(changed.view());
        PayloadResult end = Bodies.feed(head, wire.body());
        boolean signed = head instanceof SignatureResult.Signed;
        assertFalse(signed && end instanceof PayloadResult.Accepted, changed::toString);
      }
    }
  }

  private static void assertCanonical(Path folder, String form) {
    String expected =
        Resources.text(folder.resolve(form + "-canonical-request.txt")).stripTrailing();
    String[] lines = expected.split("\n", -1);
    List<String> names = Arrays.asList(lines[lines.length - 2].split(";"));
    CanonicalRequest canonical =
        CanonicalRequest.of(
            wire(folder, form).head(), names, lines[lines.length - 1], rules(folder));
    assertEquals(expected, canonical.text());
    String stringToSign =
        Resources.text(folder.resolve(form + "-string-to-sign.txt")).stripTrailing();
    boolean ecdsa = isEcdsa(folder);
    assertEquals(
        stringToSign,
        new StringToSign(
                ecdsa ? SignatureAlgorithm.ECDSA_P256_SHA256 : SignatureAlgorithm.HMAC_SHA256,
                "20150830T123600Z",
                new CredentialScope("20150830", ecdsa ? "" : "us-east-1", "service"),
                canonical.hash())
            .text());
  }

  private static void assertAccepted(Path folder, String form) {
    WireText wire = wire(folder, form);
    PayloadResult end = Bodies.feed(verifier(folder).verify(wire.head()), wire.body());
    assertInstanceOf(
        PayloadResult.Accepted.class,
        end,
        () -> ((SignatureResult.Refused) end).explanation().report());
  }

  static WireText wire(Path folder, String form) {
    return WireText.parse(Resources.bytes(folder.resolve(form + "-signed-request.txt")));
  }

  static SigV4Verifier verifier(Path folder) {
    return SigV4Verifier.builder()
        .service("service")
        .region("us-east-1")
        .pathRules(rules(folder))
        .credentials(CredentialsLookup.of(credentials(folder)))
        .clock(InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")))
        .build();
  }

  private static SigningCredentials credentials(Path folder) {
    JsonNode set = context(folder).path("credentials");
    SigningCredentials credentials =
        SigningCredentials.of(
            set.path("access_key_id").asText(), set.path("secret_access_key").asText());
    return set.has("token")
        ? credentials.withSessionToken(set.path("token").asText())
        : credentials;
  }

  /** The rules that do not normalize are those of S3, whose payload default is another. */
  private static PathRules rules(Path folder) {
    return context(folder).path("normalize").asBoolean() ? PathRules.STANDARD : PathRules.S3;
  }

  private static boolean isEcdsa(Path folder) {
    return folder.toString().contains("v4a");
  }

  private static JsonNode context(Path folder) {
    try {
      return new ObjectMapper().readTree(folder.resolve("context.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
