// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.NettyServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the metrics of an origin say after some requests. */
class MediaStoreMetricsTest {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
          .build();

  private Collected collect() {
    return new Collected(
        reader.collectAllMetrics().stream()
            .collect(Collectors.toMap(MetricData::getName, metric -> metric)));
  }

  /** What was read at once. */
  private record Collected(Map<String, MetricData> byName) {
    MetricData get(String name) {
      return Objects.requireNonNull(byName.get("mediastore." + name), name);
    }
  }

  private static String labels(Attributes attributes) {
    return attributes.get(AttributeKey.stringKey("mediastore.operation"))
        + ' '
        + attributes.get(AttributeKey.stringKey("mediastore.container"))
        + ' '
        + attributes.get(AttributeKey.stringKey("mediastore.outcome"));
  }

  private static Map<String, Long> sums(MetricData metric) {
    return metric.getLongSumData().getPoints().stream()
        .filter(point -> point.getValue() > 0)
        .collect(Collectors.toMap(point -> labels(point.getAttributes()), LongPointData::getValue));
  }

  private static long gauge(MetricData metric) {
    return metric.getLongGaugeData().getPoints().iterator().next().getValue();
  }

  private static void send(NettyServer server, String method, String path, String body)
      throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/c/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static void open(Container container) {
    container.putDocument(
        DocumentKind.CONTAINER_POLICY,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
        "Action":"mediastore:*","Resource":"%s/*"}]}"""
            .formatted(container.arn()));
  }

  @Test
  void requestsAreMeasuredByOperationContainerAndOutcome_andNeverByPath() throws Exception {
    try (MediaStore store = MediaStore.builder().memory(16 << 20).eagerActivation(true).build()) {
      open(store.createContainer("live"));
      MediaStoreMetrics metrics = MediaStoreMetrics.of(store, telemetry);
      try (metrics;
          MediaStoreHttp http =
              MediaStoreHttp.builder(store).allowInsecurePut(true).listener(metrics).build()) {
        try (NettyServer server = NettyServer.builder(http).port(0).start()) {
          send(server, "PUT", "live/secret/path.ts", "12345");
          send(server, "GET", "live/secret/path.ts", "");
          send(server, "GET", "live/none.ts", "");
          send(server, "GET", "nowhere/none.ts", "");
        }
        Collected all = collect();
        assertEquals(Map.of("PutObject live 2xx", 5L), sums(all.get("io.received")));
        assertEquals(5, sums(all.get("io.sent")).get("GetObject live 2xx"));
        assertEquals(
            Map.of(
                "PutObject live 2xx", 1L,
                "GetObject live 2xx", 1L,
                "GetObject live 4xx", 1L,
                "none none 4xx", 1L),
            all.get("request.duration").getHistogramData().getPoints().stream()
                .collect(
                    Collectors.toMap(
                        point -> labels(point.getAttributes()), HistogramPointData::getCount)));
        assertTrue(gauge(all.get("store.usage")) >= 5);
        assertEquals(1, gauge(all.get("store.writable")));
        assertEquals("s", all.get("request.turnaround").getUnit());
        assertFalse(all.toString().contains("secret"));
      }
      assertFalse(
          collect().byName().containsKey("mediastore.store.usage"), "gauges stay after the close");
    }
  }
}
