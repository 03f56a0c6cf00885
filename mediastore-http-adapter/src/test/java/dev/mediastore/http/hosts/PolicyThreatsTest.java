// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threats to container policies: what may be put (threat catalogue, group F). */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class PolicyThreatsTest extends AttackTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATEMENT =
      AttackedOrigin.statement("Allow", "\"*\"", "mediastore:GetObject", "");
  private static final String GOOD =
      "{\"Version\":\"2012-10-17\",\"Statement\":[" + STATEMENT + "]}";

  PolicyThreatsTest(HostKind kind) {
    kind.name();
  }

  @BeforeEach
  void putPolicy() {
    origin().policy(STATEMENT);
  }

  private static String put(String policy) throws Exception {
    return AttackedOrigin.controlRequest(
        "PutContainerPolicy",
        "{\"ContainerName\":\"live\",\"Policy\":" + JSON.writeValueAsString(policy) + "}");
  }

  /** The policy in force, as stored; refusals must not touch it. */
  private static long revision() {
    return origin().live().document(DocumentKind.CONTAINER_POLICY).orElseThrow().revision();
  }

  private static void rejected(String policy) throws Exception {
    long before = revision();
    refused("400 ValidationException SerializationException", put(policy));
    assertEquals(before, revision(), policy);
  }

  private static void accepted(String policy) throws Exception {
    Answer answer = origin().send(put(policy));
    assertEquals(200, answer.status(), () -> policy + answer);
    assertEquals(
        policy, origin().live().document(DocumentKind.CONTAINER_POLICY).orElseThrow().text());
  }

  private static int status(String target, String... fields) throws Exception {
    return origin().send(AttackedOrigin.unsigned("GET " + target, fields)).status();
  }

  private static String changed(String from, String to) {
    assertTrue(GOOD.contains(from), from);
    return GOOD.replace(from, to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "1",
        "true",
        "{",
        "{}",
        "// x",
        "{'Version':1}",
        "NaN",
        "\uFEFF{}"
      })
  void F01_notAPolicy(String text) throws Exception {
    rejected(text);
  }

  @Test
  void F01_cutOrFollowedBySomething() throws Exception {
    for (int end = 1; end < GOOD.length(); end += 7) {
      rejected(GOOD.substring(0, end));
    }
    for (String more : new String[] {"x", "{}", ",", "\u0000", "]", "/**/"}) {
      rejected(GOOD + more);
    }
    rejected("\uFEFF" + GOOD);
    rejected(GOOD.replace('"', '\''));
    rejected("/* c */" + GOOD);
    rejected(changed("]}", ",]}"));
  }

  @Test
  void F02_lengthAndCharacters() throws Exception {
    String most = GOOD + " ".repeat(8192 - GOOD.length());
    accepted(most);
    rejected(most + " ");
    rejected(changed("\"Effect\"", "\"Sid\":\"\u00e4\",\"Effect\""));
    rejected(changed("live/*", "live/\u0430*"));
  }

  @Test
  void F03_deepOrHugeJson_inLinearTime() throws Exception {
    long started = System.nanoTime();
    rejected("[".repeat(8192));
    rejected("{\"a\":".repeat(1600));
    rejected(changed("]}", ",{\"Effect\":" + "[".repeat(40) + "]".repeat(40) + "}]}"));
    rejected(changed("2012-10-17\"", "2012-10-17\",\"Id\":" + "9".repeat(7000)));
    rejected(changed("2012-10-17\"", "2012-10-17\",\"Id\":1e999999999"));
    rejected(changed("GetObject", "\\ud800"));
    refused(
        "400 413 SerializationException ValidationException",
        AttackedOrigin.controlRequest(
            "PutContainerPolicy",
            "{\"ContainerName\":\"live\",\"Policy\":" + "[".repeat(10_000) + "}"));
    String many = "{\"ContainerName\":\"live\"" + ",\"a\":1".repeat(60_000) + "}";
    refused(
        "400 413 SerializationException ValidationException",
        AttackedOrigin.controlRequest("PutContainerPolicy", many));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, took::toString);
  }

  @Test
  void F04_memberTwice() throws Exception {
    rejected(changed("\"Effect\":\"Allow\"", "\"Effect\":\"Deny\",\"Effect\":\"Allow\""));
    rejected(changed("\"Effect\":\"Allow\"", "\"Effect\":\"Allow\",\"\\u0045ffect\":\"Deny\""));
    rejected(changed("\"Version\"", "\"Version\":\"2012-10-17\",\"Version\""));
    rejected(changed("\"Principal\":\"*\"", "\"Principal\":{\"AWS\":\"*\",\"AWS\":\"*\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2012-10-17 | 2012-10-18",
        "2012-10-17 | 2020-01-01",
        "\"Statement\" | \"Statements\"",
        "\"Effect\" | \"effect\"",
        "\"Action\" | \"action\"",
        "\"Principal\" | \"Principals\"",
        "\"Effect\" | \"Conditon\":{},\"Effect\"",
        "\"Statement\":[ | \"Statement\":[[],",
        "\"Principal\":\"*\"| \"Principal\":null",
        "\"Principal\":\"*\",| ``",
        "\"Resource\"| \"NotAnything\""
      })
  void F05_unknownOrMissingMember(String from, String to) throws Exception {
    rejected(changed(from, to));
    rejected("{\"Version\":\"2012-10-17\",\"Statement\":[]}");
    rejected("{\"Version\":\"2012-10-17\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"allow\"", "\"ALLOW\"", "[\"Allow\"]", "\"Permit\"", "true", "\"\""})
  void F06_effect(String effect) throws Exception {
    rejected(changed("\"Allow\"", effect));
  }

  @Test
  void F07_actions() throws Exception {
    String action = "\"Action\":\"mediastore:GetObject\"";
    rejected(changed(action, action + ",\"NotAction\":\"mediastore:PutObject\""));
    rejected(changed(action + ",", ""));
    rejected(changed("\"mediastore:GetObject\"", "\"s3:GetObject\""));
    rejected(changed("\"mediastore:GetObject\"", "\"s3:*\""));
    rejected(changed("\"mediastore:GetObject\"", "\"mediastore:GetObjects\""));
    for (String good :
        new String[] {"mediastore:*", "*", "mediastore:Get*", "mediastore:getobject"}) {
      accepted(changed("mediastore:GetObject", good));
      assertEquals(200, status("/live/kept.ts"), good);
    }
    accepted(changed("\"mediastore:GetObject\"", "[]"));
    assertEquals(403, status("/live/kept.ts"), "an empty list of actions covers none");
    accepted(changed("mediastore:GetObject", "mediastore:ListItems"));
    assertEquals(403, status("/live/kept.ts"));
  }

  @Test
  void F08_denyWins() throws Exception {
    String deny = STATEMENT.replace("Allow", "Deny");
    String never =
        AttackedOrigin.statement(
            "Deny", "\"*\"", "mediastore:*", "{\"StringEquals\":{\"aws:Referer\":\"never\"}}");
    for (String both : List.of(STATEMENT + "," + deny, deny + "," + STATEMENT)) {
      accepted("{\"Version\":\"2012-10-17\",\"Statement\":[" + both + "]}");
      assertEquals(403, status("/live/kept.ts"));
    }
    origin().policy(STATEMENT, never);
    assertEquals(200, status("/live/kept.ts"));
    assertEquals(403, status("/live/kept.ts", "Referer: never"));
    // Not even the owner.
    origin().policy(deny);
    Answer owner =
        origin()
            .send(
                Forgery.of("GET", "/live/kept.ts")
                    .host(AttackedOrigin.LIVE_HOST)
                    .payload(Forgery.EMPTY)
                    .signed());
    assertEquals(403, owner.status());
  }

  /** The second evaluator over generated cases is in mediastore-policy; here the three by hand. */
  @Test
  void F09_negatedElements() throws Exception {
    String others = "{\"AWS\":\"arn:aws:iam::444455556666:root\"}";
    origin()
        .policy(
            STATEMENT,
            AttackedOrigin.statement("Deny", others, "mediastore:GetObject", "")
                .replace("\"Principal\"", "\"NotPrincipal\""));
    assertEquals(403, status("/live/kept.ts"));
    accepted(
        "{\"Version\":\"2012-10-17\",\"Statement\":["
            + STATEMENT
            + ","
            + STATEMENT
                .replace("Allow", "Deny")
                .replace("\"Resource\"", "\"NotResource\"")
                .replace("live/*", "live/live/*")
            + "]}");
    assertEquals(200, status("/live/kept.ts"));
    assertEquals(403, status("/other.ts"));
    origin()
        .policy(
            AttackedOrigin.statement(
                "Allow",
                "\"*\"",
                "mediastore:GetObject",
                "{\"StringEquals\":{\"aws:Referer\":\"cdn\"}}"));
    assertEquals(403, status("/live/kept.ts"));
    assertEquals(200, status("/live/kept.ts", "Referer: cdn"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'AWS':'111122223333'} | 403 200",
        "{'AWS':'arn:aws:iam::111122223333:root'} | 403 200",
        "{'AWS':'arn:aws:iam::111122223333:user/nobody'} | 200 200",
        "{'AWS':'arn:aws:iam::111122223333:user/NOBODY'} | 403 200",
        "{'AWS':'arn:aws:iam::111122223333:role/uploader'} | 403 200",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/uploader/one'} | 403 200",
        "{'AWS':['444455556666','arn:aws:iam::111122223333:user/nobody']} | 200 200",
        "{'Service':'cloudfront.amazonaws.com'} | 403 200",
        "{'AWS':111122223333} | 400",
        "{'AWS':'11112222333'} | 400",
        "{'AWS':'arn:aws:iam::111122223333:user/no*'} | 400",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/uploader/*'} | 400",
        "{'AWS':'arn:aws:iam::111122223333:group/g'} | 400",
        "{'AWS':'nobody'} | 400",
        "{'Somebody':'*'} | 400",
        "{'CanonicalUser':'x'} | 400",
        "'nobody' | 400"
      })
  void F10_principals(String principal, String outcome) throws Exception {
    String policy = changed("\"*\"", principal.replace('\'', '"'));
    if (outcome.equals("400")) {
      rejected(policy);
      return;
    }
    accepted(policy);
    Forgery nobody = Forgery.of("GET", "/live/kept.ts").host(AttackedOrigin.LIVE_HOST);
    Answer user = origin().send(nobody.key("AKIDNOBODY", "planted/nobody").signed());
    Answer owner = origin().send(nobody.key(AttackedOrigin.KEY, AttackedOrigin.SECRET).signed());
    assertEquals(outcome, user.status() + " " + owner.status());
    assertEquals(403, status("/live/kept.ts"));
  }

  static List<String> documentsOfTheGuide() {
    return List.of(GOOD, changed("\"*\"", "{\"AWS\":\"*\"}"));
  }

  @ParameterizedTest
  @MethodSource("documentsOfTheGuide")
  void F11_wildcards(String policy) throws Exception {
    accepted(policy.replace("live/*", "live/x/*"));
    assertEquals(404, status("/x/y/z"));
    assertEquals(400, status("/x/%2e%2e/live/kept.ts"));
    assertEquals(403, status("/live/kept.ts"));
    assertEquals(403, status("/x"));
    accepted(policy.replace("live/*", "live/live/kept.?s"));
    assertEquals(200, status("/live/kept.ts"));
    accepted(policy.replace("live/*", "live/*/*.ts"));
    assertEquals(200, status("/live/kept.ts"));
    accepted(policy.replace("live/*", "live/" + "*a".repeat(3500) + "b"));
    String path = ("/" + "a".repeat(80)).repeat(11);
    long started = System.nanoTime();
    assertEquals(403, status(path));
    assertTrue(Duration.ofNanos(System.nanoTime() - started).toMillis() < 2000);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:mediastore:us-east-1:111122223333:container/other/*",
    "arn:aws:mediastore:eu-west-1:111122223333:container/live/*",
    "arn:aws:mediastore:us-east-1:444455556666:container/live/*",
    "arn:aws-cn:mediastore:us-east-1:111122223333:container/live/*",
    "arn:aws:s3:us-east-1:111122223333:container/live/*",
    "arn:aws:mediastore:us-east-1:111122223333:container/live",
    "arn:aws:mediastore:us-east-1:111122223333:container/liv*",
    "container/live/*"
  })
  void F12_resourceOfAnother(String resource) throws Exception {
    rejected(changed("arn:aws:mediastore:us-east-1:111122223333:container/live/*", resource));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secret/a.ts", "//secret/a.ts", "/secret//a.ts", "/%73ecret/a.ts", "/secret/%61.ts",
        "/secret%2Fa.ts", "/./secret/a.ts", "/x/../secret/a.ts", "/secret/a%2Ets", "/secret/a.ts/",
        "/%2573ecret/a.ts", "/secret/a.ts?x=y", "/secret/a.ts;x", "/secret%5Ca.ts", "/SECRET/a.ts"
      })
  void F13_everySpellingOfOneProtectedPath(String target) throws Exception {
    origin()
        .policy(STATEMENT, STATEMENT.replace("Allow", "Deny").replace("live/*", "live/secret/*"));
    origin()
        .live()
        .put(
            dev.mediastore.core.ObjectPath.of("secret/a.ts"),
            dev.mediastore.core.UploadOptions.none(),
            new byte[] {'s'});
    int status = status(target);
    assertTrue(List.of(400, 403, 404).contains(status), target + " " + status);
    assertNotEquals(200, status);
  }
}
