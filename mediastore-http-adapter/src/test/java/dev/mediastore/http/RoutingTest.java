// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.TestHost.Answer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which container, which plane, which operation (contract section 1). */
class RoutingTest {

  private static Fixture with(UnaryOperator<Endpoints.Builder> endpoints) {
    return new Fixture(
        settings -> settings.endpoints(endpoints.apply(Endpoints.builder()).build()));
  }

  @ParameterizedTest
  @CsvSource({
    // Registered host, whatever its port and letter case.
    "media.test, /a.ts, 200",
    "MEDIA.TEST:8080, /a.ts, 200",
    "media.test., /a.ts, 200",
    "media.test, /c/live/a.ts, 404",
    // Base domains, by name.
    "live.localhost:8080, /a.ts, 200",
    "LIVE.localhost, /a.ts, 200",
    "live.example.com, /a.ts, 200",
    "a.live.example.com, /a.ts, 404",
    "other.example.com, /a.ts, 404",
    "evilexample.com, /a.ts, 404",
    "live.example.com.evil.test, /a.ts, 404",
    // Path prefix, by name.
    "localhost:8080, /c/live/a.ts, 200",
    "127.0.0.1, //c//live//a.ts, 200",
    "[::1]:80, /c/live/a.ts, 200",
    "anything.test, /c/live/a.ts, 200",
    "localhost, /c/other/a.ts, 404",
    "localhost, /c/Live/a.ts, 404",
    "localhost, /c/a.ts, 404",
    "localhost, /c, 404",
    "localhost, /C/live/a.ts, 404",
    "localhost, /live/a.ts, 404",
    "localhost, /a.ts, 404",
    "xn--live.test, /a.ts, 404",
    "203.0.113.7, /a.ts, 404",
  })
  void container_isSelectedByHostThenPath(String host, String target, int status) { // B21
    try (Fixture origin = with(all -> all.host("media.test", "live").baseDomain("example.com"))) {
      origin.object("a.ts", "content");
      Answer answer = origin.call("GET", target).header("Host", host).send();
      assertEquals(status, answer.status(), answer::toString);
    }
  }

  @Test
  void container_isSelectedByItsId() {
    try (Fixture origin = with(all -> all.baseDomain("example.com"))) {
      origin.object("a.ts", "content");
      String id = origin.container.id();
      assertEquals(
          "content", origin.call("GET", "/a.ts").header("Host", id + ".example.com").send().text());
      assertEquals("content", origin.get("/c/" + id + "/a.ts").text());
    }
  }

  @Test
  void prefixWithoutSlash_isTheTopOfTheContainer() {
    try (Fixture origin = with(all -> all)) {
      origin.object("a.ts", "content");
      for (String target : List.of("/c/live", "/c/live/", "/c/live?MaxResults=1")) {
        assertTrue(origin.get(target).text().contains("\"Name\":\"a.ts\""), target);
      }
    }
  }

  @Test
  void prefix_isPartOfWhatIsSigned() {
    try (Fixture origin = with(all -> all)) {
      origin.withoutPolicy().object("a.ts", "content");
      for (String target : List.of("/c/live", "/c/live/a.ts", "/c/live//a.ts", "//c/live/a.ts")) {
        TestHost.Call call = origin.call("GET", target);
        assertEquals(
            200, Fixture.OWNER.sign(call, Fixture.NOW, new byte[0]).send().status(), target);
      }
    }
  }

  @Test
  void containerOfAnotherAccount_isKnownByItsIdOnly() {
    try (Fixture origin = with(all -> all.host("other.test", "none"))) {
      ContainerArn arn = new ContainerArn("aws", "eu-west-1", "444455556666", "theirs");
      Container theirs =
          origin.store.createContainer(
              arn,
              Map.of(),
              Map.of(
                  DocumentKind.CONTAINER_POLICY,
                  Fixture.PUBLIC.replace(Fixture.ARN, arn.toString())));
      theirs.requireActive();
      assertEquals(404, origin.get("/c/theirs/").status());
      assertEquals(200, origin.get("/c/" + theirs.id()).status());
    }
  }

  @Test
  void nameLikeAnotherContainersId_doesNotTakeItOver() {
    try (Fixture origin = with(all -> all)) {
      origin.object("a.ts", "content");
      String id = origin.container.id();
      origin.store.createContainer(id).requireActive();
      assertEquals("content", origin.get("/c/" + id + "/a.ts").text());
    }
  }

