// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Routes;
import dev.mediastore.http.Routes.Route;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form of an upload, times every form of authentication, times every route: no pair without a
 * check. Routes come from the tables of the service, so that a new one is tried as well.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
@Timeout(120)
class RouteGateTest extends AttackTest {
  private static final String CONTENT = "content";
  private static final String FRAMED = "7\r\ncontent\r\n0\r\n\r\n";

  /** What is said about the body. */
  private enum Payload {
    NONE(""),
    UNSIGNED(Forgery.UNSIGNED),
    DIGEST(Forgery.sha256(CONTENT)),
    CHAIN(Forgery.CHAIN),
    CHAIN_TRAILER(Forgery.CHAIN_TRAILER),
    UNSIGNED_TRAILER(Forgery.UNSIGNED_TRAILER),
    ECDSA_CHAIN("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"),
    ECDSA_CHAIN_TRAILER("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"),
    UNKNOWN("STREAMING-UNKNOWN"),
    GARBAGE("x");

    private final String field;

    Payload(String field) {
      this.field = field;
    }
  }

  /** What is said about the sender; none of it is true, or none of it suffices. */
  private enum Claim {
    NOBODY,
    WRONG_SECRET,
    UNKNOWN_KEY,
    MADE_UP_SIGNATURE,
    MADE_UP_ELLIPTIC_SIGNATURE,
    QUERY_CREDENTIAL_ONLY,
    PRESIGNED_WITH_WRONG_SECRET,
    PRESIGNED_MADE_UP,
    BOTH_FORMS,
    VERSION_2,
    VERSION_2_QUERY,
    BASIC,
    KNOWN_BUT_WITHOUT_RIGHTS,
    /** The owner's signature, over another body; not for bodies that are not covered. */
    OTHER_BODY,
    /** The owner's signature, over another route. */
    OTHER_ROUTE
  }

  private final HostKind kind;

  RouteGateTest(HostKind kind) {
    this.kind = kind;
  }

