// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of the CORS rules, section 8, with a container behind them. */
class CorsCasesTest {
  private static final String W = "https://www.example.com";
  private static final String ALL_VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

  private static final Map<String, String> POLICIES =
      Map.of(
          "A", "[" + rule("\"" + W + "\"", "GET,HEAD", "\"*\"", "", "3000") + "]",
          "B", "[" + rule("\"*\"", "GET,HEAD", "\"*\"", "", "3000") + "]",
          "C",
              "["
                  + rule(
                      "\"https://*.example.com\"",
                      "GET,PUT,DELETE",
                      "\"content-type\",\"x-amz-*\",\"Authorization\"",
                      "\"ETag\",\"Content-Range\"",
                      "600")
                  + "]",
          "D",
              "["
                  + rule("\"https://app.example.com\"", "PUT", "\"content-type\"", "", "")
                  + ","
                  + rule("\"*\"", "GET", "", "", "")
                  + "]",
          "E",
              "["
                  + rule(
                      "\"http://localhost:8080\",\"https://[2001:db8::1]:8443\"",
                      "GET",
                      "\"range\"",
                      "",
                      "")
                  + "]",
          "F", "[" + rule("\"null\"", "GET", "\"*\"", "", "") + "]",
          "G", "[" + rule("\"start*end\"", "GET", "\"x-*-id\"", "", "") + "]",
          "H", "[" + rule("\"*\",\"" + W + "\"", "GET", "\"*\"", "\"Date\"", "0") + "]",
          "I",
              "["
                  + rule("\"" + W + "\"", "GET", "", "", "10")
                  + ","
                  + rule("\"" + W + "\"", "GET", "\"*\"", "", "20")
                  + "]");

  private final Fixture origin = new Fixture().object("a.ts", "0123456789abcdef");

  private static String rule(
      String origins, String methods, String headers, String expose, String maxAge) {
    return "{\"AllowedOrigins\":["
        + origins
        + "],\"AllowedMethods\":[\""
        + methods.replace(",", "\",\"")
        + "\"],\"AllowedHeaders\":["
        + headers
        + "]"
        + (expose.isEmpty() ? "" : ",\"ExposeHeaders\":[" + expose + "]")
        + (maxAge.isEmpty() ? "" : ",\"MaxAgeSeconds\":" + maxAge)
        + "}";
  }

  @AfterEach
  void close() {
    origin.close();
  }

