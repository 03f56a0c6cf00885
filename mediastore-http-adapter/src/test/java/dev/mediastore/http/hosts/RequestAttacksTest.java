// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.AccessKey;
import dev.mediastore.http.Caller;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.RecordedLog;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on targets, framing, keys and planes (signing rules section 9, cases 29 to 50). */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class RequestAttacksTest extends AttackTest {
  private static final String SIGNATURE = "403 InvalidSignatureException";
  private static final String PATH = "400 ValidationException";
  private static final String PATH_OR_SIGNATURE =
      "400 403 ValidationException InvalidSignatureException";

  private final HostKind kind;

  RequestAttacksTest(HostKind kind) {
    this.kind = kind;
  }

  private static String retargeted(String head, String target) {
    return head.replaceFirst(" [^ ]+ HTTP", " " + target.replace("$", "\\$") + " HTTP");
  }

  @Test
  void attack_29_pathReadInTwoWays() throws Exception {
    // Signed for the object a%3Db.ts by the rules of S3, sent as it is and as a=b.ts.
    String s3 = get("/live/a%253Db.ts").singleEncoded().signed();
    refused(PATH_OR_SIGNATURE, s3);
    refused(SIGNATURE, retargeted(s3, "/live/a=b.ts"));
    // Signed for another object by our rules.
    String ours = get("/live/a%253Db.ts").signed();
    refused(PATH_OR_SIGNATURE, retargeted(ours, "/live/a%3Db.ts"));
    refused(SIGNATURE, retargeted(get("/live/a%3Db.ts").signed(), "/live/a=b.ts"));
    refused(SIGNATURE, get("/live/a%3Db.ts").singleEncoded().signed());
    refused(PATH, retargeted(get("/live/a%2520b").singleEncoded().signed(), "/live/a%20b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live/../private/kept.ts",
        "/live/./kept.ts",
        "/live/x/../kept.ts",
        "/live/%2e%2e/live/kept.ts",
        "/live%2Fkept.ts",
        "/live/kept.ts/",
        "/live/kept.ts/.",
        "/private/../live/kept.ts"
      })
  void attack_30_otherSpellingOfASignedPath(String target) throws Exception {
    String signed = get("/live/kept.ts").signed();
    if (kind == HostKind.TOMCAT) {
      // Tomcat itself answers 400 to what climbs above the root.
      origin().refusedByAnybody("400 403", retargeted(signed, target));
    } else {
      refused(PATH_OR_SIGNATURE, retargeted(signed, target));
    }
    // Policy and storage see the key that the redundant slashes stand for.
    origin()
        .policy(
            AttackedOrigin.statement("Allow", "\"*\"", "mediastore:GetObject", "")
                .replace("container/live/*", "container/live/open/*"));
    for (String around : new String[] {"/open/../live/kept.ts", "/open//../live/kept.ts"}) {
      origin().refusedByAnybody("400 403", AttackedOrigin.unsigned("GET " + around));
    }
    refused("403 AccessDeniedException", AttackedOrigin.unsigned("GET //live//kept.ts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live/%2e%2e/x",
        "/live/%2E%2e/x",
        "/live/a%2Fb",
        "/live/a%5Cb",
        "/live/a%00b",
        "/live/..%5Cx",
        "/live/%c0%ae%c0%ae/x",
        "/live/a%0d%0ab",
        "/%2e%2e/%2e%2e/etc/passwd"
      })
  void attack_31_encodedTraversal(String target) throws Exception {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", ""));
    origin().refusedByAnybody("400", AttackedOrigin.unsigned("GET " + target));
    origin().refusedByAnybody("400", get(target).signed());
    String put = AttackedOrigin.unsigned("PUT " + target, "Content-Length: 1") + "x";
    origin().refusedByAnybody("400", put);
  }

  @Test
  void attack_32_plusAndSpaceSwapped() throws Exception {
    String[] spellings = {"a+b", "a%20b", "a%2Bb"};
    for (String signed : spellings) {
      for (String sent : spellings) {
        if (!signed.equals(sent)) {
          String path = get("/live/" + signed).signed();
          refused(PATH_OR_SIGNATURE, retargeted(path, "/live/" + sent));
        }
      }
    }
    String query = get("/?Path=a%20b").signed();
    refused(PATH_OR_SIGNATURE, retargeted(query, "/?Path=a+b"));
    refused(PATH_OR_SIGNATURE, retargeted(query, "/?Path=a%2Bb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&a=1", "&Path=live", "&response-content-type=text/html", "&a"})
  void attack_33_parameterAppended(String added) throws Exception {
    String url = get("/live/kept.ts").presigned("60");
    refused(SIGNATURE, url.replaceFirst(" HTTP/", added + " HTTP/"));
    refused(SIGNATURE, get("/live/kept.ts?b=2").signed().replaceFirst("b=2", "b=2" + added));
    refused(SIGNATURE, retargeted(get("/live/kept.ts").signed(), "/live/kept.ts?x" + added));
  }

  @Test
  void attack_34_twoHosts() throws Exception {
    String signed = get("/live/kept.ts").signed();
    String second = signed.replaceFirst("Host:", "Host: evil.test\r\nHost:");
    origin().refusedByAnybody("400", second);
    origin().refusedByAnybody("400", signed.replaceFirst("X-Amz-Date", "host: x\r\nX-Amz-Date"));
    origin().refusedByAnybody("400", retargeted(signed, "http://evil.test/live/kept.ts"));
    String withUser =
        retargeted(signed, "http://u@" + AttackedOrigin.PRIVATE_HOST + "/live/kept.ts");
    if (kind == HostKind.NETTY) {
      refused("400 ValidationException", withUser);
    } else {
      // Servlet containers take the authority off the target before anybody sees it; what is left
      // names one host only, and the same to all.
      assertEquals("kept", origin().send(withUser).text());
    }
  }

  @Test
  void attack_35_framingThatCanBeReadInTwoWays() throws Exception {
    String put = Forgery.of("PUT", "/live/kept.ts").signed();
    String[] both = {
      "Content-Length: 5\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: chunked\r\nContent-Length: 5",
      "Content-Length: 5\r\nContent-Length: 6",
    };
    for (String framing : both) {
      String request = put.replaceFirst("\r\n\r\n$", "\r\n" + framing + "\r\n\r\n") + "0\r\n\r\n";
      if (kind == HostKind.TOMCAT && framing.contains("chunked")) {
        // Tomcat takes the one reading that RFC 9112 section 6.3 allows, hides the other from the
        // servlet, and closes: nothing can be smuggled behind it.
        try (RawClient client = origin().connect()) {
          Answer answer = client.send(request + get("/live/kept.ts").signed()).answer();
          assertEquals(200, answer.status());
          assertEquals(0, client.countToEnd());
        }
        assertEquals("", origin().stored("/live/kept.ts"));
        origin().reset();
      } else {
        Answer answer = origin().refusedByAnybody("400", request);
        assertEquals("close", answer.field("connection").toLowerCase(Locale.ROOT));
      }
    }
    String chunked = put.replaceFirst("\r\n\r\n$", "\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (String body : new String[] {"zz\r\nx\r\n", "-1\r\nx\r\n", "+5\r\nhello\r\n"}) {
      origin().refusedByAnybody("400", chunked + body + "0\r\n\r\n");
    }
    String expecting = put.replaceFirst("\r\n\r\n$", "\r\nExpect: 200-ok\r\n\r\n");
    origin().refusedByAnybody("417", expecting);
  }

  /** The comparison itself is in sigv4; here: no answer tells how far a signature was right. */
  @Test
  void attack_36_noHintHowFarASignatureIsRight() throws Exception {
    Forgery forgery = get("/live/kept.ts");
    String signed = forgery.signed();
    String first = "";
    for (int at : new int[] {0, 1, 31, 32, 62, 63}) {
      char[] signature = forgery.signature().toCharArray();
      signature[at] = signature[at] == '0' ? '1' : '0';
      Answer answer =
          refused(SIGNATURE, signed.replace(forgery.signature(), new String(signature)));
      first = first.isEmpty() ? answer.text() : first;
      assertEquals(first, answer.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS AKIDEXAMPLE:bWq2s1WEIj+Ydj0vQ697zp+IXMU=", "AWS", "AWS :", "Basic eDp5"})
  void attack_37_signatureOfVersion2(String authorization) throws Exception {
    for (String payload :
        new String[] {Forgery.CHAIN, Forgery.UNSIGNED_TRAILER, Forgery.UNSIGNED, "x"}) {
      refused(
          "400 403",
          AttackedOrigin.unsignedTo(
                  AttackedOrigin.PRIVATE_HOST,
                  "PUT /live/kept.ts",
                  "Authorization: " + authorization,
                  "x-amz-content-sha256: " + payload,
                  "Content-Length: 5")
              + "hello");
    }
    refused(
        "400 403",
        AttackedOrigin.unsignedTo(
            AttackedOrigin.PRIVATE_HOST,
            "GET /live/kept.ts?AWSAccessKeyId=AKIDEXAMPLE&Signature=bWq2&Expires=1800000000"));
  }

  /** Checked after every attack as well; here with everything that a request can carry. */
  @Test
  void attack_39_nothingSecretInTheLog() throws Exception {
    RecordedLog.clear();
    String head =
        get("/live/kept.ts?planted-parameter=planted")
            .with("Referer", "planted-referer")
            .with("Cookie", "planted=planted")
            .with("x-amz-server-side-encryption-customer-key", "planted-key")
            .token(AttackedOrigin.TOKEN)
            .signed();
    assertEquals(403, origin().send(head).status());
    assertEquals(200, origin().send(get("/live/kept.ts").signed()).status());
    List<String> lines = RecordedLog.lines();
    assertFalse(lines.toString().contains("planted"), lines::toString);
    assertFalse(lines.isEmpty());
  }

  @Test
  void attack_40_errorShowsNoToken() throws Exception {
    Forgery session =
        get("/live/kept.ts").key(AttackedOrigin.SESSION_KEY, "wrong").token(AttackedOrigin.TOKEN);
    refused(SIGNATURE, session.signed());
    refused(SIGNATURE, session.presigned("60"));
    try (AttackedOrigin talking =
        new AttackedOrigin(kind, null, AttackedOrigin.explaining(Explanations.ANSWERED))) {
      for (String request : new String[] {session.signed(), session.presigned("60")}) {
        Answer answer = talking.send(request);
        assertEquals(403, answer.status());
        assertTrue(answer.text().contains("canonicalRequest"), answer::toString);
        assertFalse(answer.text().contains("planted"), answer::toString);
        assertFalse(answer.text().contains(session.signature()), answer::toString);
      }
    }
  }

  private static String control(String head) {
    String body = "{}";
    String fields =
        "X-Amz-Target: MediaStore_20170901.ListContainers\r\nContent-Length: 2\r\n"
            + "Content-Type: application/x-amz-json-1.1";
    return head.replaceFirst("\r\n\r\n$", "\r\n" + fields + "\r\n\r\n") + body;
  }

  @Test
  void attack_41_presignedUrlOnTheControlPlane() throws Exception {
    String refusal = "400 403 IncompleteSignature InvalidSignatureException";
    refused(refusal, control(Forgery.of("POST", "/").presigned("60")));
    refused(
        refusal,
        control(
            get("/live/kept.ts")
                .presigned("60")
                .replaceFirst("GET", "POST")
                .replaceFirst("/live/kept.ts", "/")));
    Forgery covering =
        Forgery.of("POST", "/")
            .with("X-Amz-Target", "MediaStore_20170901.ListContainers")
            .with("Content-Type", "application/x-amz-json-1.1");
    refused(
        refusal,
        covering.presigned("60").replaceFirst("\r\n\r\n$", "\r\nContent-Length: 2\r\n\r\n") + "{}");
  }

  @Test
  void attack_42_keyIdAloneOnTheControlPlane() throws Exception {
    String credential = "AKIDEXAMPLE/20260301/us-east-1/mediastore/aws4_request";
    String start = "POST / HTTP/1.1\r\nHost: private.test\r\nX-Amz-Date: 20260301T120000Z\r\n";
    refused("400 403", control(start + "\r\n"));
    refused(
        "400 403",
        control(start + "Authorization: AWS4-HMAC-SHA256 Credential=" + credential + "\r\n\r\n"));
    refused(
        "400 403",
        control(
            start
                + "Authorization: AWS4-HMAC-SHA256 Credential="
                + credential
                + ", SignedHeaders=host;x-amz-date, Signature=\r\n\r\n"));
    refused(
        "400 403 InvalidSignatureException",
        control(
            start
                + "Authorization: AWS4-HMAC-SHA256 Credential="
                + credential
                + ", SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
                + Forgery.MADE_UP
                + "\r\n\r\n"));
  }

  @Test
  void attack_43_forwardedIdentity() throws Exception {
    String signed = get("/live/kept.ts").signed();
    String moved = signed.replace("Host: private.test", "Host: live.test");
    for (String field :
        new String[] {
          "X-Forwarded-Host: private.test",
          "Forwarded: host=private.test;for=203.0.113.9;proto=https",
          "X-Host: private.test",
          "X-Original-Host: private.test"
        }) {
      refused(SIGNATURE, moved.replaceFirst("\r\n\r\n$", "\r\n" + field + "\r\n\r\n"));
    }
    String misled = "\r\nX-Forwarded-Host: live.test\r\nX-Forwarded-For: garbage\r\n\r\n";
    assertEquals("kept", origin().send(signed.replaceFirst("\r\n\r\n$", misled)).text());
  }

  @Test
  void attack_44_formUpload() throws Exception {
    String part = "--b\r\nContent-Disposition: form-data; name=bucket\r\n\r\n";
    String body = part + "live\r\n" + part + "private\r\n--b--\r\n";
    String[] fields = {
      "Content-Type: multipart/form-data; boundary=b", "Content-Length: " + body.length()
    };
    refused("405", AttackedOrigin.unsignedTo("private.test", "POST /", fields) + body);
    refused(
        "403 AccessDeniedException",
        AttackedOrigin.unsignedTo("private.test", "POST /live/kept.ts", fields) + body);
  }

  @Test
  void attack_45_readOnlyPolicyHasNoWayAround() throws Exception {
    origin()
        .policy(
            AttackedOrigin.statement("Allow", "\"*\"", "mediastore:GetObject", ""),
            AttackedOrigin.statement("Allow", "\"*\"", "mediastore:DescribeObject", ""));
    assertEquals("kept", origin().send(AttackedOrigin.unsigned("GET /live/kept.ts")).text());
    String denied = "403 AccessDeniedException";
    for (String method : new String[] {"PUT", "POST", "DELETE"}) {
      for (String path : new String[] {"/live/kept.ts", "//live/kept.ts", "/live/new.ts"}) {
        String body = method.equals("DELETE") ? "" : "hello";
        String length = "Content-Length: " + body.length();
        refused(denied, AttackedOrigin.unsigned(method + " " + path, length) + body);
        refused(
            denied,
            AttackedOrigin.unsigned(
                    method + " " + path, length, "X-HTTP-Method-Override: GET", "Range: bytes=0-1")
                + body);
      }
    }
    String streaming =
        AttackedOrigin.unsigned(
            "PUT /live/kept.ts",
            "Transfer-Encoding: chunked",
            "x-amz-upload-availability: STREAMING");
    refused(denied, streaming + "5\r\nhello\r\n0\r\n\r\n");
    refused(
        "400 403",
        AttackedOrigin.unsigned(
                "PUT /live/kept.ts",
                "Content-Length: 15",
                "x-amz-content-sha256: " + Forgery.UNSIGNED_TRAILER)
            + "5\r\nhello\r\n0\r\n\r\n");
  }

  private static String ecdsa(String signature, String regionSet) {
    return AttackedOrigin.unsignedTo(
        AttackedOrigin.PRIVATE_HOST,
        "GET /live/kept.ts",
        "X-Amz-Date: 20260301T120000Z",
        "X-Amz-Region-Set: " + regionSet,
        "Authorization: AWS4-ECDSA-P256-SHA256"
            + " Credential=AKIDEXAMPLE/20260301/mediastore/aws4_request,"
            + " SignedHeaders=host;x-amz-date;x-amz-region-set, Signature="
            + signature);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3006020100020100",
        "3006020101020100",
        "3006020100020101",
        "30450220ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551022100ffffffff0000"
            + "0000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "3080020101020101",
        "",
        "00"
      })
  void attack_46_signaturesOfZero(String signature) throws Exception {
    refused("403 400 InvalidSignatureException IncompleteSignature", ecdsa(signature, "us-east-1"));
  }

  @Test
  void attack_47_regionSetThatDoesNotFit() throws Exception {
    for (SignedByUs signed : SignedByUs.regionSets()) {
      Answer answer = origin().send(signed.request());
      if (signed.good()) {
        assertEquals("kept", answer.text(), signed::toString);
      } else {
        refused("403 400 InvalidSignatureException IncompleteSignature", signed.request());
      }
    }
  }

  @Test
  void attack_48_hugeHeads() throws Exception {
    String signed = get("/live/kept.ts").signed();
    String field = "X-Filler: " + "f".repeat(4000) + "\r\n";
    String many = "X-F: f\r\n".repeat(101);
    String parameters = "/live/kept.ts?" + "a=b&".repeat(900) + "c=d";
    String megabyte = "a;".repeat(1 << 19);
    for (String request :
        new String[] {
          signed.replaceFirst("Host:", field.repeat(5) + "Host:"),
          signed.replaceFirst("Host:", many + "Host:"),
          retargeted(signed, parameters),
          retargeted(signed, "/" + "a".repeat(9000)),
          signed.replaceFirst("SignedHeaders=", "SignedHeaders=" + "a;".repeat(4500)),
          signed.replaceFirst("Signature=", "Signature=" + "0".repeat(9000))
        }) {
      origin().refusedByAnybody("400 414 431", request);
    }
    // A client that goes on sending is answered or cut off, in bounded time and memory.
    try (RawClient client = origin().connect()) {
      client.send(signed.replaceFirst("SignedHeaders=", "SignedHeaders=" + megabyte));
      assertTrue(List.of(400, 414, 431).contains(client.answer().status()));
    } catch (java.io.IOException cutOff) {
      assertEquals("kept", origin().stored(AttackedOrigin.KEPT));
    }
  }

  @Test
  void attack_49_keyRotatedOrDeleted() throws Exception {
    String signed = get("/live/kept.ts").signed();
    assertEquals("kept", origin().send(signed).text());
    origin().callers.rootKey(AttackedOrigin.KEY, "planted/rotated", AttackedOrigin.ACCOUNT);
    refused(SIGNATURE, signed);
    origin().callers.remove(AttackedOrigin.KEY);
    refused("403 UnrecognizedClientException", signed);
    origin().callers.rootKey(AttackedOrigin.KEY, AttackedOrigin.SECRET, AttackedOrigin.ACCOUNT);
    assertEquals("kept", origin().send(signed).text());
    // The same key for somebody without rights.
    origin()
        .callers
        .userKey(
            AttackedOrigin.KEY, AttackedOrigin.SECRET, "arn:aws:iam::111122223333:user/demoted");
    refused("403 AccessDeniedException", signed);
  }

  @Test
  void attack_50_emptyKeyEmptySecret_andKeyWithSlashes() throws Exception {
    refused(
        "400 403 IncompleteSignature UnrecognizedClientException",
        get("/live/kept.ts").key("", "").signed());
    refused(
        "400 403 IncompleteSignature UnrecognizedClientException",
        get("/live/kept.ts").key("", AttackedOrigin.SECRET).presigned("60"));
    refused(SIGNATURE, get("/live/kept.ts").key(AttackedOrigin.KEY, "").signed());
    String slashes = "team/live/AKID";
    origin()
        .callers
        .put(
            new AccessKey(
                SigningCredentials.of(slashes, "planted/slashes"),
                Caller.root(AttackedOrigin.ACCOUNT)));
    assertEquals(
        "kept",
        origin().send(get("/live/kept.ts").key(slashes, "planted/slashes").signed()).text());
    refused(
        "403 UnrecognizedClientException",
        get("/live/kept.ts").key("live/AKID", "planted/slashes").signed());
    assertEquals(Duration.ZERO, Duration.between(AttackedOrigin.NOW, origin().clock.instant()));
  }
}
