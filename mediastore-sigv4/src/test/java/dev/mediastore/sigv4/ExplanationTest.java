// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.NOW;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.bytes;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.sha256;
import static dev.mediastore.sigv4.Sample.signer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator and the client are told about a refusal. */
class ExplanationTest {
  private static Explanation explanation(Sample request) {
    return ((SignatureResult.Refused) request.verify()).explanation();
  }

  private static void assertOnlyHint(String words, Explanation explanation) {
    assertEquals(1, explanation.hints().size(), explanation::report);
    assertTrue(explanation.hints().get(0).contains(words), explanation::report);
  }

  @Test
  void mismatch_explained_showsWhatWasComputed() {
    Explanation explanation = explanation(get("/b").signed().path("/a%20b"));
    String canonical = explanation.canonicalRequest().orElseThrow();
    assertTrue(canonical.startsWith("GET\n/a%2520b\n\nhost:h.example\n"), canonical);
    String text = explanation.stringToSign().orElseThrow();
    assertEquals(
        "AWS4-HMAC-SHA256\n20261123T071128Z\n20261123/us-east-1/mediastore/aws4_request\n"
            + sha256(canonical),
        text);
    assertEquals(Optional.of(Duration.ZERO), explanation.clockOffset());
    assertOnlyHint("secret access key is another", explanation);
    assertEquals(Optional.empty(), explanation.cause());
    String report = explanation.report();
    assertTrue(report.contains(canonical) && report.contains(text), report);
    assertTrue(report.startsWith("INVALID_SIGNATURE: "), report);
    assertTrue(explanation.toString().startsWith("Explanation[INVALID_SIGNATURE: "));
  }

  @Test
  void pathSignedByOtherRules_isNamed() {
    SigV4Signer s3 = signer().pathRules(PathRules.S3).build();
    assertOnlyHint("by the rule of S3", explanation(s3Signed("/a%20b")));
    assertOnlyHint("by the rule of S3", explanation(s3Signed("/a//b")));
    assertOnlyHint("secret access key", explanation(get("/a").signed().path("/b")));
    assertOnlyHint("secret access key", explanation(get("/a").signed().path("")));
    SigV4Verifier s3Verifier = Sample.verifier().pathRules(PathRules.S3).build();
    Sample standard = get("/a%20b").signed();
    assertOnlyHint(
        "by the standard rule",
        ((SignatureResult.Refused) s3Verifier.verify(standard.view())).explanation());
    Sample unresolved = get("/a%20b/../c").signed(s3, Sha256.EMPTY_HEX);
    Sample encodedTwice = get("/a%2520b/../c").signed(s3, Sha256.EMPTY_HEX).path("/a%20b/../c");
    assertOnlyHint("does not resolve", explanation(encodedTwice));
    assertTrue(explanation(unresolved).hints().get(0).contains("rule of S3"));
  }

  private static Sample s3Signed(String path) {
    return get(path).signed(signer().pathRules(PathRules.S3).build(), Sha256.EMPTY_HEX);
  }

