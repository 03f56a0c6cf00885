// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.RecordedLog;
import dev.mediastore.http.TrustedProxies;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threats to conditions and to changes of policies (threat catalogue, F14 to F23, and K08). */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class ConditionThreatsTest extends AttackTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> STATUSES = Set.of(200, 403);
  private static final String READ =
      AttackedOrigin.statement("Allow", "\"*\"", "mediastore:GetObject", "");

  private final HostKind kind;

  ConditionThreatsTest(HostKind kind) {
    this.kind = kind;
  }

  private static String when(String condition) {
    return AttackedOrigin.statement(
        "Allow", "\"*\"", "mediastore:GetObject", condition.replace('\'', '"'));
  }

  private static String document(String statement) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}";
  }

  private static String put(String policy) throws Exception {
    return AttackedOrigin.controlRequest(
        "PutContainerPolicy",
        "{\"ContainerName\":\"live\",\"Policy\":" + JSON.writeValueAsString(policy) + "}");
  }

  private static int status(String... fields) throws Exception {
    return origin().send(AttackedOrigin.unsigned("GET /live/kept.ts", fields)).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'StringEqual':{'aws:Referer':'x'}}",
        "{'Bool':{'aws:SecureTransport':'yes'}}",
        "{'NumericLessThan':{'aws:EpochTime':'soon'}}",
        "{'DateLessThan':{'aws:CurrentTime':'tomorrow'}}",
        "{'IpAddress':{'aws:SourceIp':'0.0.0.0/33'}}",
        "{'IpAddress':{'aws:SourceIp':'localhost'}}",
        "{'IpAddress':{'aws:SourceIp':'fe80::1%eth0'}}",
        "{'IpAddress':{'aws:SourceIp':'::/129'}}",
        "{'NullIfExists':{'aws:Referer':'true'}}",
        "{'StringEquals':{'Referer':'x'}}",
        "{'StringEquals':{'aws:Referer':'x','AWS:referer':'y'}}",
        "{'StringEquals':{'aws:Referer':{'a':'b'}}}",
        "{'StringEquals':['aws:Referer']}",
        "{'StringEquals':{'aws:Referer':null}}"
      })
  void F14_conditionThatMeansNothing(String condition) throws Exception {
    refused("400 ValidationException", put(document(when(condition))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}} | 200",
        "{'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}} | 200",
        "{'IpAddress':{'aws:SourceIp':'127.0.0.1'}} | 200",
        "{'IpAddress':{'aws:SourceIp':'128.0.0.0/8'}} | 403",
        "{'IpAddress':{'aws:SourceIp':'::/0'}} | 403",
        "{'NotIpAddress':{'aws:SourceIp':'127.0.0.1/32'}} | 403",
        "{'StringEquals':{'aws:Unknown':'x'}} | 403",
        "{'StringNotEquals':{'aws:Unknown':'x'}} | 200",
        "{'StringEqualsIfExists':{'aws:Unknown':'x'}} | 200",
        "{'ForAllValues:StringEquals':{'aws:TagKeys':'x'}} | 200",
        "{'ForAnyValue:StringEquals':{'aws:TagKeys':'x'}} | 403",
        "{'Null':{'aws:Referer':'true'}} | 200",
        "{'Null':{'aws:Referer':'false'}} | 403",
        "{'Bool':{'aws:SecureTransport':'FALSE'}} | 200",
        "{'Bool':{'aws:SecureTransport':['true','false']}} | 200"
      })
  void F14_conditionAsIam(String condition, int status) throws Exception {
    assertEquals(200, origin().send(put(document(when(condition)))).status());
    assertEquals(status, status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 198.51.100.7",
        "Forwarded: for=198.51.100.7",
        "X-Real-IP: 198.51.100.7",
        "X-Client-IP: 198.51.100.7",
        "True-Client-IP: 198.51.100.7",
        "X-Forwarded-For: 198.51.100.7, 127.0.0.1"
      })
  void F15_sourceAddressFromAHeader(String field) throws Exception {
    origin().policy(when("{'IpAddress':{'aws:SourceIp':'198.51.100.0/24'}}"));
    refused("403 AccessDeniedException", AttackedOrigin.unsigned("GET /live/kept.ts", field));
    origin().policy(when("{'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}}"));
    assertEquals(200, status(field));
  }

  @Test
  void F15_sourceAddressBehindATrustedProxy() throws Exception {
    try (AttackedOrigin behind = behindProxy()) {
      behind.policy(when("{'IpAddress':{'aws:SourceIp':'198.51.100.0/24'}}"));
      String get = "GET /live/kept.ts";
      assertEquals(
          200,
          code(behind, AttackedOrigin.unsigned(get, "X-Forwarded-For: 1.1.1.1, 198.51.100.7")));
      assertEquals(
          403,
          code(behind, AttackedOrigin.unsigned(get, "X-Forwarded-For: 198.51.100.7, 1.1.1.1")));
      assertEquals(403, code(behind, AttackedOrigin.unsigned(get)));
      assertEquals(403, code(behind, AttackedOrigin.unsigned(get, "Forwarded: for=198.51.100.7")));
      behind.refused(
          "400 ValidationException", AttackedOrigin.unsigned(get, "X-Forwarded-For: 198.51.100"));
    }
  }

  private AttackedOrigin behindProxy() throws Exception {
    return new AttackedOrigin(
        kind,
        null,
        settings -> settings.trustedProxies(TrustedProxies.sendingXForwarded("127.0.0.0/8")));
  }

  private static int code(AttackedOrigin origin, String request) throws Exception {
    return origin.send(request).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Proto: https",
        "Forwarded: proto=https",
        "X-Forwarded-Ssl: on",
        "Front-End-Https: on",
        "X-Url-Scheme: https"
      })
  void F16_tlsFromAHeader(String field) throws Exception {
    origin().policy(when("{'Bool':{'aws:SecureTransport':'true'}}"));
    refused("403 AccessDeniedException", AttackedOrigin.unsigned("GET /live/kept.ts", field));
  }

  @Test
  void F16_tlsBehindATrustedProxy() throws Exception {
    try (AttackedOrigin behind = behindProxy()) {
      behind.policy(when("{'Bool':{'aws:SecureTransport':'true'}}"));
      String get = "GET /live/kept.ts";
      assertEquals(200, code(behind, AttackedOrigin.unsigned(get, "X-Forwarded-Proto: https")));
      assertEquals(403, code(behind, AttackedOrigin.unsigned(get, "X-Forwarded-Proto: http")));
      assertEquals(400, code(behind, AttackedOrigin.unsigned(get, "X-Forwarded-Proto: tls")));
    }
  }

  @Test
  void F17_refererAndUserAgent() throws Exception {
    origin().policy(when("{'StringEquals':{'aws:Referer':'planted-secret'}}"));
    assertEquals(200, status("Referer: planted-secret"));
    assertEquals(200, status("Referer: planted-secret", "Referer: other"), "the first one counts");
    refused(
        "403 AccessDeniedException",
        AttackedOrigin.unsigned("GET /live/kept.ts", "Referer: other", "Referer: planted-secret"));
    refused("403 AccessDeniedException", AttackedOrigin.unsigned("GET /live/kept.ts"));
    refused(
        "403 AccessDeniedException",
        AttackedOrigin.unsigned("GET /live/kept.ts", "Referer: planted-*"));
    origin().policy(when("{'StringLike':{'aws:UserAgent':'Player/*'}}"));
    assertEquals(200, status("User-Agent: Player/1.0"));
    assertEquals(403, status("User-Agent: NoPlayer/1.0"));
    assertEquals(403, status());
  }

  @Test
  void F18_currentTime() throws Exception {
    origin()
        .policy(
            when(
                "{'DateGreaterThanEquals':{'aws:CurrentTime':'2026-03-01T12:00:10Z'},"
                    + "'DateLessThan':{'aws:CurrentTime':'2026-03-01T12:00:20Z'}}"));
    int[] seconds = {0, 9, 10, 19, 20, 15, 5};
    int[] statuses = {403, 403, 200, 200, 403, 200, 403};
    for (int i = 0; i < seconds.length; i++) {
      origin().clock.set(AttackedOrigin.NOW.plusSeconds(seconds[i]));
      assertEquals(statuses[i], status(), "after " + seconds[i] + " s");
    }
  }

  /** Two policies that each allow one object; whoever saw a mixture would get both or none. */
  @Test
  void F19_replacedUnderLoad_eachRequestIsJudgedByOne() throws Exception {
    for (String name : List.of("one", "two")) {
      origin().live().put(ObjectPath.of(name), UploadOptions.none(), new byte[] {1});
    }
    String deny = AttackedOrigin.statement("Deny", "\"*\"", "mediastore:GetObject", "");
    String one = document(READ + "," + deny.replace("live/*", "live/two"));
    String two = document(READ + "," + deny.replace("live/*", "live/one"));
    // Under either policy exactly one of the objects can be had, on one connection in one packet.
    String both = AttackedOrigin.unsigned("GET /one") + AttackedOrigin.unsigned("GET /two");
    origin().live().putDocument(DocumentKind.CONTAINER_POLICY, one);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> read(both, done)));
      }
      for (int i = 0; i < 60; i++) {
        String next = i % 2 == 0 ? two : one;
        assertEquals(200, origin().send(put(next)).status());
        // After the 200 of the replacement only the new one.
        assertEquals(i % 2 == 0 ? 403 : 200, code(origin(), AttackedOrigin.unsigned("GET /one")));
        assertEquals(i % 2 == 0 ? 200 : 403, code(origin(), AttackedOrigin.unsigned("GET /two")));
      }
      done.set(true);
      int requests = 0;
      for (Future<Integer> reader : readers) {
        requests += reader.get(30, TimeUnit.SECONDS);
      }
      assertTrue(requests >= 1000, "only " + requests);
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private static int read(String both, AtomicBoolean done) throws Exception {
    int count = 0;
    while (!done.get() || count < 300) {
      try (RawClient client = origin().connect()) {
        for (int i = 0; i < 40; i++) { // Some servers close after a hundred requests.
          client.send(both);
          int one = client.answer().status();
          int two = client.answer().status();
          assertTrue(STATUSES.contains(one) && STATUSES.contains(two), one + " " + two);
          count += 2;
        }
      }
    }
    return count;
  }

  @Test
  void F20_removedPolicy_andContainerOfTheSameName() throws Exception {
    assertEquals(200, origin().send(put(document(READ))).status());
    assertEquals(200, status());
    String name = "{\"ContainerName\":\"live\"}";
    assertEquals(200, origin().control("DeleteContainerPolicy", name).status());
    refused("403 AccessDeniedException", AttackedOrigin.unsigned("GET /live/kept.ts"));
    assertEquals(200, origin().send(put(document(READ))).status());
    assertEquals(200, status());
    assertTrue(origin().live().delete(ObjectPath.of("live/kept.ts")));
    assertEquals(200, origin().control("DeleteContainer", name).status());
    assertEquals(200, origin().control("CreateContainer", name).status());
    assertEquals(200, origin().control("DescribeContainer", name).status());
    origin().live().put(ObjectPath.of("live/kept.ts"), UploadOptions.none(), new byte[] {1});
    refused("403 AccessDeniedException", AttackedOrigin.unsigned("GET /live/kept.ts"));
  }

  /** A stored policy that cannot be read may hold denials: nobody gets in, and it is counted. */
  @Test
  void F21_evaluatorMeetsAnInternalError() throws Exception {
    origin().live().putDocument(DocumentKind.CONTAINER_POLICY, "{\"Version\":");
    RecordedLog.clear();
    for (String request :
        new String[] {
          AttackedOrigin.unsigned("GET /live/kept.ts"),
          Forgery.of("GET", "/live/kept.ts").host("live.test").payload(Forgery.EMPTY).signed(),
          AttackedOrigin.unsigned("PUT /live/kept.ts", "Content-Length: 1") + "x"
        }) {
      Answer answer = refused("500 InternalServerError", request);
      assertFalse(answer.text().contains("Version"), answer::toString);
    }
    assertEquals("kept", origin().stored(AttackedOrigin.KEPT), "other containers are not affected");
  }

  @ParameterizedTest
  @CsvSource({
    "live/${aws:username}/*, 200, 403",
    "live/${aws:Referer}/*, 403, 403",
    "live/${aws:absent}/*, 403, 403",
    "'live/${aws:absent, ''nobody''}/*', 200, 403",
    "live/${*}/*, 403, 403",
    "live/${aws:username, 400, 400",
    "live/${}/*, 400, 400",
    "live/${aws:${aws:username}}/*, 400, 400",
    "live/${aws: username}/*, 400, 400"
  })
  void F22_variables(String resource, int own, int other) throws Exception {
    String policy = document(READ.replace("live/*", resource));
    if (own == 400) {
      refused("400 ValidationException", put(policy));
      return;
    }
    assertEquals(200, origin().send(put(policy)).status());
    for (String name : List.of("nobody", "somebody")) {
      origin().live().put(ObjectPath.of(name + "/a"), UploadOptions.none(), new byte[] {1});
      // A value that holds a wildcard is that character, not a wildcard.
      String request =
          Forgery.of("GET", "/" + name + "/a")
              .host(AttackedOrigin.LIVE_HOST)
              .with("Referer", "*")
              .key("AKIDNOBODY", "planted/nobody")
              .signed();
      assertEquals(name.equals("nobody") ? own : other, origin().send(request).status(), name);
    }
  }

  @Test
  void F23_writesWithoutTls() throws Exception {
    String insecure =
        document(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:PutObject", ""));
    assertEquals(200, origin().send(put(insecure)).status(), "the option is set here");
    try (AttackedOrigin strict =
        new AttackedOrigin(kind, null, settings -> settings.allowInsecurePut(false))) {
      strict.refused("400 ValidationException", put(insecure));
      strict.refused("400 ValidationException", put(insecure.replace("PutObject", "*")));
      String secure =
          AttackedOrigin.statement(
              "Allow",
              "\"*\"",
              "mediastore:PutObject",
              "{\"Bool\":{\"aws:SecureTransport\":\"true\"}}");
      assertEquals(200, strict.send(put(document(secure))).status());
      strict.refused(
          "403 AccessDeniedException",
          AttackedOrigin.unsigned("PUT /live/kept.ts", "Content-Length: 1") + "x");
    }
  }

  /** Policy and CORS policy replaced together under load: each answer shows one state of each. */
  @Test
  void K08_configurationChangedUnderLoad() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    origin().policy(READ);
    String request = AttackedOrigin.unsigned("GET /live/kept.ts", "Origin: https://a.test");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(threads.submit(() -> readCors(request, done)));
      }
      for (int i = 0; i < 100; i++) {
        String method = i % 2 == 0 ? "GET" : "HEAD";
        String cors =
            "{\"ContainerName\":\"live\",\"CorsPolicy\":[{\"AllowedOrigins\":[\"https://a.test\"],"
                + "\"AllowedHeaders\":[],\"AllowedMethods\":[\"GET\"],\"ExposeHeaders\":[\""
                + method
                + "\"],\"MaxAgeSeconds\":"
                + (i % 2)
                + "}]}";
        assertEquals(200, origin().control("PutCorsPolicy", cors).status());
        Map<String, String> now = origin().send(request).fieldMap();
        assertEquals(method, now.get("access-control-expose-headers"));
        assertEquals(Integer.toString(i % 2), now.get("access-control-max-age"));
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get(30, TimeUnit.SECONDS) > 0);
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  private static int readCors(String request, AtomicBoolean done) throws Exception {
    int count = 0;
    while (!done.get()) {
      try (RawClient client = origin().connect()) {
        Map<String, String> fields = client.send(request).answer().fieldMap();
        String state =
            fields.get("access-control-expose-headers") + fields.get("access-control-max-age");
        assertTrue(List.of("nullnull", "GET0", "HEAD1").contains(state), state);
        count++;
      }
    }
    return count;
  }
}
