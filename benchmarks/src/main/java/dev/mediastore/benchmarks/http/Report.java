// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.benchmarks.store.Machine;
import dev.mediastore.benchmarks.store.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Collects the figures of one workload and prints a table and JSON lines. One thread at a time. */
final class Report {
  private final Workload workload;
  private final HttpOptions options;
  private final Map<Peer, Map<Metric, List<Double>>> rows = new EnumMap<>(Peer.class);
  private final Map<Peer, String> failures = new LinkedHashMap<>();

  Report(Workload workload, HttpOptions options) {
    this.workload = workload;
    this.options = options;
  }

  void add(Peer peer, Map<Metric, Double> figures) {
    Map<Metric, List<Double>> row = rows.computeIfAbsent(peer, p -> new LinkedHashMap<>());
    figures.forEach(
        (metric, value) -> row.computeIfAbsent(metric, m -> new ArrayList<>()).add(value));
  }

  /** Takes a peer out of the comparison. */
  void fail(Peer peer, String reason) {
    failures.putIfAbsent(peer, reason);
    rows.remove(peer);
  }

  boolean failed(Peer peer) {
    return failures.containsKey(peer);
  }

  boolean complete() {
    return failures.isEmpty();
  }

  void print(PrintStream out) throws IOException {
    out.printf("%n## %s: %s%n%n", workload.name(), workload.question());
    Set<Metric> metrics = new LinkedHashSet<>();
    rows.values().forEach(row -> metrics.addAll(row.keySet()));
    StringJoiner heading = new StringJoiner(" | ", "| ", " |").add("server");
    StringJoiner rule = new StringJoiner("|", "|", "|").add("---");
    for (Metric metric : metrics) {
      heading.add(metric.heading());
      rule.add("--:");
    }
    out.printf("%s%n%s%n", heading.add("ours to it"), rule.add("--:"));
    rows.forEach(
        (peer, row) -> {
          StringJoiner line = new StringJoiner(" | ", "| ", " |").add(peer.label());
          boolean first = true;
          for (Metric metric : metrics) {
            List<Double> values = row.get(metric);
            line.add(values == null ? "" : cell(metric, Spread.of(values), first));
            first = false;
          }
          out.println(line.add(String.format(Locale.ROOT, "%.2f", ours(peer) / median(row))));
        });
    failures.forEach((peer, reason) -> out.printf("%n%s: %s%n", peer.label(), reason));
    out.println();
    for (Map.Entry<Peer, Map<Metric, List<Double>>> row : rows.entrySet()) {
      out.println(json(row.getKey(), row.getValue()));
    }
    out.flush();
  }

  private static String cell(Metric metric, Spread spread, boolean range) {
    String format = "%." + metric.decimals() + "f";
    return String.format(Locale.ROOT, format, spread.median())
        + (range
            ? String.format(
                Locale.ROOT, " [" + format + " .. " + format + "]", spread.min(), spread.max())
            : "");
  }

  private static double median(Map<Metric, List<Double>> row) {
    return Spread.of(row.values().iterator().next()).median();
  }

  /** What a peer is compared with: the servlet with Jetty's, the Netty server with the others. */
  private double ours(Peer peer) {
    boolean servlets = peer == Peer.JETTY_RESOURCE || peer == Peer.ORIGIN_JETTY;
    Peer ours = servlets && rows.containsKey(Peer.ORIGIN_JETTY) ? Peer.ORIGIN_JETTY : Peer.ORIGIN;
    Map<Metric, List<Double>> row = rows.getOrDefault(ours, rows.get(Peer.ORIGIN_ANONYMOUS));
    return row == null ? Double.NaN : median(row);
  }

  private String json(Peer peer, Map<Metric, List<Double>> row) throws IOException {
    StringJoiner line = new StringJoiner(",", "{", "}");
    line.add(field("workload", workload.name())).add(field("peer", peer.label()));
    line.add(field("role", peer.role().name().toLowerCase(Locale.ROOT)));
    row.forEach(
        (metric, values) -> {
          Spread spread = Spread.of(values);
          line.add(
              String.format(
                  Locale.ROOT,
                  "\"%s\":{\"median\":%.4f,\"min\":%.4f,\"max\":%.4f}",
                  metric.name().toLowerCase(Locale.ROOT),
                  spread.median(),
                  spread.min(),
                  spread.max()));
        });
    double ratio = ours(peer) / median(row);
    return line.add(
            "\"ours_to_it\":"
                + (Double.isNaN(ratio) ? "null" : String.format(Locale.ROOT, "%.3f", ratio)))
        .add("\"rounds\":" + row.values().iterator().next().size())
        .add("\"seconds\":" + options.seconds())
        .add(field("flags", String.join(" ", options.flags())))
        .add(field("jdk", Machine.jdk()))
        .add("\"cores\":" + Machine.cores())
        .add(field("processor", Machine.processor()))
        .add(field("kernel", Machine.kernel()))
        .add(String.format(Locale.ROOT, "\"load\":%.2f", Machine.load()))
        .toString();
  }

  private static String field(String name, String value) {
    return '"' + name + "\":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
