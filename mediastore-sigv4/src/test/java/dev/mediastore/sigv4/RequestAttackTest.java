// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.CREDENTIALS;
import static dev.mediastore.sigv4.Sample.NOW;
import static dev.mediastore.sigv4.Sample.OTHER;
import static dev.mediastore.sigv4.Sample.TEMPORARY;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.signer;
import static dev.mediastore.sigv4.Sample.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.mediastore.sigv4.SignatureResult.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on the head of a request that other implementations fell for, numbered as in the signing
 * dossier.
 */
class RequestAttackTest {
  private static final String MADE_UP = "0123456789abcdef".repeat(4);
  private static final String STREAMING_UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String STREAMING = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

  @Test
  void attack_2_credentialOnlyInTheQuery_isRefused() {
    Sample request =
        put("/x")
            .query(
                "X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Fus-east-1%2Fmediastore%2Faws4_request")
            .with("X-Amz-Content-Sha256", STREAMING_UNSIGNED);
    assertRefused(SigV4Error.BAD_PRESIGN_PARAMETERS, request.verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token"
      })
  void attack_2_anyPartOfASignatureAlone_isNeverAnonymous(String parameter) {
    assertInstanceOf(Refused.class, get("/x").query(parameter + "=1").verify());
    assertRefused(SigV4Error.BAD_PRESIGN_PARAMETERS, get("/x").query("a&" + parameter).verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x-amz-storage-class", "X-Amz-Copy-Source", "x-amz-new", "x-amz-", "X-AMZ-date"})
  void attack_10_11_unsignedAmzHeaderAdded_isRefused(String name) {
    boolean date = name.equalsIgnoreCase("x-amz-date");
    Sample presigned = get("/x").presigned();
    assertRefused(
        SigV4Error.SIGNED_HEADERS,
        presigned.with(name, date ? Sample.TIMESTAMP : "TEMPORAL").verify());
    if (!date) {
      assertRefused(SigV4Error.SIGNED_HEADERS, get("/x").signed().with(name, "T").verify());
    }
  }

  /** What one request has signed says nothing about the next, which the same thread verifies. */
  @Test
  void attack_11_lineCoveredInTheRequestBefore_isNotCoveredInThis() {
    SigV4Verifier verifier = verifier().build();
    Sample covered = get("/x").with("x-amz-a", "1").with("x-amz-b", "2").signed();
    Sample plain = get("/x").signed();
    for (int line = 0; line <= plain.headers().size(); line++) {
      List<Map.Entry<String, String>> lines = new ArrayList<>(plain.headers());
      lines.add(line, Map.entry("x-amz-storage-class", "TEMPORAL"));
      Sample added = new Sample(plain.method(), plain.path(), null, lines, false);
      assertVerified(verifier.verify(covered.view()));
      assertRefused(SigV4Error.SIGNED_HEADERS, verifier.verify(added.view()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Amz-Cf-Id", "x-amzn-trace-id", "range", "Content-Type", "user-agent"})
  void attack_11_headersThatIntermediariesAdd_areNoHarm(String name) {
    assertVerified(get("/x").signed().with(name, "v").verify());
    assertVerified(get("/x").presigned().with(name, "v").verify());
  }

  @Test
  void attack_12_hostNotSigned_isRefused() {
    Sample hostless = get("/x").without("Host").signed();
    assertRefused(SigV4Error.SIGNED_HEADERS, hostless.with("Host", "h.example").verify());
    assertRefused(SigV4Error.SIGNED_HEADERS, hostless.verify());
  }

  @ParameterizedTest
  @CsvSource({
    "host;x-amz-content-sha256;x-amz-date, host;x-amz-absent;x-amz-content-sha256;x-amz-date",
    "host;x-amz-content-sha256;x-amz-date, host;host;x-amz-content-sha256;x-amz-date",
    "host;x-amz-content-sha256;x-amz-date, x-amz-date;host;x-amz-content-sha256",
    "host;x-amz-content-sha256;x-amz-date, Host;x-amz-content-sha256;x-amz-date",
    "host;x-amz-content-sha256;x-amz-date, host;;x-amz-content-sha256;x-amz-date",
    "host;x-amz-content-sha256;x-amz-date, host;x-amz-content-sha256;x-amz-date;",
    "host;x-amz-content-sha256;x-amz-date, ''",
  })
  void attack_13_badListOfSignedHeaders_isRefused(String list, String replacement) {
    assertRefused(
        SigV4Error.SIGNED_HEADERS, get("/x").signed().authorization(list, replacement).verify());
  }

  @Test
  void attack_14_15_outsideTheClockSkew_isRefused() {
    Sample request = get("/x").signed();
    assertVerified(request.verifyAt(NOW.plusSeconds(900)));
    assertVerified(request.verifyAt(NOW.minusSeconds(900)));
    assertRefused(SigV4Error.SIGNATURE_EXPIRED, request.verifyAt(NOW.plusMillis(900_001)));
    assertRefused(SigV4Error.SIGNATURE_EXPIRED, request.verifyAt(NOW.plusSeconds(86_400)));
    assertRefused(SigV4Error.SIGNATURE_NOT_YET_CURRENT, request.verifyAt(NOW.minusMillis(900_001)));
  }

  @ParameterizedTest
  @CsvSource({
    "20261123/us-east-1/mediastore/aws4_request, 20261122/us-east-1/mediastore/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 2026112/us-east-1/mediastore/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, /us-east-1/mediastore/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 20261123/eu-west-1/mediastore/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 20261123//mediastore/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 20261123/us-east-1/s3/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 20261123/us-east-1/mediastore-data/aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 20261123/us-east-1//aws4_request",
    "20261123/us-east-1/mediastore/aws4_request, 20261123/us-east-1/mediastore/aws4",
    "20261123/us-east-1/mediastore/aws4_request, 20261123/us-east-1/mediastore/",
  })
  void attack_16_17_foreignScope_isRefused(String scope, String replacement) {
    assertRefused(
        SigV4Error.WRONG_SCOPE, get("/x").signed().authorization(scope, replacement).verify());
  }

  /** Signed for that scope as well, so nothing but the scope is wrong. */
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, mediastore",
    "us-east-1, s3",
    "us-east-1, mediastore-data",
    "us-east-1, ''"
  })
  void attack_17_signedForAForeignScope_isRefused(String region, String service) {
    SigV4Signer signer =
        SigV4Signer.builder(CREDENTIALS, region)
            .service(service)
            .clock(InstantSource.fixed(NOW))
            .build();
    Sample request = get("/x").signed(signer, Sha256.EMPTY_HEX);
    assertRefused(SigV4Error.WRONG_SCOPE, request.verify());
    assertRefused(
        SigV4Error.WRONG_SCOPE, get("/x").presigned(signer, Duration.ofMinutes(1)).verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "604801",
        "+60",
        "6e1",
        "",
        "60.0",
        "0x3c",
        " 60",
        "060",
        "99999999999",
        "6 0"
      })
  void attack_18_expiresOutOfRange_isRefused(String expires) {
    Sample request = get("/x").presigned();
    String encoded = expires.replace(" ", "%20").replace("+", "%2B");
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS,
        request.queryPart("X-Amz-Expires=300", "X-Amz-Expires=" + encoded).verify());
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS, request.queryPart("&X-Amz-Expires=300", "").verify());
  }

  /** Credentials that begin alike and are as long share a place in memory, and nothing else. */
  @Test
  void attack_17_credentialLikeOneSeenBefore_isReadInFull() {
    SigV4Verifier verifier = verifier().build();
    SigV4Signer elsewhere =
        SigV4Signer.builder(CREDENTIALS, "eu-west-1").clock(InstantSource.fixed(NOW)).build();
    Sample header = get("/x").signed();
    Sample foreign = get("/x").signed(elsewhere, Sha256.EMPTY_HEX);
    Sample presigned = get("/x").presigned();
    Sample presignedElsewhere = get("/x").presigned(elsewhere, Duration.ofMinutes(5));
    for (int round = 0; round < 2; round++) {
      assertVerified(verifier.verify(header.view()));
      assertRefused(SigV4Error.WRONG_SCOPE, verifier.verify(foreign.view()));
      assertVerified(verifier.verify(presigned.view()));
      assertRefused(SigV4Error.WRONG_SCOPE, verifier.verify(presignedElsewhere.view()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 604_801})
  void attack_18_signedWithExpiresOutOfRange_isRefused(long seconds) {
    Sample request = get("/x").presigned(signer().build(), Duration.ofSeconds(seconds));
    assertRefused(SigV4Error.BAD_PRESIGN_PARAMETERS, request.verify());
  }

  @Test
  void attack_19_presignedAfterItsEnd_isRefused() {
    Sample request = get("/x").presigned();
    assertVerified(request.verifyAt(NOW.plusSeconds(300)));
    assertVerified(request.verifyAt(NOW.minusSeconds(900)));
    assertRefused(SigV4Error.PRESIGNED_EXPIRED, request.verifyAt(NOW.plusMillis(300_001)));
    assertRefused(SigV4Error.SIGNATURE_NOT_YET_CURRENT, request.verifyAt(NOW.minusMillis(900_001)));
  }

  @Test
  void attack_19_presignedForSevenDays_isGoodForSevenDays() {
    Sample request = get("/x").presigned(signer().build(), Duration.ofDays(7));
    assertVerified(request.verifyAt(NOW.plus(Duration.ofDays(7))));
    assertRefused(
        SigV4Error.PRESIGNED_EXPIRED, request.verifyAt(NOW.plus(Duration.ofDays(7)).plusMillis(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "HEAD", "get"})
  void attack_20_otherMethod_isRefused(String method) {
    assertRefused(SigV4Error.INVALID_SIGNATURE, get("/x").presigned().method(method).verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, get("/x").signed().method(method).verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Credential=x",
        "x-amz-credential=x",
        "X-Amz-Expires=1",
        "X-AMZ-EXPIRES=1",
        "X-Amz-Signature=00",
        "x-amz-signature=00",
        "X-Amz-Cred%65ntial=x",
        "X-Amz-Algorithm=none",
        "X-Amz-SignedHeaders=",
        "X-Amz-Date",
        "X-Amz-Security-Token=a&X-Amz-Security-Token=b",
        "X-Amz-Content-Sha256=a&x-amz-content-sha256=b"
      })
  void attack_21_repeatedParameter_isRefused(String added) {
    Sample request = get("/x").presigned();
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS, request.query(request.query() + "&" + added).verify());
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS, request.query(added + "&" + request.query()).verify());
  }

  @Test
  void attack_21_parameterInAnotherSpelling_isRefused() {
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS,
        get("/x").presigned().queryPart("X-Amz-Expires", "x-amz-expires").verify());
  }

  @Test
  void attack_22_headerAndQuerySigned_isRefused() {
    Sample both = get("/x").presigned().signed(signer(OTHER).build(), Sha256.EMPTY_HEX);
    assertRefused(SigV4Error.AMBIGUOUS_REQUEST, both.verify());
    Sample key = get("/x").signed().query("AWSAccessKeyId=AKIDEXAMPLE&Signature=x");
    assertRefused(SigV4Error.AMBIGUOUS_REQUEST, key.verify());
    Sample part = get("/x").query("X-Amz-Signature=" + MADE_UP).signed();
    assertRefused(SigV4Error.AMBIGUOUS_REQUEST, part.verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "AWS4-HMAC-SHA1",
        "aws4-hmac-sha256",
        "AWS4-HMAC-SHA256X",
        "AWS4-HMAC-SHA512",
        "AWS4-ECDSA-P384-SHA384"
      })
  void attack_24_otherAlgorithm_isRefused(String name) {
    assertRefused(
        SigV4Error.UNSUPPORTED_ALGORITHM,
        get("/x").signed().authorization("AWS4-HMAC-SHA256", name).verify());
    assertRefused(
        SigV4Error.UNSUPPORTED_ALGORITHM,
        get("/x").presigned().queryPart("AWS4-HMAC-SHA256", name).verify());
  }

  /** Both paths have one canonical form if a verifier takes either rule. */
  @Test
  void attack_29_pathSignedByTheOtherRule_isRefused() {
    SigV4Signer s3 = signer().pathRules(PathRules.S3).build();
    SigV4Verifier s3Verifier = verifier().pathRules(PathRules.S3).build();
    Sample single = get("/a%2520b").signed(s3, Sha256.EMPTY_HEX);
    assertVerified(s3Verifier.verify(single.view()));
    assertRefused(SigV4Error.INVALID_SIGNATURE, single.verify());
    Sample twice = get("/a%20b").signed();
    assertVerified(twice.verify());
    assertVerified(single.path("/a%20b").verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, s3Verifier.verify(twice.view()));
    assertRefused(SigV4Error.INVALID_SIGNATURE, s3Verifier.verify(single.path("/a%20b").view()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/public/../private/x", "/private/x", "/public%2F..%2Fprivate/x", "/public/x/"})
  void attack_30_otherPath_isRefused(String path) {
    Sample request = get("/public/x").signed();
    assertRefused(SigV4Error.INVALID_SIGNATURE, request.path(path).verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2e%2e", "%2E%2E", "%5C", "%00", "%2F", "%2e"})
  void attack_31_encodedSpecials_areLiteral(String special) {
    String path = "/a/" + special + "/x";
    Sample request = get(path).signed();
    assertVerified(request.verify());
    for (String other : List.of("/x", "/a/x", "/a/../x", "/a/./x", "/a//x", "/a/\\/x")) {
      assertRefused(SigV4Error.INVALID_SIGNATURE, request.path(other).verify());
    }
  }

  @Test
  void attack_32_plusAndSpaceSwapped_isRefused() {
    String[] spellings = {"a+b", "a%20b", "a%2Bb"};
    for (String signed : spellings) {
      for (String sent : spellings) {
        if (!signed.equals(sent)) {
          assertRefused(
              SigV4Error.INVALID_SIGNATURE, get("/" + signed).signed().path("/" + sent).verify());
        }
      }
    }
    Sample space = get("/").query("Path=a%20b").signed();
    assertRefused(SigV4Error.INVALID_SIGNATURE, space.query("Path=a+b").verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, space.query("Path=a%2Bb").verify());
    assertVerified(get("/").query("Path=a+b").signed().query("Path=a%2Bb").verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"&a=1", "&", "&response-content-type=text/html", "=", "%00"})
  void attack_33_parameterAppended_isRefused(String added) {
    Sample request = get("/x").presigned().query(get("/x").presigned().query() + added);
    assertInstanceOf(Refused.class, request.verify());
    Sample signed = get("/x").query("Path=a").signed();
    assertRefused(SigV4Error.INVALID_SIGNATURE, signed.query("Path=a" + added).verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "Authorization",
        "X-Amz-Date",
        "x-amz-security-token",
        "X-Amz-Content-Sha256",
        "Content-Length",
        "X-Amz-Region-Set",
        "x-amz-decoded-content-length",
        "x-amz-trailer",
        "Date"
      })
  void attack_34_lineThatMayOccurOnce_isRefusedTwice(String name) {
    Sample once = get("/x").with("Content-Length", "0");
    Sample signed = once.signed(signer(TEMPORARY).build(), Sha256.EMPTY_HEX);
    assertVerified(signed.verify());
    Sample twice = signed.with(name, "0").with(name.toLowerCase(Locale.ROOT), "0");
    assertRefused(SigV4Error.AMBIGUOUS_REQUEST, twice.verify());
    assertRefused(SigV4Error.AMBIGUOUS_REQUEST, get("/").with(name, "a").with(name, "a").verify());
  }

  @Test
  void attack_34_twoAuthorities_areRefused() {
    assertRefused(
        SigV4Error.AMBIGUOUS_REQUEST, get("/x").signed().with(":authority", "evil").verify());
    assertVerified(get("/x").signed().with(":authority", "h.example").verify());
    assertVerified(get("/x").signed().without("Host").with(":authority", "h.example").verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS AKIDEXAMPLE:bWq2s1WEIj+Ydj0vQ697zp+IXMU=", "AWS", "Basic eDp5", "Bearer x"})
  void attack_37_otherSchemes_areRefused(String authorization) {
    for (String payload : new String[] {STREAMING, STREAMING_UNSIGNED, "UNSIGNED-PAYLOAD"}) {
      Sample request =
          put("/x")
              .with("Authorization", authorization)
              .with("X-Amz-Content-Sha256", payload)
              .with("X-Amz-Date", Sample.TIMESTAMP);
      Refused refused = assertRefused(SigV4Error.UNSUPPORTED_ALGORITHM, request.verify());
      assertEquals(
          authorization.startsWith("AWS"), refused.publicMessage().contains("Signature Version 2"));
    }
  }

  @Test
  void attack_37_version2Query_isRefused() {
    Sample request =
        get("/x").query("AWSAccessKeyId=AKIDEXAMPLE&Signature=bWq2&Expires=1800000000");
    assertRefused(SigV4Error.UNSUPPORTED_ALGORITHM, request.verify());
    assertRefused(
        SigV4Error.UNSUPPORTED_ALGORITHM, request.with("x-amz-content-sha256", STREAMING).verify());
  }

  @Test
  void attack_43_otherHost_isRefused() {
    Sample request = get("/x").signed();
    Sample moved = request.without("Host").with("Host", "evil.example");
    assertRefused(SigV4Error.INVALID_SIGNATURE, moved.verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE, moved.with("X-Forwarded-Host", "h.example").verify());
  }

  @Test
  void attack_48_hugeInput_isRefusedInBoundedTime() {
    String megabyte = "a;".repeat(1 << 19);
    Sample signedHeaders = get("/x").signed().authorization("host;", megabyte + "host;");
    Sample signature = get("/x").signed().authorization("Signature=", "Signature=" + megabyte);
    Sample parameters = get("/x").query("a&".repeat(10_000) + "b").signed();
    Sample lines = get("/x");
    List<Map.Entry<String, String>> many = Collections.nCopies(10_000, Map.entry("x-amz-a", "b"));
    Sample header = new Sample("GET", "/", null, many, false);
    Sample path = get("/" + "%20".repeat(100_000)).signed();
    Sample query = get("/x").query("a=" + "%20".repeat(100_000)).signed();
    Sample value = get("/x").with("x-amz-meta", "v".repeat(1 << 20)).signed();
    Sample token =
        lines.signed(
            signer(TEMPORARY.withSessionToken("t".repeat(8193))).build(), Sha256.EMPTY_HEX);
    Sample names = get("/x");
    for (int i = 100; i < 201; i++) {
      names = names.with("x-amz-" + i, "v");
    }
    for (Sample huge :
        List.of(
            signedHeaders,
            signature,
            parameters,
            header,
            path,
            query,
            value,
            token,
            names.signed())) {
      assertTimeout(
          Duration.ofSeconds(1), () -> assertRefused(SigV4Error.LIMIT_EXCEEDED, huge.verify()));
    }
  }
}