  @Test
  void unknownContainer_isExplained() {
    try (Fixture origin = with(all -> all)) {
      Answer answer = origin.get("/a.ts");
      assertEquals(404, answer.status());
      assertEquals("ContainerNotFoundException", answer.error());
      assertTrue(answer.text().contains("/c/NAME"), answer::text);
      assertEquals("no-store", answer.header("Cache-Control"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "user@a", "a b", "a,b", "a\u0001", "", ":80", "a:0", "a:65536", "a:abc"})
  void malformedHost_isRefused(String host) { // A11
    try (Fixture origin = new Fixture()) {
      Answer answer = origin.call("GET", "/").header("Host", host).send();
      assertEquals(400, answer.status());
      assertTrue(answer.close());
    }
  }

  @Test
  void host_mustBeThereOnce() { // A11, A12
    try (Fixture origin = new Fixture()) {
      assertEquals(400, origin.call("GET", "/").withoutHost().send().status());
      assertEquals(
          400,
          origin
              .call("GET", "/")
              .header("Host", "media.test")
              .header("Host", "media.test")
              .send()
              .status());
    }
  }

  @Test
  void hostlessRequest_ofHttp10_reachesOnlyAConfiguredContainer() { // A12
    try (Fixture none = new Fixture();
        Fixture one = with(all -> all.withoutHost("live"))) {
      one.object("a.ts", "content");
      assertEquals(400, hostless(none).status());
      assertEquals("content", hostless(one).text());
    }
  }

  private static Answer hostless(Fixture origin) {
    return origin.call("GET", "/a.ts").withoutHost().version(HttpVersion.HTTP_1_0).send();
  }

  @ParameterizedTest
  @CsvSource({
    "http://media.test/a.ts, 200",
    "http://MEDIA.test:80/a.ts, 200",
    "https://media.test:80/a.ts, 200",
    "http://other.test/a.ts, 400",
    "http://media.test:8080/a.ts, 400",
    "http://user@media.test/a.ts, 400",
    "http:///a.ts, 400",
  })
  void absoluteTarget_mustAgreeWithHost(String target, int status) { // A07
    try (Fixture origin = new Fixture().object("a.ts", "content")) {
      assertEquals(status, origin.get(target).status());
    }
  }

  @Test
  void asterisk_isForOptionsOnly() { // A08
    try (Fixture origin = new Fixture()) {
      Answer answer = origin.call("OPTIONS", "*").send();
      assertEquals(200, answer.status());
      assertEquals("GET, HEAD, PUT, POST, DELETE, OPTIONS", answer.header("Allow"));
      assertEquals(400, origin.get("*").status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "PATCH", "get", "GEt"})
  void unknownMethod_isNotAllowed(String method) { // A05, A06
    try (Fixture origin = new Fixture()) {
      Answer answer = origin.call(method, "/a.ts").send();
      assertEquals(405, answer.status());
      assertEquals("GET, HEAD, PUT, POST, DELETE, OPTIONS", answer.header("Allow"));
      assertEquals("GET, HEAD, OPTIONS", origin.call(method, "/").send().header("Allow"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G[T", "G:T", "G\u0001T", "", "G T"})
  void methodThatIsNoToken_closesTheConnection(String method) { // A05
    try (Fixture origin = new Fixture()) {
      Answer answer = origin.call(method, "/a.ts").send();
      assertEquals(400, answer.status());
      assertTrue(answer.close());
    }
  }

  @Test
  void post_isPut_unlessStrict() {
    try (Fixture origin = new Fixture();
        Fixture strict = Fixture.strict()) {
      assertEquals(200, origin.call("POST", "/a.ts").send("content").status());
      assertEquals("content", origin.content("a.ts"));
      Answer refused = strict.call("POST", "/a.ts").send("content");
      assertEquals(405, refused.status());
      assertEquals("GET, HEAD, PUT, DELETE, OPTIONS", refused.header("Allow"));
    }
  }

  @Test
  void planes_canStandApart() {
    try (Fixture control = new Fixture(settings -> settings.only(Plane.CONTROL));
        Fixture data = new Fixture(settings -> settings.only(Plane.DATA))) {
      assertEquals("UnknownOperationException", control.get("/a.ts").error());
      Answer answer = data.call("POST", "/").header("X-Amz-Target", "x").send("{}");
      assertEquals("UnknownOperationException", answer.error());
      assertEquals(200, data.get("/").status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host",
        "X-Forwarded-Prefix",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-HTTP-Method-Override",
        "Forwarded",
        "X-Forwarded-Proto",
      })
  void forwardingHeader_changesNothing(String name) { // A37
    try (Fixture origin = new Fixture().object("a.ts", "content")) {
      Answer answer = origin.call("GET", "/a.ts").header(name, "DELETE").send();
      assertEquals("content", answer.text());
      assertEquals("content", origin.content("a.ts"));
    }
  }

  @Test
  void headOverItsLimits_isRefusedBeforeAnythingElse() { // A09, A10, A31
    try (Fixture origin = new Fixture()) {
      assertEquals(414, origin.get("/" + "a".repeat(8192)).status());
      assertEquals(431, origin.call("GET", "/").header("X-A", "a".repeat(8192)).send().status());
      TestHost.Call many = origin.call("GET", "/");
      for (int i = 0; i < 100; i++) {
        many.header("X-" + i, "v");
      }
      Answer answer = many.send();
      assertEquals(431, answer.status());
      assertTrue(answer.close());
      assertEquals(417, origin.call("PUT", "/a").header("Expect", "200-ok").send("x").status());
      assertEquals(
          200, origin.call("PUT", "/a").header("Expect", "100-Continue").send("x").status());
    }
  }

  @Test
  void everyAnswer_bearsARequestIdAndTheDateOfTheOriginsClock() {
    try (Fixture origin = new Fixture()) {
      for (Answer answer :
          List.of(origin.get("/"), origin.get("/none"), origin.get("/.."), origin.get("bad"))) {
        assertTrue(answer.header("x-amzn-RequestId").matches("[A-Z2-7]{52,}"));
        assertEquals("Sun, 01 Mar 2026 12:00:00 GMT", answer.header("Date"));
      }
      assertNotNull(origin.records.get(0).requestId());
    }
  }

  @Test
  void refusedInput_looksLikeEveryOtherError() {
    try (Fixture origin = new Fixture()) {
      Response response =
          origin.http.refuse(
              ServiceError.REQUEST_TIMEOUT, "Too slow.", origin.call("GET", "/").head().peer());
      assertEquals(408, response.status());
      assertTrue(response.close());
      assertEquals("RequestTimeoutException", response.headers().first("x-amzn-ErrorType"));
      assertTrue(response.headers().contains("x-amzn-RequestId"));
    }
  }
}
