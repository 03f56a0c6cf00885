// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.observation.Metric;
import dev.mediastore.http.observation.MetricPoint;
import dev.mediastore.http.observation.MetricSink;
import dev.mediastore.http.observation.MetricStatistics;
import dev.mediastore.http.observation.ServiceMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The metrics of requests that fail, and sinks that do. */
@Timeout(60)
class ServiceMetricsTest {
  private static final String LEVEL_ENABLED =
      """
      {"ContainerLevelMetrics":"ENABLED"}""";

  private final MetricStatistics statistics = new MetricStatistics();
  private final List<MetricPoint> points = new CopyOnWriteArrayList<>();

  private double sum(Metric metric, Map<String, String> dimensions) {
    return statistics.summary(metric, dimensions).map(MetricStatistics.Summary::sum).orElse(-1.0);
  }

  private double sum(Metric metric) {
    return sum(metric, Map.of("ContainerName", "live"));
  }

  @Test
  void throttledRequests_areCountedAsSuchAndAsErrorsOfTheClient() {
    try (Fixture origin =
        new Fixture(
            settings ->
                settings
                    .quotas(RequestQuotas.none().with(RequestQuotas.Kind.GET, 1))
                    .listener(ServiceMetrics.to(statistics)))) {
      origin.container.putDocument(DocumentKind.METRIC_POLICY, LEVEL_ENABLED);
      origin.object("a.ts", "content");
      assertEquals(200, origin.get("/a.ts").status());
      assertEquals(429, origin.get("/a.ts").status());
      assertEquals(1, sum(Metric.THROTTLE_COUNT));
      assertEquals(1, sum(Metric.CLIENT_ERROR_COUNT));
      assertEquals(0, sum(Metric.SERVER_ERROR_COUNT));
      assertEquals(2, sum(Metric.REQUEST_COUNT));
    }
  }

  @Test
  void sumsThatAreReset_beginAnewWithTheNextRequest() {
    try (Fixture origin =
        new Fixture(settings -> settings.listener(ServiceMetrics.to(statistics)))) {
      origin.container.putDocument(DocumentKind.METRIC_POLICY, LEVEL_ENABLED);
      origin.object("a.ts", "content");
      origin.get("/a.ts");
      origin.get("/a.ts");
      assertEquals(2, sum(Metric.REQUEST_COUNT));
      statistics.reset();
      assertEquals(-1, sum(Metric.REQUEST_COUNT), "no value at all");
      origin.get("/a.ts");
      assertEquals(1, sum(Metric.REQUEST_COUNT));
    }
  }

  @Test
  void policyThatIsChanged_countsForTheNextRequest() {
    try (Fixture origin =
        new Fixture(settings -> settings.listener(ServiceMetrics.to(statistics)))) {
      origin.container.putDocument(DocumentKind.METRIC_POLICY, LEVEL_ENABLED);
      origin.object("a.ts", "content");
      origin.get("/a.ts");
      origin.container.putDocument(
          DocumentKind.METRIC_POLICY,
          """
          {"ContainerLevelMetrics":"DISABLED",
          "MetricPolicyRules":[{"ObjectGroup":"*.ts","ObjectGroupName":"segments"}]}""");
      origin.get("/a.ts");
      assertEquals(1, sum(Metric.REQUEST_COUNT));
      Map<String, String> group =
          Map.of("ContainerName", "live", "ObjectGroupName", "segments", "RequestType", "Get");
      assertEquals(1, sum(Metric.REQUEST_COUNT, group));
    }
  }

  @Test
  void errorsOfTheServer_areCountedAsSuch() {
    try (Fixture origin =
        new Fixture(
            store -> store.memory(1 << 20),
            settings -> settings.listener(ServiceMetrics.to(statistics)))) {
      origin.container.putDocument(DocumentKind.METRIC_POLICY, LEVEL_ENABLED);
      int status = 200;
      for (int i = 0; i < 64 && status == 200; i++) {
        status = origin.call("PUT", "/" + i).send("x".repeat(100_000)).status();
      }
      assertEquals(5, status / 100, "a store that is full");
      assertEquals(1, sum(Metric.SERVER_ERROR_COUNT));
      assertEquals(0, sum(Metric.THROTTLE_COUNT));
    }
  }

  @Test
  void containerLevelDisabled_measuresItsGroupsOnly() {
    try (Fixture origin =
        new Fixture(settings -> settings.listener(ServiceMetrics.to(statistics)))) {
      origin.container.putDocument(
          DocumentKind.METRIC_POLICY,
          """
          {"ContainerLevelMetrics":"DISABLED","MetricPolicyRules":[
          {"ObjectGroup":"*.ts","ObjectGroupName":"segments"}]}""");
      origin.object("a.ts", "content");
      origin.get("/a.ts");
      origin.get("/a.m3u8");
      assertEquals(-1, sum(Metric.REQUEST_COUNT));
      assertEquals(
          1,
          sum(
              Metric.REQUEST_COUNT,
              Map.of("ContainerName", "live", "ObjectGroupName", "segments")));
    }
  }

  private Fixture measured(ServiceMetrics metrics) {
    Fixture origin = new Fixture(settings -> settings.listener(metrics));
    origin.container.putDocument(DocumentKind.METRIC_POLICY, LEVEL_ENABLED);
    return origin.object("a.ts", "content");
  }

  @Test
  void sinkThatThrows_isCounted_andFailsNothing() {
    MetricSink broken =
        point -> {
          throw new IllegalStateException("broken");
        };
    ServiceMetrics metrics = ServiceMetrics.to(broken);
    try (Fixture origin = measured(metrics)) {
      assertEquals(200, origin.get("/a.ts").status());
      assertEquals(200, origin.get("/a.ts").status());
    }
    metrics.close();
    assertEquals(2, metrics.failed());
  }

  @Test
  void sinkThatBlocks_holdsUpNobody_andWhatDoesNotFitIsCounted() {
    CountDownLatch go = new CountDownLatch(1);
    ServiceMetrics metrics =
        ServiceMetrics.to(
            (MetricSink)
                point -> {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  points.add(point);
                });
    int requests = 10_400;
    try (Fixture origin = measured(metrics)) {
      for (int i = 0; i < requests; i++) {
        assertEquals(200, origin.call("HEAD", "/a.ts").send().status());
      }
      assertTrue(metrics.dropped() > 0);
      go.countDown();
    }
    metrics.close();
    // After the farewell the last one may still be under way.
    while (counted() + metrics.dropped() < requests) {
      Thread.onSpinWait();
    }
    assertEquals(requests, counted() + metrics.dropped());
  }

  private long counted() {
    return points.stream().filter(point -> point.metric() == Metric.REQUEST_COUNT).count() / 2;
  }
}
