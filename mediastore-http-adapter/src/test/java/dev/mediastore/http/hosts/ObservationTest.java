// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogEntry;
import dev.mediastore.http.observation.AuditEntry;
import dev.mediastore.http.observation.AuditTrail;
import dev.mediastore.http.observation.Metric;
import dev.mediastore.http.observation.MetricStatistics;
import dev.mediastore.http.observation.ServiceEvents;
import dev.mediastore.http.observation.ServiceMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A session of a hundred requests, and what the access log, the metrics, the events and the audit
 * trail say about it, compared with what the client saw (contract sections 15 to 17).
 */
class ObservationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIELDS =
      List.of(
          "Path",
          "Requester",
          "AWSAccountId",
          "RequestID",
          "ContainerName",
          "TotalTime",
          "BytesReceived",
          "BytesSent",
          "ReceivedTime",
          "Operation",
          "ErrorCode",
          "Source",
          "HTTPStatus",
          "TurnAroundTime",
          "ExpiresAt");
  private static final String ROOT = "arn:aws:iam::111122223333:root";
  private static final String LIFECYCLE =
      """
      {"rules":[{"definition":{"path":[{"wildcard":"brief/*"}],
      "seconds_since_create":[{"numeric":[">",30]}]},"action":"EXPIRE"}]}""";
  private static final String METRICS =
      """
      {"ContainerLevelMetrics":"ENABLED","MetricPolicyRules":[
      {"ObjectGroup":"*.m3u8","ObjectGroupName":"playlists"},
      {"ObjectGroup":"/hls/","ObjectGroupName":"hls"}]}""";

  private final List<AccessLogEntry> lines = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<AuditEntry> audits = new CopyOnWriteArrayList<>();
  private final MetricStatistics metrics = new MetricStatistics();
  private final List<Expected> expected = new ArrayList<>();

  /** What the client knows of a request. Immutable. */
  private record Expected(
      String operation,
      String path,
      String requester,
      String container,
      long received,
      Answer answer,
      String expiresAt) {}

  private void request(
      RawClient client,
      String operation,
      String line,
      String body,
      String expiresAt,
      String... fields)
      throws Exception {
    String method = line.substring(0, line.indexOf(' '));
    String target = line.substring(method.length() + 1);
    client.send(Origin.open(line, fields) + body);
    Answer answer = client.answer(method);
    int query = target.indexOf('?');
    String path = query < 0 ? target : "/" + target.substring(target.indexOf("Path=") + 5);
    expected.add(
        new Expected(operation, path, "anonymous", "open", body.length(), answer, expiresAt));
  }

  private void signed(RawClient client, String operation, String method, String target)
      throws Exception {
    client.send(Origin.signed(method, target));
    expected.add(new Expected(operation, target, ROOT, "secret", 0, client.answer(method), null));
  }

  /** On connections of their own, since a host may end one after a hundred requests. */
  private void session(Origin origin) throws Exception {
    for (int i = 0; i < 12; i++) {
      try (RawClient client = origin.connect()) {
        String wrong = "x-amz-storage-class: C";
        request(client, "PutObject", "PUT /bad", "", null, "Content-Length: 0", wrong);
      }
      try (RawClient client = origin.connect()) {
        round(client, i);
      }
    }
  }

  private void round(RawClient client, int i) throws Exception {
    String path = List.of("/brief/" + i + ".ts", "/hls/" + i + ".m3u8", "/a_b" + i).get(i % 3);
    String expiry = i % 3 == 0 ? "2026-03-01T12:00:31Z" : null;
    String body = "x".repeat(1 + i * 17);
    String length = "Content-Length: " + body.length();
    request(client, "PutObject", "PUT " + path, body, expiry, length);
    request(client, "GetObject", "GET " + path, "", expiry);
    request(client, "GetObject", "GET " + path, "", expiry, "Range: bytes=0-0");
    request(client, "GetObject", "GET " + path, "", expiry, "Range: bytes=999-");
    request(client, "DescribeObject", "HEAD " + path, "", expiry);
    request(client, "ListItems", "GET /?MaxResults=5&Path=hls", "", null);
    request(client, "DeleteObject", "DELETE " + path, "", expiry);
    request(client, "GetObject", "GET " + path, "", null);
    signed(client, "GetObject", "GET", "/none" + i);
    request(client, "OPTIONS", "OPTIONS " + path, "", null, "Origin: https://a.test");
    // Not an operation, so not logged; once it is answered what came before has been told of.
    client.send(Origin.open("PATCH /bad"));
    assertEquals(405, client.answer("PATCH").status());
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void session_isToldAsTheClientSawIt(HostKind kind) throws Exception {
    ServiceEvents tellEvents = ServiceEvents.to(event -> events.add(event.toJson()));
    AccessLog log = AccessLog.to(lines::add);
    AuditTrail audit = AuditTrail.to(audits::add);
    try (Origin origin = new Origin(kind, tellEvents, log, ServiceMetrics.to(metrics), audit)) {
      for (String name : List.of("open", "secret")) {
        origin.store.container(name).orElseThrow().accessLogging(true);
      }
      var open = origin.store.container("open").orElseThrow();
      open.putDocument(DocumentKind.METRIC_POLICY, METRICS);
      try (RawClient client = origin.connect()) {
        client.send(
            Origin.control(
                "PutLifecyclePolicy",
                JSON.writeValueAsString(
                    Map.of("ContainerName", "open", "LifecyclePolicy", LIFECYCLE))));
        assertEquals(200, client.answer("POST").status());
        session(origin);
        open.accessLogging(false);
        client.send(Origin.open("GET /unlogged"));
        assertEquals(404, client.answer("GET").status());
        controlSession(client, open.document(DocumentKind.CONTAINER_POLICY).orElseThrow().text());
      }
    }
    log.close();
    tellEvents.close();
    audit.close();
    assertTrue(expected.size() >= 100, "a session of " + expected.size());
    compareLines();
    compareMetrics();
    compareEvents();
    compareAudit();
    assertEquals(0, log.dropped() + log.failed() + tellEvents.dropped() + audit.dropped());
  }

  private static void controlSession(RawClient client, String policy) throws Exception {
    String document = JSON.writeValueAsString(Map.of("ContainerName", "open", "Policy", policy));
    client.send(Origin.control("PutContainerPolicy", document));
    assertEquals(200, client.answer("POST").status());
    client.send(Origin.control("DescribeContainer", "{\"ContainerName\":\"none\"}"));
    assertEquals(400, client.answer("POST").status());
  }

  private void compareLines() throws Exception {
    assertEquals(expected.size(), lines.size());
    Map<String, AccessLogEntry> byRequest = new HashMap<>();
    lines.forEach(line -> byRequest.put(line.requestId(), line));
    for (Expected client : expected) {
      AccessLogEntry entry = byRequest.get(client.answer().field("x-amzn-requestid"));
      assertNotNull(entry, client.toString());
      JsonNode line = JSON.readTree(entry.toJson());
      String context = client + " logged as " + line;
      List<String> names = new ArrayList<>();
      line.fieldNames().forEachRemaining(names::add);
      assertEquals(FIELDS, names);
      assertEquals(client.path(), line.get("Path").asText(), context);
      assertEquals(client.requester(), line.get("Requester").asText(), context);
      assertEquals("111122223333", line.get("AWSAccountId").asText());
      assertEquals(client.answer().field("x-amzn-requestid"), line.get("RequestID").asText());
      assertEquals(client.container(), line.get("ContainerName").asText());
      assertTrue(line.get("TotalTime").isIntegralNumber());
      assertTrue(line.get("TotalTime").asLong() >= line.get("TurnAroundTime").asLong(), context);
      assertEquals(client.received(), line.get("BytesReceived").asLong(), context);
      assertEquals(client.answer().text().length(), line.get("BytesSent").asLong(), context);
      assertEquals("2026-03-01T12:00:00.000Z", line.get("ReceivedTime").asText());
      assertEquals(client.operation(), line.get("Operation").asText(), context);
      String error = client.answer().field("x-amzn-errortype");
      assertEquals(error, line.get("ErrorCode").textValue(), context);
      assertEquals("127.0.0.1", line.get("Source").asText());
      assertEquals(client.answer().status(), line.get("HTTPStatus").asInt(), context);
      assertEquals(client.expiresAt(), line.get("ExpiresAt").textValue(), context);
    }
  }

  private void compareMetrics() {
    Map<Map<String, String>, Map<Metric, double[]>> sums = new HashMap<>();
    for (Expected client : expected) {
      if (client.container().equals("open")) {
        for (Map<String, String> dimensions : dimensions(client)) {
          Map<Metric, double[]> of = sums.computeIfAbsent(dimensions, key -> new HashMap<>());
          int status = client.answer().status();
          add(of, Metric.REQUEST_COUNT, 1);
          add(of, Metric.CLIENT_ERROR_COUNT, status / 100 == 4 ? 1 : 0);
          add(of, Metric.SERVER_ERROR_COUNT, 0);
          add(of, Metric.THROTTLE_COUNT, 0);
          add(of, Metric.BYTES_UPLOADED, (double) client.received());
          add(of, Metric.BYTES_DOWNLOADED, client.answer().text().length());
        }
      }
    }
    // The request after the session, of which there was no line.
    Map<String, String> container = Map.of("ContainerName", "open");
    Map<String, String> gets = Map.of("ContainerName", "open", "RequestType", "Get");
    for (Map<String, String> dimensions : List.of(container, gets)) {
      add(sums.get(dimensions), Metric.REQUEST_COUNT, 1);
      add(sums.get(dimensions), Metric.CLIENT_ERROR_COUNT, 1);
    }
    assertTrue(sums.size() >= 10, "only " + sums.keySet());
    sums.forEach(
        (dimensions, of) ->
            of.forEach(
                (metric, sum) -> {
                  double told = metrics.summary(metric, dimensions).map(s -> s.sum()).orElse(0.0);
                  boolean bytesOfTheExtra =
                      metric == Metric.BYTES_DOWNLOADED
                          && (dimensions.equals(container) || dimensions.equals(gets));
                  if (bytesOfTheExtra) {
                    assertTrue(told > sum[0], dimensions + " " + metric);
                  } else {
                    assertEquals(sum[0], told, dimensions + " " + metric);
                  }
                }));
    var times = metrics.summary(Metric.TOTAL_TIME, container).orElseThrow();
    assertTrue(times.count() > 90 && times.min() >= 0 && times.average() <= times.max());
    assertFalse(
        metrics.summary(Metric.REQUEST_COUNT, Map.of("ContainerName", "secret")).isPresent());
  }

  private static void add(Map<Metric, double[]> sums, Metric metric, double value) {
    sums.computeIfAbsent(metric, key -> new double[1])[0] += value;
  }

  private static List<Map<String, String>> dimensions(Expected client) {
    String type = client.operation().replaceAll("Object|Items", "");
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of("ContainerName", "open"));
    all.add(Map.of("ContainerName", "open", "RequestType", type));
    List<String> groups = new ArrayList<>();
    if (client.path().endsWith(".m3u8")) {
      groups.add("playlists");
    }
    if (client.path().startsWith("/hls")) {
      groups.add("hls");
    }
    for (String group : groups) {
      all.add(Map.of("ContainerName", "open", "ObjectGroupName", group));
      all.add(Map.of("ContainerName", "open", "ObjectGroupName", group, "RequestType", type));
    }
    return all;
  }

  private void compareEvents() throws Exception {
    List<Expected> changes =
        expected.stream()
            .filter(client -> client.answer().status() == 200)
            .filter(client -> client.operation().matches("PutObject|DeleteObject"))
            .toList();
    List<JsonNode> told = new ArrayList<>();
    for (String event : events) {
      JsonNode json = JSON.readTree(event);
      assertEquals("aws.mediastore", json.get("source").asText());
      assertEquals("1", json.get("version").asText());
      assertEquals("111122223333", json.get("account").asText());
      assertEquals("us-east-1", json.get("region").asText());
      assertEquals("2026-03-01T12:00:00Z", json.get("time").asText());
      assertTrue(json.get("id").asText().matches("[0-9a-f-]{36}"));
      if (json.get("detail-type").asText().equals("MediaStore Object State Change")) {
        told.add(json);
      } else {
        assertEquals("CREATE", json.get("detail").get("Operation").asText());
        assertNotNull(json.get("detail").get("Endpoint"));
      }
    }
    assertEquals(changes.size(), told.size());
    for (int i = 0; i < told.size(); i++) {
      Expected client = changes.get(i);
      JsonNode detail = told.get(i).get("detail");
      boolean put = client.operation().equals("PutObject");
      assertEquals(put ? "UPDATE" : "REMOVE", detail.get("Operation").asText());
      assertEquals("open", detail.get("ContainerName").asText());
      assertEquals(client.path().substring(1), detail.get("Path").asText());
      assertEquals(put, detail.has("ObjectSize"));
      if (put) {
        assertEquals(client.received(), detail.get("ObjectSize").asLong());
      }
      assertTrue(detail.get("URL").asText().endsWith(client.path()));
      assertEquals(
          "arn:aws:mediastore:us-east-1:111122223333:container/open" + client.path(),
          told.get(i).get("resources").get(0).asText());
    }
  }

  private void compareAudit() throws Exception {
    assertEquals(
        List.of("PutLifecyclePolicy", "PutContainerPolicy", "DescribeContainer"),
        audits.stream().map(AuditEntry::eventName).toList());
    assertEquals(List.of(false, true, false), audits.stream().map(AuditEntry::madePublic).toList());
    JsonNode refused = JSON.readTree(audits.get(2).toJson());
    assertEquals("ContainerNotFoundException", refused.get("errorCode").asText());
    assertEquals(ROOT, refused.get("userIdentity").get("arn").asText());
    assertEquals("mediastore.amazonaws.com", refused.get("eventSource").asText());
    assertEquals("127.0.0.1", refused.get("sourceIPAddress").asText());
    assertEquals(
        "arn:aws:mediastore:us-east-1:111122223333:container/none",
        refused.get("resources").get(0).get("ARN").asText());
  }
}
