// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on signatures and what they cover (signing rules section 9, cases 10 to 26). */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class SignatureAttacksTest extends AttackTest {
  private static final String SIGNATURE = "403 InvalidSignatureException";
  private static final String MALFORMED = "400 IncompleteSignature";
  private static final String EITHER = "400 403 InvalidSignatureException IncompleteSignature";

  SignatureAttacksTest(HostKind kind) {
    kind.name();
  }

  private static String added(String head, String line) {
    return head.replaceFirst("\r\n\r\n$", "\r\n" + line + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-upload-availability: STREAMING",
        "x-amz-storage-class: TEMPORAL",
        "x-amz-meta-a: b",
        "x-amz-copy-source: /private/live/kept.ts",
        "X-AMZ-SOURCE-ARN: arn:aws:cloudfront::111122223333:distribution/A"
      })
  void attack_10_amzHeaderAddedToAPresignedUrl(String line) throws Exception {
    String url = put("/live/kept.ts", 1).presigned("60");
    refused(SIGNATURE, added(url, line) + "x");
    refused(SIGNATURE, added(get("/live/kept.ts").presigned("60"), line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-upload-availability: STREAMING",
        "x-amz-storage-class: TEMPORAL",
        "x-amz-meta-a: b",
        "x-amz-copy-source: /private/live/kept.ts",
        "X-AMZ-SOURCE-ARN: arn:aws:cloudfront::111122223333:distribution/A"
      })
  void attack_11_amzHeaderAddedToASignedRequest(String line) throws Exception {
    refused(SIGNATURE, added(put("/live/kept.ts", 1).signed(), line) + "x");
    refused(SIGNATURE, added(get("/live/kept.ts").signed(), line));
  }

  @Test
  void attack_12_hostIsNotSigned() throws Exception {
    refused(SIGNATURE, get("/live/kept.ts").signedHeaders("x-amz-date").signed());
    refused(
        SIGNATURE, get("/live/kept.ts").signedHeaders("x-amz-content-sha256;x-amz-date").signed());
    refused(EITHER, get("/live/kept.ts").signedHeaders("range").with("Range", "x").presigned("60"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host;x-amz-content-sha256;x-amz-date;x-amz-meta-absent",
        "cache-control;host;x-amz-content-sha256;x-amz-date",
        "host;host;x-amz-content-sha256;x-amz-date",
        "x-amz-date;host;x-amz-content-sha256",
        "Host;X-Amz-Content-Sha256;X-Amz-Date",
        "host;;x-amz-content-sha256;x-amz-date",
        ";host;x-amz-content-sha256;x-amz-date",
        "host;x-amz-content-sha256;x-amz-date;",
        "host,x-amz-content-sha256,x-amz-date"
      })
  void attack_13_listOfSignedHeadersIsWrong(String list) throws Exception {
    refused(EITHER, get("/live/kept.ts").signedHeaders(list).signed());
    refused(EITHER, put("/live/kept.ts", 1).signedHeaders(list).signed() + "x");
  }

  @Test
  void attack_14_replayedADayLater() throws Exception {
    String put = put("/live/kept.ts", 1).signed() + "x";
    String get = get("/live/kept.ts").signed();
    assertEquals(200, origin().send(get).status());
    origin().clock.pass(Duration.ofDays(1));
    refused(SIGNATURE, get);
    refused(SIGNATURE, put);
    origin().clock.set(AttackedOrigin.NOW.plus(Duration.ofMinutes(15).plusSeconds(1)));
    refused(SIGNATURE, get);
  }

  @Test
  void attack_15_datedInTheFuture() throws Exception {
    refused(
        SIGNATURE, get("/live/kept.ts").at(AttackedOrigin.NOW.plusSeconds(15 * 60 + 1)).signed());
    refused(
        SIGNATURE,
        get("/live/kept.ts").at(AttackedOrigin.NOW.plus(Duration.ofDays(1))).presigned("60"));
  }

  @Test
  void attack_16_scopeOfAnotherDay() throws Exception {
    for (String day : new String[] {"20260228", "20260302", "20250301", "x", "202603011"}) {
      Forgery forgery = get("/live/kept.ts").scope(day, "us-east-1", "mediastore", "aws4_request");
      refused(EITHER, forgery.signed());
      refused(EITHER, forgery.presigned("60"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, mediastore, aws4_request",
    "'', mediastore, aws4_request",
    "US-EAST-1, mediastore, aws4_request",
    "us-east-1, s3, aws4_request",
    "us-east-1, mediastore-data, aws4_request",
    "us-east-1, '', aws4_request",
    "us-east-1, mediastore, aws4",
    "us-east-1, mediastore, ''",
    "*, mediastore, aws4_request"
  })
  void attack_17_scopeOfAnotherRegionOrService(String region, String service, String end)
      throws Exception {
    refused(EITHER, get("/live/kept.ts").scope("", region, service, end).signed());
    refused(EITHER, get("/live/kept.ts").scope("", region, service, end).presigned("60"));
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
        "missing",
        "60.0",
        "0x3c",
        " 60",
        "9999999999999",
        "six"
      })
  void attack_18_expiresOutOfRange(String expires) throws Exception {
    refused(EITHER, get("/live/kept.ts").presigned(expires));
    refused(EITHER, put("/live/kept.ts", 1).presigned(expires) + "x");
  }

  @Test
  void attack_19_presignedUrlAfterItsEnd() throws Exception {
    String url = get("/live/kept.ts").presigned("60");
    assertEquals("kept", origin().send(url).text());
    origin().clock.pass(Duration.ofSeconds(61));
    refused(SIGNATURE, url);
    origin().clock.pass(Duration.ofDays(8));
    refused(SIGNATURE, url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "HEAD"})
  void attack_20_presignedForAnotherMethod(String method) throws Exception {
    String url = get("/live/kept.ts").presigned("60").replaceFirst("GET", method);
    String body = method.startsWith("P") ? "x" : "";
    refused(SIGNATURE, added(url, "Content-Length: " + body.length()) + body);
    String signed = get("/live/kept.ts").signed().replaceFirst("GET", method);
    refused(SIGNATURE, added(signed, "Content-Length: " + body.length()) + body);
    refused(SIGNATURE, Forgery.of("HEAD", "/live/kept.ts").signed().replaceFirst("HEAD", "GET"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Credential=AKIDNOBODY%2F20260301%2Fus-east-1%2Fmediastore%2Faws4_request",
        "X-Amz-Expires=604800",
        "X-Amz-Expires=60",
        "x-amz-expires=604800",
        "X-AMZ-CREDENTIAL=a",
        "X-Amz-Signature=0",
        "X-Amz-Date=20260302T120000Z",
        "X-Amz-SignedHeaders=host",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
        "X-Amz-Security-Token=a&X-Amz-Security-Token=b"
      })
  void attack_21_parameterTwice(String added) throws Exception {
    String url = get("/live/kept.ts").presigned("60");
    refused(EITHER, url.replaceFirst(" HTTP/", "&" + added + " HTTP/"));
    refused(EITHER, url.replaceFirst("\\?", "?" + added + "&"));
    // Signed together with the rest: still ambiguous.
    refused(EITHER, get("/live/kept.ts?" + added).presigned("60"));
  }

  @Test
  void attack_22_signedInHeaderAndQuery() throws Exception {
    String url = get("/live/kept.ts").presigned("60");
    String target = url.split(" ", 3)[1];
    refused(MALFORMED, get(target).signed());
    refused(MALFORMED, get(target).key("AKIDNOBODY", "planted/nobody").signed());
    refused(MALFORMED, get("/live/kept.ts?X-Amz-Credential=a").signed());
    refused(MALFORMED, get("/live/kept.ts?X-Amz-Signature=" + Forgery.MADE_UP).signed());
  }

  @Test
  void attack_23_anySignatureWillNotDo() throws Exception {
    for (String signature :
        new String[] {Forgery.MADE_UP, "0".repeat(64), Forgery.EMPTY, "f".repeat(64)}) {
      refused(
          SIGNATURE,
          get("/live/kept.ts").signed().replaceFirst("Signature=.{64}", "Signature=" + signature));
      refused(
          SIGNATURE,
          get("/live/kept.ts")
              .presigned("60")
              .replaceFirst("Signature=.{64}", "Signature=" + signature));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "AWS4-HMAC-SHA1",
        "AWS4-HMAC-SHA512",
        "aws4-hmac-sha256",
        "AWS4-HMAC-SHA256X",
        "AWS4-ECDSA-P256-SHA256",
        "HMAC"
      })
  void attack_24_anotherAlgorithm(String algorithm) throws Exception {
    refused(EITHER, get("/live/kept.ts").algorithm(algorithm).signed());
    refused(EITHER, get("/live/kept.ts").algorithm(algorithm).presigned("60"));
  }

  private static Forgery session() {
    return get("/live/kept.ts").key(AttackedOrigin.SESSION_KEY, AttackedOrigin.SESSION_SECRET);
  }

  @Test
  void attack_25_tokenMissing_ofAnother_orForALongTermKey() throws Exception {
    Answer honest = origin().send(session().token(AttackedOrigin.TOKEN).signed());
    assertEquals("kept", honest.text());
    String unknown = "403 UnrecognizedClientException";
    refused(unknown, session().signed());
    refused(unknown, session().token(AttackedOrigin.OTHER_TOKEN).signed());
    refused(unknown, session().token(AttackedOrigin.TOKEN + "x").signed());
    refused(unknown, session().token(AttackedOrigin.TOKEN.toUpperCase(Locale.ROOT)).signed());
    refused(unknown, get("/live/kept.ts").token(AttackedOrigin.TOKEN).signed());
    refused(unknown, session().presigned("60"));
    refused(unknown, session().token(AttackedOrigin.OTHER_TOKEN).presigned("60"));
    origin().clock.pass(Duration.ofHours(1));
    refused(
        "403 ExpiredTokenException",
        session().token(AttackedOrigin.TOKEN).at(origin().clock.instant()).signed());
  }

  @Test
  void attack_26_tokenNotSigned() throws Exception {
    refused(
        "403 InvalidSignatureException",
        session().token(AttackedOrigin.TOKEN).tokenUnsigned().signed());
  }
}
