// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The classic signing test suite, in the copy botocore carries. */
class BotocoreVectorsTest {
  static Stream<Named<Path>> vectors() {
    return Resources.casesUnder("vectors/botocore-aws4_testsuite", ".sreq").stream()
        .map(folder -> Named.of(folder.getFileName().toString(), folder));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_broughtIntoCanonicalForm_isEqual(Path folder) {
    String expected = text(folder, ".creq");
    String[] lines = expected.split("\n", -1);
    List<String> names = Arrays.asList(lines[lines.length - 2].split(";"));
    CanonicalRequest canonical =
        CanonicalRequest.of(
            wire(folder, ".sreq").head(), names, lines[lines.length - 1], PathRules.STANDARD);
    assertEquals(expected, canonical.text());
    assertEquals(
        text(folder, ".sts"),
        new StringToSign(
                SignatureAlgorithm.HMAC_SHA256,
                "20150830T123600Z",
                new CredentialScope("20150830", "us-east-1", "service"),
                canonical.hash())
            .text());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_verified_isAccepted(Path folder) {
    WireText wire = wire(folder, ".sreq");
    PayloadResult end = Bodies.feed(verifier(wire).verify(wire.head()), wire.body());
    assertInstanceOf(
        PayloadResult.Accepted.class,
        end,
        () -> ((SignatureResult.Refused) end).explanation().report());
  }

  private static SigV4Verifier verifier(WireText wire) {
    SigningCredentials credentials =
        SigningCredentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    String token = wire.value("x-amz-security-token");
    return SigV4Verifier.builder()
        .service("service")
        .region("us-east-1")
        .credentials(
            CredentialsLookup.of(token == null ? credentials : credentials.withSessionToken(token)))
        .clock(InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")))
        .build();
  }

  private static WireText wire(Path folder, String ending) {
    return WireText.parse(Resources.bytes(file(folder, ending)));
  }

  private static String text(Path folder, String ending) {
    return Resources.text(file(folder, ending)).replace("\r", "").stripTrailing();
  }

  private static Path file(Path folder, String ending) {
    return folder.resolve(folder.getFileName() + ending);
  }
}