  @ParameterizedTest
  @CsvSource({
    "h.example, h.example:8443, signs the host h.example but",
    "h.example:443, h.example, signs the host h.example:443 but",
    "h.example:80, h.example:9000, signs the host h.example:80 but",
  })
  void hostChangedOnTheWay_isNamed(String signed, String received, String words) {
    Sample request = get("/x").without("Host").with("Host", signed).signed();
    assertOnlyHint(words, explanation(request.replace("Host", value -> received)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Host|h.example",
        "x-forwarded-host|other.example, h.example",
        "X-Original-Host| h.example ",
        "Forwarded|for=192.0.2.1;host=h.example;proto=https",
        "forwarded|for=192.0.2.1, Host=\"h.example\", host=x",
      })
  void hostRewrittenByAProxy_isNamedWithTheSetting(String header, String value) {
    Explanation explanation =
        explanation(
            get("/x").signed().replace("Host", host -> "10.0.0.7:8080").with(header, value));
    assertOnlyHint("h.example, which arrives in " + header + ": name the proxy", explanation);
    assertEquals(Optional.of("h.example"), explanation.signedHost());
    assertFalse(explanation.report().contains("signed host"));
  }

  @Test
  void hostAndPortRewrittenByAProxy_areNamed() {
    Sample signed = get("/x").without("Host").with("Host", "h.example:8443").signed();
    Sample rewritten =
        signed
            .replace("Host", host -> "backend")
            .with("X-Forwarded-Host", "h.example")
            .with("X-Forwarded-Port", " 8443");
    assertEquals(Optional.of("h.example:8443"), explanation(rewritten).signedHost());
    assertEquals(Optional.empty(), explanation(rewritten.path("/y")).signedHost());
  }

  @Test
  void authorityRewritten_isNamed() {
    Sample signed = get("/x").without("Host").with(":authority", "h.example").signed();
    Sample rewritten =
        signed.replace(":authority", host -> "backend").with("X-Forwarded-Host", "h.example");
    assertOnlyHint("which arrives in X-Forwarded-Host", explanation(rewritten));
  }

  /** Anybody can send these headers; more of them than a chain of proxies adds are not tried. */
  @Test
  void forwardedHosts_beyondReason_areNotTried() {
    Sample moved = get("/x").signed().replace("Host", host -> "backend");
    String many = "a,".repeat(8) + "h.example";
    String parameters = "host=a,".repeat(8) + "host=h.example";
    assertEquals(Optional.empty(), explanation(moved.with("X-Forwarded-Host", many)).signedHost());
    assertEquals(Optional.empty(), explanation(moved.with("Forwarded", parameters)).signedHost());
    String seven = "a,".repeat(7) + "h.example";
    assertEquals(
        Optional.of("h.example"), explanation(moved.with("X-Forwarded-Host", seven)).signedHost());
  }

  @Test
  void prefixTakenOffByAProxy_isNamed() {
    Sample stripped = get("/media/x").signed().path("/x").with("X-Forwarded-Prefix", "/media");
    assertOnlyHint("takes the prefix /media off the path", explanation(stripped));
  }

  @ParameterizedTest
  @CsvSource({"/a%7Eb, /a~b", "/a%2Bb, /a+b", "/a%20b, /a+b", "/a%2Fb, /a/b"})
  void pathRespeltOnTheWay_isNamed(String signed, String received) {
    assertOnlyHint("re-encodes the path", explanation(get(signed).signed().path(received)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "POST", "DELETE"})
  void otherMethod_isNamed(String method) {
    Sample request = get("/x").method(method).signed();
    assertOnlyHint("is for the method " + method, explanation(request.method("OPTIONS")));
  }

  @Test
  void otherPayload_isNamed() {
    SigV4Signer undeclared = signer().declarePayload(false).build();
    Sample unsigned = put("/x").signed(undeclared, "UNSIGNED-PAYLOAD");
    SignatureResult.Refused refused =
        assertRefused(SigV4Error.INVALID_SIGNATURE, Bodies.feed(unsigned.verify(), bytes("hello")));
    assertOnlyHint("without sending it in x-amz-content-sha256", refused.explanation());
    Sample empty = put("/x").signed(undeclared, Sha256.EMPTY_HEX);
    refused =
        assertRefused(SigV4Error.INVALID_SIGNATURE, Bodies.feed(empty.verify(), bytes("hello")));
    assertOnlyHint("signs an empty body but sends another", refused.explanation());
    assertEquals(Optional.of(Duration.ZERO), refused.explanation().clockOffset());
    assertTrue(refused.explanation().canonicalRequest().orElseThrow().endsWith(sha256("hello")));
  }

  @Test
  void plusForSpace_isNamed() {
    Sample request = get("/x").query("Path=a%20b").signed().query("Path=a+b");
    assertOnlyHint("takes a plus sign in the query for a space", explanation(request));
  }

  @Test
  void clockOffset_isThatOfTheRequest() {
    SignatureResult.Refused late =
        assertRefused(
            SigV4Error.SIGNATURE_EXPIRED, get("/x").signed().verifyAt(NOW.plusSeconds(1000)));
    assertEquals(Optional.of(Duration.ofSeconds(-1000)), late.explanation().clockOffset());
    assertOnlyHint("clocks of client and server", late.explanation());
    assertTrue(late.explanation().report().contains("clock offset: PT-16M-40S"));
    assertEquals(
        "Signature expired: 20261123T071128Z is too far before the time here 20261123T072808Z",
        late.publicMessage());
    SignatureResult.Refused early =
        assertRefused(
            SigV4Error.SIGNATURE_NOT_YET_CURRENT,
            get("/x").signed().verifyAt(NOW.minusSeconds(1000)));
    assertEquals(
        "Signature not yet current: 20261123T071128Z is too far after the time here"
            + " 20261123T065448Z",
        early.publicMessage());
    SignatureResult.Refused over =
        assertRefused(
            SigV4Error.PRESIGNED_EXPIRED, get("/x").presigned().verifyAt(NOW.plusSeconds(301)));
    assertEquals(
        "Signature expired: the presigned request ended at 20261123T071628Z and the time here is"
            + " 20261123T071629Z",
        over.publicMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, eu-west-1, valid region: us-east-1. The request names: eu-west-1",
    "mediastore, s3, correct service: mediastore. The request names: s3",
    "aws4_request, aws3, valid terminator: aws4_request",
    "20261123/, 20261122/, does not match the day of X-Amz-Date: 20261122 and 20261123T071128Z",
    "us-east-1, us*east(1), valid region: us-east-1. The request names: us?east?1",
  })
  void wrongScope_namesBothSides(String part, String replacement, String words) {
    SignatureResult.Refused refused =
        assertRefused(
            SigV4Error.WRONG_SCOPE, get("/x").signed().authorization(part, replacement).verify());
    assertTrue(refused.publicMessage().contains(words), refused.publicMessage());
    assertOnlyHint("region and signing name", refused.explanation());
    assertEquals(Optional.empty(), refused.explanation().canonicalRequest());
    assertEquals(Optional.empty(), refused.explanation().difference("GET\n/"));
    assertEquals(List.of(), refused.explanation().differences("GET\n/"));
  }

  @Test
  void wrongRegionSet_namesBothSides() {
    SigV4Signer signer =
        SigV4Signer.builder(Sample.CREDENTIALS, "eu-west-1,eu-*")
            .algorithm(SignatureAlgorithm.ECDSA_P256_SHA256)
            .clock(() -> NOW)
            .build();
    SignatureResult.Refused refused =
        assertRefused(SigV4Error.WRONG_SCOPE, get("/x").signed(signer, Sha256.EMPTY_HEX).verify());
    assertEquals(
        "X-Amz-Region-Set should hold a valid region: us-east-1. The request names:"
            + " eu-west-1?eu-?",
        refused.publicMessage());
  }

  @Test
  void headersAndKeys_areNamed() {
    SignatureResult.Refused host =
        assertRefused(
            SigV4Error.SIGNED_HEADERS, get("/x").signed().with("x-amz-acl", "p").verify());
    assertEquals("The header x-amz-acl must be among the signed headers", host.publicMessage());
    assertOnlyHint("A header added after signing", host.explanation());
    SigV4Signer unknown = signer(SigningCredentials.of("AKIDUNKNOWN", "s")).build();
    SignatureResult.Refused key =
        assertRefused(
            SigV4Error.UNRECOGNIZED_CLIENT, get("/x").signed(unknown, Sha256.EMPTY_HEX).verify());
    assertOnlyHint("not configured here", key.explanation());
    assertTrue(key.explanation().canonicalRequest().isPresent());
    assertFalse(key.explanation().stringToSign().isPresent());
    SigV4Signer token = signer(Sample.CREDENTIALS.withSessionToken("t")).build();
    SignatureResult.Refused session =
        assertRefused(SigV4Error.INVALID_TOKEN, get("/x").signed(token, Sha256.EMPTY_HEX).verify());
    assertOnlyHint("exactly their own session token", session.explanation());
  }

  @Test
  void malformedRequest_explained_saysNoMoreThanItsMessage() {
    Explanation explanation = explanation(get("/x").signed().path("/%zz"));
    assertEquals(List.of(), explanation.hints());
    assertEquals(Optional.empty(), explanation.canonicalRequest());
  }

  @Test
  void lookupFailure_isTheCause() {
    IllegalStateException failure = new IllegalStateException("directory down");
    SigV4Verifier verifier =
        Sample.verifier()
            .credentials(
                id -> {
                  throw failure;
                })
            .build();
    SignatureResult.Refused refused =
        assertRefused(
            SigV4Error.CREDENTIALS_UNAVAILABLE, verifier.verify(get("/x").signed().view()));
    assertSame(failure, refused.explanation().cause().orElseThrow());
    assertFalse(refused.publicMessage().contains("down"));
    SigV4Verifier healed = Sample.verifier().build();
    Sample.assertVerified(healed.verify(get("/x").signed().view()));
  }

  @Test
  void differenceToTheClientsText_isLocated() {
    Sample request =
        get("/x")
            .query("a=1")
            .with("x-amz-meta", "v")
            .signed(signer().declarePayload(false).build(), Sha256.EMPTY_HEX);
    Explanation explanation =
        explanation(request.replace("Authorization", v -> v.replaceAll(".{64}$", "0".repeat(64))));
    String ours = explanation.canonicalRequest().orElseThrow();
    assertEquals(Optional.empty(), explanation.difference(ours));
    assertDifference("Line 1 (the method) differs from byte 1", explanation, "GET", "PUT");
    assertDifference("Line 2 (the path) differs from byte 3", explanation, "/x", "/x/");
    assertDifference("Line 3 (the query) differs from byte 3", explanation, "a=1", "a=2");
    assertDifference("Line 4 (header host) differs from byte 6", explanation, "host:h", "host:H");
    assertDifference(
        "(header x-amz-meta) differs from byte 12", explanation, "x-amz-meta:v", "x-amz-meta:w");
    assertDifference("(the list of signed headers) differs", explanation, "host;x-amz", "x-amz");
    assertDifference("(the payload hash) differs", explanation, "e3b0", "e3b1");
    assertDifference("(the end of the headers) differs", explanation, "\n\nhost;", "\nx:1\n\nh");
    assertEquals(
        Optional.of("One canonical request is longer: 9 lines here, 10 there"),
        explanation.difference(ours + "\n"));
  }

  private static void assertDifference(
      String words, Explanation explanation, String ours, String theirs) {
    String text = explanation.canonicalRequest().orElseThrow();
    assertTrue(text.contains(ours), text);
    String said = explanation.difference(text.replaceFirst(ours, theirs)).orElse("nothing");
    assertTrue(said.contains(words), said);
  }

  @Test
  void everyDifferenceToTheClientsText_isShownWithBothValues() {
    Sample request =
        get("/x")
            .query("a=1")
            .with("x-amz-meta", "v")
            .signed(signer().declarePayload(false).build(), Sha256.EMPTY_HEX);
    Explanation explanation =
        explanation(request.replace("Authorization", v -> v.replaceAll(".{64}$", "0".repeat(64))));
    String ours = explanation.canonicalRequest().orElseThrow();
    assertEquals(List.of(), explanation.differences(ours));
    String theirs =
        ours.replace("GET\n/x\na=1", "PUT\n/y\na=2&b-token=t")
            .replace("x-amz-meta:v\n", "x-added:new\n")
            .replace("host;", "host;x-added;")
            .replace("e3b0", "e3b1");
    assertEquals(
        List.of(
            "the method GET PUT",
            "the path /x /y",
            "the query a=1 a=2&b-token=(redacted)",
            "header x-amz-meta v (absent)",
            "header x-added (absent) new",
            "the list of signed headers"),
        explanation.differences(theirs).stream()
            .map(each -> each.part() + ' ' + each.here() + ' ' + each.signed())
            .map(text -> text.startsWith("the list") ? text.substring(0, 26) : text)
            .limit(6)
            .toList());
    assertEquals(7, explanation.differences(theirs).size());
  }

  @Test
  void secrets_areTakenOut_andNothingElse() {
    assertEquals(
        "GET\n/\na=b&X-Token=(redacted)&secret\nx-amz-security-token:(redacted)\n:authority:v\n\nx\ny",
        Redaction.of("GET\n/\na=b&X-Token=t&secret\nx-amz-security-token:t\n:authority:v\n\nx\ny"));
  }

  @Test
  void guessThatFits_isShownWithBothValues() {
    assertEquals(
        List.of(new Explanation.Difference("header host", "backend", "h.example")),
        explanation(
                get("/x")
                    .signed()
                    .replace("Host", host -> "backend")
                    .with("X-Forwarded-Host", "h.example"))
            .differences());
    Explanation respelt = explanation(get("/a%7Eb").signed().path("/a~b"));
    assertEquals(1, respelt.differences().size());
    assertTrue(respelt.report().contains("\nhint: Something in between"), respelt::report);
    assertTrue(
        respelt.report().contains("\ndifference: the path is '/a~b' here and '/a%257Eb' where"),
        respelt::report);
    assertEquals(List.of(), explanation(get("/a").signed().path("/b")).differences());
  }

  @Test
  void publicText_isCutAndHarmless() {
    assertEquals("a?b", PublicText.of("a/b"));
    assertEquals("a".repeat(64), PublicText.of("a".repeat(64)));
    assertEquals("a".repeat(64) + "...", PublicText.of("a".repeat(65)));
    assertEquals("AZaz09 _:.?-?????", PublicText.of("AZaz09 _:.?-@[`{/"));
    assertEquals("??", PublicText.of("\u00e9\n"));
  }
}
