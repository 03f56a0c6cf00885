// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to send a body, times every way to claim an identity, times every route (E08). */
class GateTest {
  private static final List<String> ROUTES =
      List.of(
          "GET /a.ts",
          "HEAD /a.ts",
          "DELETE /a.ts",
          "PUT /a.ts",
          "POST /a.ts",
          "PUT /new.ts",
          "GET /",
          "GET /?Path=a",
          "HEAD /",
          "GET /c/live/a.ts",
          "PUT //a.ts");
  private static final List<String> PAYLOADS =
      List.of(
          "",
          TestSigner.UNSIGNED,
          TestSigner.sha256(Fixture.bytes("content")),
          "x",
          "0".repeat(63),
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
          "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
          "STREAMING-UNKNOWN");

  private enum Claim {
    NONE,
    WRONG_SECRET,
    UNKNOWN_KEY,
    MADE_UP_SIGNATURE,
    QUERY_CREDENTIAL_ONLY,
    PRESIGNED_WITH_WRONG_SECRET,
    VERSION_2,
    SOMEBODY_WITHOUT_RIGHTS
  }

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (String route : ROUTES) {
      for (Claim claim : Claim.values()) {
        all.add(Arguments.of(route, claim));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void noCombination_getsThrough(String route, Claim claim) {
    for (String payload : PAYLOADS) {
      for (boolean chunked : new boolean[] {false, true}) {
        try (Fixture origin = new Fixture(store -> store.memory(64 << 10), all -> all)) {
          origin.withoutPolicy().user("nobody").object("a.ts", "old");
          Answer answer = send(origin, route, claim, payload, chunked);
          assertTrue(List.of(400, 403).contains(answer.status()), payload + ' ' + answer);
          assertEquals(3, origin.container.head(ObjectPath.of("a.ts")).orElseThrow().lengthBytes());
          assertTrue(origin.container.head(ObjectPath.of("new.ts")).isEmpty());
          assertEquals(0, origin.deadlines.waiting());
        }
      }
    }
  }

  private static Answer send(
      Fixture origin, String route, Claim claim, String payload, boolean chunked) {
    String method = route.substring(0, route.indexOf(' '));
    String target = route.substring(route.indexOf(' ') + 1);
    Call call = claim(origin, method, target, claim, payload);
    byte[] body = Fixture.bytes("content");
    return chunked ? call.sendChunked(body) : call.send(body);
  }

  private static Call claim(
      Fixture origin, String method, String target, Claim claim, String payload) {
    String mark = target.contains("?") ? "&" : "?";
    return switch (claim) {
      case NONE -> declared(origin.call(method, target), payload);
      case WRONG_SECRET ->
          signed(new TestSigner("AKIDOWNER", "x"), origin.call(method, target), payload);
      case UNKNOWN_KEY ->
          signed(new TestSigner("AKIDNONE", "x"), origin.call(method, target), payload);
      case SOMEBODY_WITHOUT_RIGHTS ->
          signed(Fixture.signer("nobody"), origin.call(method, target), payload);
      case MADE_UP_SIGNATURE ->
          declared(origin.call(method, target), payload)
              .header("X-Amz-Date", "20260301T120000Z")
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=AKIDOWNER/20260301/us-east-1/mediastore/aws4_request,"
                      + " SignedHeaders=host;x-amz-date, Signature="
                      + "a".repeat(64));
      case QUERY_CREDENTIAL_ONLY ->
          declared(
              origin.call(
                  method,
                  target + mark + "X-Amz-Credential=AKIDOWNER%2F20260301%2Fus-east-1%2Fmediastore"),
              payload);
      case PRESIGNED_WITH_WRONG_SECRET ->
          declared(
              origin.call(
                  method,
                  new TestSigner("AKIDOWNER", "x")
                      .presign(method, target.replaceFirst("\\?.*", ""), Fixture.NOW, 60)),
              payload);
      case VERSION_2 ->
          declared(origin.call(method, target), payload)
              .header("Authorization", "AWS AKIDOWNER:" + "a".repeat(27) + "=");
    };
  }

  private static Call declared(Call call, String payload) {
    return payload.isEmpty() ? call : call.header("x-amz-content-sha256", payload);
  }

  private static Call signed(TestSigner signer, Call call, String payload) {
    return payload.isEmpty()
        ? signer.sign(call, Fixture.NOW, Fixture.bytes("content"))
        : signer.declare(call, Fixture.NOW, payload);
  }
}
