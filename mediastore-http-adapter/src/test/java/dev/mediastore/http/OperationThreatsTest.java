// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AuditTrail;
import dev.mediastore.http.observation.MetricPoint;
import dev.mediastore.http.observation.ServiceMetrics;
import dev.mediastore.sigv4.SigningCredentials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Group N of the threat catalogue, as far as it shows in what an origin says about its requests.
 */
@Timeout(60)
class OperationThreatsTest {
  private static final byte[] NOTHING = new byte[0];
  private static final String METRICS =
      """
      {"ContainerLevelMetrics":"ENABLED","MetricPolicyRules":[
        {"ObjectGroup":"hls/*","ObjectGroupName":"hls"}]}""";

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<MetricPoint> points = new CopyOnWriteArrayList<>();

  /**
   * An origin with everything on that tells about requests; closed before what was said is read.
   */
  private final class Observed implements AutoCloseable {
    private final AccessLog accessLog = AccessLog.to(entry -> said.add(entry.toJson()));
    private final AuditTrail audit = AuditTrail.to(entry -> said.add(entry.toJson()));
    private final ServiceMetrics metrics = ServiceMetrics.to(points::add);
    final Fixture origin =
        new Fixture(
            settings ->
                settings
                    .explanations(Explanations.LOGGED)
                    .listener(accessLog)
                    .listener(audit)
                    .listener(metrics));

    Observed() {
      RecordedLog.clear();
      origin.container.accessLogging(true);
      origin.container.putDocument(DocumentKind.METRIC_POLICY, METRICS);
    }

    Answer control(TestSigner signer, String operation, String json) {
      Call call =
          origin
              .call("POST", "/")
              .header("Content-Type", "application/x-amz-json-1.1")
              .header("X-Amz-Target", "MediaStore_20170901." + operation);
      byte[] body = Fixture.bytes(json);
      return signer.sign(call, Fixture.NOW, body).send(body);
    }

    @Override
    public void close() {
      origin.close();
      accessLog.close();
      audit.close();
      metrics.close();
    }
  }

  // N03.

  @Test
  void N03_plantedSecrets_areInNothingThatObserves() {
    List<String> threads = new ArrayList<>();
    String presigned;
    try (Observed observed = new Observed()) {
      Fixture origin = observed.origin;
      TestSigner owner = new TestSigner("AKIDOWNER", "planted-secret-of-the-owner");
      origin.callers.rootKey("AKIDOWNER", "planted-secret-of-the-owner", Fixture.ACCOUNT);
      TestSigner session =
          new TestSigner("ASIDSESSION", "planted-session").token("planted-token-of-the-session");
      origin.callers.sessionKey(
          SigningCredentials.of("ASIDSESSION", "planted-session")
              .withSessionToken("planted-token-of-the-session"),
          "arn:aws:sts::111122223333:assumed-role/uploader/one",
          Fixture.NOW,
          IdentityPolicies.everything());
      Call put = origin.call("PUT", "/hls/a.ts").header("Cookie", "id=planted-cookie");
      assertEquals(200, session.sign(put, Fixture.NOW, Fixture.bytes("x")).send("x").status());
      presigned = owner.presign("GET", "/hls/a.ts", Fixture.NOW, 60);
      assertEquals(200, origin.get(presigned).status());
      assertEquals(403, origin.get(presigned.replace("a.ts", "b.ts")).status());
      assertEquals(
          200,
          origin.call("GET", "/hls/a.ts").header("Referer", "http://planted/").send().status());
      String policy =
          Fixture.statements(
              "Allow",
              "\"*\"",
              "mediastore:GetObject",
              "{\"StringEquals\":{\"aws:Referer\":\"planted-password\"}}");
      Answer set =
          observed.control(
              owner,
              "PutContainerPolicy",
              JsonText.write(JsonText.object().put("ContainerName", "live").put("Policy", policy)));
      assertEquals(200, set.status(), set::text);
      Answer refused =
          observed.control(
              new TestSigner("AKIDOWNER", "planted-wrong"),
              "ListContainers",
              "{\"x\":\"planted\"}");
      assertEquals(400, refused.status(), refused::text);
      Thread.getAllStackTraces().keySet().forEach(thread -> threads.add(thread.getName()));
      for (Object part : List.of(origin.callers, origin.http, origin.store, origin.container)) {
        said.add(part.toString());
      }
      origin.records.forEach(record -> said.add(record.toString()));
    }
    assertTrue(said.size() > 8, said::toString);
    assertFalse(points.isEmpty());
    String signature = presigned.replaceAll(".*Signature=([0-9a-f]{64}).*", "$1");
    for (List<?> all : List.of(RecordedLog.lines(), said, points, threads)) {
      assertFalse(all.toString().contains("planted"), all::toString);
      assertFalse(all.toString().contains(signature), all::toString);
    }
  }