  static Stream<Route> routes() {
    List<Route> all = new ArrayList<>(Routes.control());
    all.addAll(Routes.data("/c/live", "/live/kept.ts", "/live/new.ts"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void E08_everyPairIsVerifiedOrRefused(Route route) throws Exception {
    origin().noPolicy();
    String before = documents();
    int tried = 0;
    for (Claim claim : Claim.values()) {
      for (Payload payload : Payload.values()) {
        if (claim == Claim.OTHER_BODY && !covered(payload)) {
          continue;
        }
        for (boolean chunked : new boolean[] {false, true}) {
          String request = request(route, claim, payload, chunked);
          Answer answer;
          try (RawClient client = origin().connect()) {
            answer = client.send(request).answer(route.method());
          }
          assertTrue(
              List.of(400, 403, 411, 413).contains(answer.status()),
              () -> kind + " " + route + " " + claim + " " + payload + "\n" + answer);
          tried++;
        }
      }
    }
    assertEquals(2 * ((Claim.values().length - 1) * Payload.values().length + 7), tried);
    assertEquals(before, documents());
    assertEquals("kept", origin().stored(AttackedOrigin.KEPT));
    assertEquals("404", origin().stored("/live/new.ts"));
    // Once in full: nothing held, one message, one line, the next request.
    refused("400 403", request(route, Claim.MADE_UP_SIGNATURE, Payload.NONE, false));
  }

  /** A body whose digest or chain is covered, or that nobody can have framed like this. */
  private static boolean covered(Payload payload) {
    return payload != Payload.UNSIGNED
        && payload != Payload.UNSIGNED_TRAILER
        && payload != Payload.NONE;
  }

  /** Everything that the control plane could have changed. */
  private static String documents() {
    StringBuilder all = new StringBuilder();
    origin()
        .store
        .containers(AttackedOrigin.ACCOUNT, "us-east-1")
        .forEach(
            container -> {
              all.append(container.name())
                  .append(container.tags())
                  .append(container.accessLogging());
              for (dev.mediastore.core.DocumentKind each :
                  dev.mediastore.core.DocumentKind.values()) {
                all.append(container.document(each).map(found -> found.revision()).orElse(-1L));
              }
            });
    return all.toString();
  }

  private static String body(Route route, Payload payload) {
    if (route.isControl()) {
      return route.body();
    }
    return payload.field.startsWith("STREAMING") ? FRAMED : CONTENT;
  }

  private static String request(Route route, Claim claim, Payload payload, boolean chunked) {
    String body = body(route, payload);
    String wire =
        chunked ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : body;
    String head = head(route, claim, payload, body);
    String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length();
    return head.replaceFirst("\r\n\r\n$", "\r\n" + framing + "\r\n\r\n") + wire;
  }

  private static Forgery forgery(Route route, String target, Payload payload, String body) {
    Forgery forgery = Forgery.of(route.method(), target).host(AttackedOrigin.LIVE_HOST);
    if (target.startsWith("/c/")) {
      forgery.host("localhost");
    }
    if (route.isControl()) {
      forgery.with("X-Amz-Target", route.amzTarget());
      forgery.with("Content-Type", "application/x-amz-json-1.1");
    }
    if (payload.field.startsWith("STREAMING")) {
      forgery.with("x-amz-decoded-content-length", "7");
    }
    return payload == Payload.NONE ? forgery.undeclared(body) : forgery.payload(payload.field);
  }

  private static String head(Route route, Claim claim, Payload payload, String body) {
    String target = route.target();
    String mark = target.contains("?") ? "&" : "?";
    Forgery honest = forgery(route, target, payload, body);
    String credential = "AKIDEXAMPLE/20260301/us-east-1/mediastore/aws4_request";
    return switch (claim) {
      case NOBODY -> unsigned(honest, "");
      case WRONG_SECRET -> honest.key(AttackedOrigin.KEY, "wrong").signed();
      case UNKNOWN_KEY -> honest.key("AKIDUNKNOWN", "wrong").signed();
      case MADE_UP_SIGNATURE ->
          honest.signed().replaceFirst("Signature=.{64}", "Signature=" + Forgery.MADE_UP);
      case MADE_UP_ELLIPTIC_SIGNATURE ->
          unsigned(
              honest.with("X-Amz-Date", "20260301T120000Z").with("X-Amz-Region-Set", "*"),
              "Authorization: AWS4-ECDSA-P256-SHA256 Credential="
                  + credential.replace("us-east-1/", "")
                  + ", SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=3006020101020101");
      case QUERY_CREDENTIAL_ONLY ->
          unsigned(
              forgery(
                  route,
                  target + mark + "X-Amz-Credential=" + Forgery.encode(credential),
                  payload,
                  body),
              "");
      case PRESIGNED_WITH_WRONG_SECRET -> honest.key(AttackedOrigin.KEY, "wrong").presigned("60");
      case PRESIGNED_MADE_UP ->
          honest.presigned("60").replaceFirst("Signature=.{64}", "Signature=" + Forgery.MADE_UP);
      case BOTH_FORMS ->
          forgery(route, honest.presigned("60").split(" ", 3)[1], payload, body).signed();
      case VERSION_2 -> unsigned(honest, "Authorization: AWS AKIDEXAMPLE:" + "a".repeat(27) + "=");
      case VERSION_2_QUERY ->
          unsigned(
              forgery(
                  route,
                  target + mark + "AWSAccessKeyId=AKIDEXAMPLE&Signature=a&Expires=1800000000",
                  payload,
                  body),
              "");
      case BASIC -> unsigned(honest, "Authorization: Basic QUtJREVYQU1QTEU6eA==");
      case KNOWN_BUT_WITHOUT_RIGHTS -> honest.key("AKIDNOBODY", "planted/nobody").signed();
      case OTHER_BODY -> otherBody(route, payload).signed();
      case OTHER_ROUTE ->
          forgery(route, target + mark + "other=1", payload, body)
              .signed()
              .replaceFirst("[?&]other=1", "");
    };
  }

  /** Signed for a body that differs in its last byte; a chain is broken whatever its frames say. */
  private static Forgery otherBody(Route route, Payload payload) {
    Forgery forgery = forgery(route, route.target(), payload, "other");
    return payload == Payload.DIGEST ? forgery.payload(Forgery.sha256("other")) : forgery;
  }

  /** The same head without a signature. */
  private static String unsigned(Forgery forgery, String authorization) {
    String head = forgery.signed();
    String bare = head.replaceFirst("Authorization: [^\r]*\r\n", "");
    return authorization.isEmpty()
        ? bare
        : bare.replaceFirst("\r\n\r\n$", "\r\n" + authorization + "\r\n\r\n");
  }
}