  /** Number, policy, method, origin ({@code -} for none), status, then the expected fields. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 1 | N | GET  | https://www.example.com       | 200 |",
        " 2 | N | GET  | -                             | 200 |",
        " 8 | A | GET  | https://www.example.com       | 200 | O=echo C=true M=GET, HEAD A=3000",
        " 9 | A | HEAD | https://www.example.com       | 200 | O=echo C=true M=GET, HEAD A=3000",
        "10 | A | GET  | -                             | 200 |",
        "12 | A | GET  | http://www.example.com        | 200 |",
        "13 | A | GET  | https://www.example.com:443   | 200 |",
        "14 | A | GET  | https://WWW.example.com       | 200 |",
        "15 | A | GET  | https://www.example.com/      | 200 |",
        "16 | A | GET  | https://www.example.com.evil.test | 200 |",
        "17 | A | GET  | null                          | 200 |",
        "19 | A | PUT  | https://www.example.com       | 200 |",
        "39 | B | GET  | http://random:1234            | 200 | O=* M=GET, HEAD A=3000",
        "40 | B | GET  | null                          | 200 | O=* M=GET, HEAD A=3000",
        "41 | B | GET  | chrome-extension://abc        | 200 | O=* M=GET, HEAD A=3000",
        "42 | B | GET  | -                             | 200 |",
        "48 | C | GET  | https://a.example.com | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range",
        "49 | C | GET  | https://a.b.example.com | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range",
        "50 | C | GET  | https://example.com           | 200 |",
        "51 | C | GET  | https://.example.com | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range",
        "52 | C | GET  | https://a.example.com:8443    | 200 |",
        "53 | C | GET  | http://a.example.com          | 200 |",
        "54 | C | GET  | https://evil.test/.example.com | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range",
        "55 | C | HEAD | https://a.example.com         | 200 |",
        "62 | C | PUT  | https://a.example.com | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range",
        "66 | D | GET  | https://app.example.com       | 200 | O=* M=GET",
        "69 | E | GET  | http://localhost:8080         | 200 | O=echo C=true M=GET",
        "70 | E | GET  | http://localhost              | 200 |",
        "71 | E | GET  | http://127.0.0.1:8080         | 200 |",
        "72 | E | GET  | https://[2001:db8::1]:8443    | 200 | O=echo C=true M=GET",
        "73 | E | GET  | https://[2001:DB8::1]:8443    | 200 |",
        "75 | F | GET  | null                          | 200 | O=echo M=GET",
        "76 | F | GET  | NULL                          | 200 |",
        "77 | F | GET  | https://www.example.com       | 200 |",
        "78 | G | GET  | startend                      | 200 | O=echo C=true M=GET",
        "79 | G | GET  | start1end                     | 200 | O=echo C=true M=GET",
        "80 | G | GET  | 0start1end                    | 200 |",
        "81 | G | GET  | starend                       | 200 |",
        "84 | H | GET  | https://www.example.com       | 200 | O=* M=GET A=0 E=Date",
        "86 | I | GET  | https://www.example.com       | 200 | O=echo C=true M=GET A=10",
      })
  void actualRequest_isServedAndMarked(
      int number, String policy, String method, String requestOrigin, int status, String expected) {
    use(policy);
    Call call = origin.call(method, "/a.ts");
    if (!requestOrigin.equals("-")) {
      call.header("Origin", requestOrigin);
    }
    Answer answer = method.equals("PUT") ? call.send("stored") : call.send();
    assertEquals(status, answer.status(), () -> number + " " + answer);
    assertFields(answer, requestOrigin, expected, false);
    assertEquals(policy.equals("N") ? null : "Origin", answer.maybe("Vary"), "case " + number);
  }

  /** Number, policy, method asked for, headers asked for, origin, status, expected fields. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 3 | N | GET    |                      | https://www.example.com | 403 |",
        " 4 | N | -      |                      | https://www.example.com | 403 |",
        " 5 | N | GET    |                      | -                       | 400 |",
        "20 | A | GET    |                      | https://www.example.com | 200 | O=echo C=true M=GET, HEAD A=3000",
        "21 | A | GET    | range                | https://www.example.com | 200 | O=echo C=true M=GET, HEAD A=3000 H=range",
        "22 | A | GET    | if-none-match,range  | https://www.example.com | 200 | O=echo C=true M=GET, HEAD A=3000 H=if-none-match, range",
        "23 | A | GET    | X-Foo                | https://www.example.com | 200 | O=echo C=true M=GET, HEAD A=3000 H=x-foo",
        "24 | A | PUT    |                      | https://www.example.com | 403 |",
        "25 | A | OPTIONS |                     | https://www.example.com | 403 |",
        "26 | A | get    |                      | https://www.example.com | 403 |",
        "27 | A | GET    |                      | https://other.example   | 403 |",
        "28 | A | -      |                      | https://www.example.com | 400 |",
        "29 | A | GET    |                      | -                       | 400 |",
        "43 | B | GET    | authorization        | https://www.example.com | 200 | O=* M=GET, HEAD A=3000 H=authorization",
        "44 | B | GET    | a,b,,c               | https://www.example.com | 200 | O=* M=GET, HEAD A=3000 H=a, b, c",
        "45 | B | GET    | ' , ,'               | https://www.example.com | 200 | O=* M=GET, HEAD A=3000",
        "46 | B | GET    | bad name             | https://www.example.com | 403 |",
        "47 | B | DELETE |                      | https://www.example.com | 403 |",
        "56 | C | PUT    | content-type,x-amz-date | https://a.example.com | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range H=content-type, x-amz-date",
        "57 | C | PUT    | Content-Type         | https://a.example.com   | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range H=content-type",
        "58 | C | PUT    | authorization        | https://a.example.com   | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range H=authorization",
        "59 | C | PUT    | content-type,x-custom | https://a.example.com  | 403 |",
        "60 | C | PUT    | x-amz-               | https://a.example.com   | 200 | O=echo C=true M=GET, PUT, DELETE A=600 E=ETag, Content-Range H=x-amz-",
        "61 | C | PUT    | x-amz                | https://a.example.com   | 403 |",
        "63 | C | GET    | range                | https://a.example.com   | 403 |",
        "64 | D | PUT    | content-type         | https://app.example.com | 200 | O=echo C=true M=PUT H=content-type",
        "65 | D | GET    |                      | https://app.example.com | 200 | O=* M=GET",
        "67 | D | GET    | range                | https://www.example.com | 403 |",
        "68 | D | PUT    |                      | https://www.example.com | 403 |",
        "74 | E | GET    | range                | http://localhost:8080   | 200 | O=echo C=true M=GET H=range",
        "82 | G | GET    | x-trace-id           | startend                | 200 | O=echo C=true M=GET H=x-trace-id",
        "83 | G | GET    | x-id                 | startend                | 403 |",
        "85 | H | GET    | x-a                  | https://www.example.com | 200 | O=* M=GET A=0 E=Date H=x-a",
        "87 | I | GET    |                      | https://www.example.com | 200 | O=echo C=true M=GET A=10",
        "88 | I | GET    | x-a                  | https://www.example.com | 200 | O=echo C=true M=GET A=20 H=x-a",
      })
  void preflight_isAnsweredByThePolicyAlone(
      int number,
      String policy,
      String method,
      String headers,
      String requestOrigin,
      int status,
      String expected) {
    use(policy);
    Answer answer = preflight(method, headers, requestOrigin).send();
    assertEquals(status, answer.status(), () -> number + " " + answer);
    assertFields(answer, requestOrigin, expected, true);
    if (!policy.equals("N")) {
      assertEquals(ALL_VARY, answer.header("Vary"), "case " + number);
    }
    if (status == 200) {
      assertEquals(0, answer.body().length);
    } else {
      assertFalse(answer.error().isEmpty());
    }
  }

  @Test
  void unknownContainer_refusesPreflights() { // 6, 7
    Call withOrigin = preflight("GET", "", W).header("Host", "unknown.test");
    assertEquals(403, withOrigin.send().status());
    assertEquals(
        400, origin.call("OPTIONS", "/a.ts").header("Host", "unknown.test").send().status());
  }

  @Test
  void refererAlone_isNoOrigin() { // 11
    use("A");
    Answer answer = origin.call("GET", "/a.ts").header("Referer", W + "/page").send();
    assertFields(answer, "-", "", false);
  }

  @Test
  void twoOriginFields_matchNothing() { // 18
    use("A");
    Answer answer = origin.call("GET", "/a.ts").header("Origin", W).header("Origin", W).send();
    assertEquals(200, answer.status());
    assertFields(answer, W, "", false);
  }

  @Test
  void preflight_isNeitherAuthenticatedNorLookedUp() { // 30, 31, 32
    use("A");
    origin.policy(Fixture.statements("Deny", "\"*\"", "mediastore:*", ""));
    Answer answer =
        preflight("GET", "", W)
            .header("Cookie", "a=b")
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=x")
            .send();
    assertEquals(200, answer.status());
    Call missing = origin.call("OPTIONS", "/missing.ts").header("Origin", W);
    assertEquals(200, missing.header("Access-Control-Request-Method", "GET").send().status());
  }

  @ParameterizedTest
  @ValueSource(ints = {206, 304, 400, 403, 404, 405, 412, 416})
  void everyStatus_isReadableByThePage(int status) { // 33 to 37
    use("A");
    Call call =
        switch (status) {
          case 206 -> origin.call("GET", "/a.ts").header("Range", "bytes=0-9");
          case 304 -> origin.call("GET", "/a.ts").header("If-None-Match", "*");
          case 400 -> origin.call("GET", "/a.ts/");
          case 403 -> origin.withoutPolicy().call("GET", "/a.ts");
          case 404 -> origin.call("GET", "/missing.ts");
          case 405 -> origin.call("PATCH", "/a.ts");
          case 412 -> origin.call("GET", "/a.ts").header("If-Match", "x");
          default -> origin.call("GET", "/a.ts").header("Range", "bytes=99-");
        };
    Answer answer = call.header("Origin", W).send();
    assertEquals(status, answer.status());
    assertEquals("Origin", answer.header("Vary"));
    if (status != 405) { // PATCH is in no rule
      assertEquals(W, answer.header("Access-Control-Allow-Origin"), answer::toString);
    }
  }

  @Test
  void privateNetworkAccess_isGrantedOnlyWhereSwitchedOn() { // 89, 90
    use("A");
    Call off = preflight("GET", "", W).header("Access-Control-Request-Private-Network", "true");
    assertNull(off.send().maybe("Access-Control-Allow-Private-Network"));
    try (Fixture on = new Fixture(settings -> settings.privateNetworkAccess(true))) {
      on.cors(policy("A"));
      Answer answer =
          on.call("OPTIONS", "/a.ts")
              .header("Origin", W)
              .header("Access-Control-Request-Method", "GET")
              .header("Access-Control-Request-Private-Network", "true")
              .send();
      assertEquals("true", answer.header("Access-Control-Allow-Private-Network"));
      assertTrue(answer.header("Vary").endsWith("Access-Control-Request-Private-Network"));
    }
  }

  @Test
  void replacedOrDeletedPolicy_isEffectiveAtOnce() { // 91, 92
    use("A");
    Call before = origin.call("GET", "/a.ts").header("Origin", "https://other.example");
    assertNull(before.send().maybe("Access-Control-Allow-Origin"));
    use("B");
    Call after = origin.call("GET", "/a.ts").header("Origin", "https://other.example");
    assertEquals("*", after.send().header("Access-Control-Allow-Origin"));
    origin.container.deleteDocument(DocumentKind.CORS_POLICY);
    assertEquals(403, preflight("GET", "", W).send().status());
  }

  @Test
  void damagedPolicy_closesTheContainerToPagesOnly() {
    origin.cors("[{\"AllowedOrigins\":");
    Answer answer = origin.call("GET", "/a.ts").header("Origin", W).send();
    assertEquals(200, answer.status());
    assertFields(answer, W, "", false);
    assertEquals("Origin", answer.header("Vary"));
    assertEquals(403, preflight("GET", "", W).send().status());
  }

  private static String policy(String name) {
    return Objects.requireNonNull(POLICIES.get(name));
  }

  private void use(String policy) {
    if (!policy.equals("N")) {
      origin.cors(policy(policy));
    }
  }

  private Call preflight(String method, String headers, String requestOrigin) {
    Call call = origin.call("OPTIONS", "/a.ts");
    if (!requestOrigin.equals("-")) {
      call.header("Origin", requestOrigin);
    }
    if (!method.equals("-")) {
      call.header("Access-Control-Request-Method", method);
    }
    if (headers != null && !headers.isEmpty()) {
      call.header("Access-Control-Request-Headers", headers);
    }
    return call;
  }

  private static final Map<Character, String> FIELDS =
      Map.of(
          'O', "Access-Control-Allow-Origin",
          'C', "Access-Control-Allow-Credentials",
          'M', "Access-Control-Allow-Methods",
          'H', "Access-Control-Allow-Headers",
          'E', "Access-Control-Expose-Headers",
          'A', "Access-Control-Max-Age");

  /** Exactly the fields named, {@code X=value} separated by blanks before a capital and a sign. */
  private static void assertFields(
      Answer answer, String requestOrigin, String expected, boolean preflight) {
    String fields = expected == null ? "" : expected.strip();
    Map<Character, String> wanted = new java.util.HashMap<>();
    for (String field : fields.split(" (?=[OCMHEA]=)", -1)) {
      if (!field.isEmpty()) {
        wanted.put(field.charAt(0), field.substring(2).replace("echo", requestOrigin));
      }
    }
    FIELDS.forEach((letter, name) -> assertEquals(wanted.get(letter), answer.maybe(name), name));
    if (!preflight) {
      assertNull(answer.maybe("Access-Control-Allow-Headers"));
    }
    answer
        .headers()
        .forEach(
            (name, value) ->
                assertFalse(
                    name.toLowerCase(Locale.ROOT).startsWith("access-control")
                        && !FIELDS.containsValue(name),
                    name));
  }
}