  // N04.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hls/a%0AWARN%20forged",
        "/hls/a%0D%0AWARN%20forged",
        "/hls/%1B%5B2J",
        "/hls/%E2%80%A8forged",
        "/hls/%C2%85forged",
        "/hls/%22,%22Operation%22:%22PutObject",
        "/c/live%0Aforged/a.ts",
      })
  void N04_pathThatWouldForgeALine_isOneLineOfItsOwn(String target) {
    try (Observed observed = new Observed()) {
      assertTrue(observed.origin.get(target).status() >= 400);
      observed.origin.withoutPolicy();
      assertTrue(observed.origin.get(target).status() >= 400);
    }
    assertEachIsOneLine();
  }

  @ParameterizedTest
  @CsvSource({"User-Agent", "Referer", "Range", "X-Amz-Date", "Origin", "Content-Type"})
  void N04_fieldThatWouldForgeALine_isOneLineOfItsOwn(String field) {
    try (Observed observed = new Observed()) {
      Fixture origin = observed.origin.withoutPolicy();
      for (String value : List.of("a\u0085WARN forged", "\u001b[2J", "x\u2028y", "\"},{\"a\":\"")) {
        origin.call("GET", "/hls/a.ts").header(field, value).send();
        Fixture.OWNER
            .sign(origin.call("GET", "/a.ts").header(field, value), Fixture.NOW, NOTHING)
            .send();
      }
    }
    assertFalse(RecordedLog.lines().isEmpty());
    assertEachIsOneLine();
  }

  @Test
  void N04_namesOfControlCallsThatWouldForgeALine_areOneLineOfTheirOwn() {
    try (Observed observed = new Observed()) {
      String json = "{\"ContainerName\":\"live\\nWARN forged\\u001b[2J\"}";
      for (String operation : List.of("DescribeContainer", "CreateContainer", "a\"b", "x\u0085y")) {
        assertEquals(400, observed.control(Fixture.OWNER, operation, json).status());
      }
    }
    assertTrue(said.size() >= 2, said::toString);
    assertEachIsOneLine();
  }

  private void assertEachIsOneLine() {
    List<String> all = new ArrayList<>(RecordedLog.lines());
    all.addAll(said);
    for (String line : all) {
      assertTrue(line.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == 0x85), line);
      assertEquals(1, line.lines().count(), line);
    }
    for (String line : RecordedLog.lines()) {
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7F), line);
    }
    for (String line : said) {
      assertTrue(JsonText.read(Fixture.bytes(line)).isPresent(), line);
    }
  }

  // N05.

  @Test
  void N05_anyNumberOfPathsAndNames_leaveAsManySeries() {
    Set<Map<String, String>> series = new HashSet<>();
    try (Observed observed = new Observed()) {
      for (int i = 0; i < 500; i++) {
        Fixture origin = observed.origin;
        origin.call("PUT", "/hls/" + i + ".ts").send("x");
        origin.get("/hls/" + i + ".ts?q=" + i);
        origin.get("/none/" + i + "/" + i);
        origin.call("GET", "/c/name" + i + "/a").header("Host", "h" + i + ".test").send();
        origin.call("X" + i, "/hls/a").send();
      }
    }
    points.forEach(point -> series.add(point.dimensions()));
    // Container and group, each as a whole and by type of request.
    assertEquals(2 * (1 + 2), series.size(), series::toString);
  }

  // N10.

  @ParameterizedTest
  @CsvSource({
    "AKIDEXAMPLE, wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "AKIAIOSFODNN7EXAMPLE, wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "minioadmin, minioadmin",
    "test, test",
    "admin, admin",
  })
  void N10_keysThatEverybodyKnows_areNobodys(String key, String secret) {
    try (Fixture origin = new Fixture(settings -> settings.callers(Callers.create()))) {
      origin.withoutPolicy().object("a.ts", "mine");
      TestSigner signer = new TestSigner(key, secret);
      Call get = signer.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
      assertEquals(403, get.send().status());
      assertEquals(403, origin.get("/a.ts").status(), "nor is anybody let in without one");
      assertEquals(403, origin.call("PUT", "/b.ts").send("x").status());
      assertEquals(403, origin.call("DELETE", "/a.ts").send().status());
    }
  }
}
