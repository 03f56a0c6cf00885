// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.engine.EngineType.Role;
import dev.mediastore.benchmarks.store.engine.Engines;
import dev.mediastore.benchmarks.store.workload.Metric;
import dev.mediastore.benchmarks.store.workload.Sample;
import dev.mediastore.benchmarks.store.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Collects the samples of one workload and prints a table and JSON lines. One thread at a time. */
final class Report {
  private final Workload workload;
  private final StoreOptions options;
  private final List<String> engines;
  private final Map<String, Map<String, Map<Metric, List<Double>>>> phases = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  Report(Workload workload, StoreOptions options, List<String> engines) {
    this.workload = workload;
    this.options = options;
    this.engines = engines;
  }

  void add(String engine, Sample sample) {
    Map<Metric, List<Double>> row =
        phases
            .computeIfAbsent(sample.phase(), phase -> new LinkedHashMap<>())
            .computeIfAbsent(engine, name -> new LinkedHashMap<>());
    sample
        .figures()
        .forEach((metric, value) -> row.computeIfAbsent(metric, m -> new ArrayList<>()).add(value));
  }

  /** Takes an engine out of the comparison. */
  void fail(String engine, String reason) {
    failures.put(engine, reason);
    phases.values().forEach(rows -> rows.remove(engine));
  }

  boolean failed(String engine) {
    return failures.containsKey(engine);
  }

  boolean complete() {
    return failures.isEmpty();
  }

  void print(PrintStream out) throws IOException {
    out.printf("%n## %s: %s%n", workload.name(), workload.question());
    for (Map.Entry<String, Map<String, Map<Metric, List<Double>>>> phase : phases.entrySet()) {
      if (!phase.getValue().isEmpty()) {
        table(out, phase.getKey(), phase.getValue());
      }
    }
    failures.forEach((engine, reason) -> out.printf("%n%s failed: %s%n", engine, reason));
    out.println();
    for (Map.Entry<String, Map<String, Map<Metric, List<Double>>>> phase : phases.entrySet()) {
      for (String engine : engines) {
        Map<Metric, List<Double>> row = phase.getValue().get(engine);
        if (row != null) {
          out.println(json(phase.getKey(), engine, row, ours(phase.getValue())));
        }
      }
    }
  }

  private void table(PrintStream out, String phase, Map<String, Map<Metric, List<Double>>> rows) {
    Set<Metric> metrics = new LinkedHashSet<>();
    rows.values().forEach(row -> metrics.addAll(row.keySet()));
    StringJoiner heading = new StringJoiner(" | ", "| ", " |").add(phase);
    StringJoiner rule = new StringJoiner("|", "|", "|").add("---");
    for (Metric metric : metrics) {
      heading.add(metric.heading());
      rule.add("--:");
    }
    out.printf("%n%s%n%s%n", heading.add("to ours"), rule.add("--:"));
    double ours = ours(rows);
    for (String engine : engines) {
      Map<Metric, List<Double>> row = rows.get(engine);
      if (row != null) {
        StringJoiner line = new StringJoiner(" | ", "| ", " |").add(title(engine));
        boolean first = true;
        for (Metric metric : metrics) {
          line.add(cell(metric, row.get(metric), first));
          first = false;
        }
        out.println(line.add(ours > 0 ? number(first(row) / ours, 2) : ""));
      }
    }
  }

  private static String title(String engine) {
    return switch (Engines.named(engine).role()) {
      case OURS -> "**" + engine + "**";
      case PEER -> engine;
      case LIMIT -> "*" + engine + "*";
    };
  }

  private static String cell(Metric metric, @Nullable List<Double> values, boolean range) {
    if (values == null) {
      return "";
    }
    Spread spread = Spread.of(values);
    String median = number(spread.median(), metric.decimals());
    if (!range || values.size() == 1) {
      return median;
    }
    return String.format(
        "%s [%s .. %s]",
        median, number(spread.min(), metric.decimals()), number(spread.max(), metric.decimals()));
  }

  /** Returns the median of the figure engines are compared by. */
  private static double first(Map<Metric, List<Double>> row) {
    return Spread.of(row.values().iterator().next()).median();
  }

  /** Returns that figure of the project's first engine; 0 if it is not there. */
  private double ours(Map<String, Map<Metric, List<Double>>> rows) {
    for (String engine : engines) {
      Map<Metric, List<Double>> row = rows.get(engine);
      if (row != null && Engines.named(engine).role() == Role.OURS) {
        return first(row);
      }
    }
    return 0;
  }

  private String json(String phase, String engine, Map<Metric, List<Double>> row, double ours)
      throws IOException {
    StringJoiner figures = new StringJoiner(",");
    row.forEach(
        (metric, values) -> {
          Spread spread = Spread.of(values);
          figures.add(
              String.format(
                  Locale.ROOT,
                  "\"%s\":{\"median\":%.4f,\"min\":%.4f,\"max\":%.4f}",
                  metric.name().toLowerCase(Locale.ROOT),
                  spread.median(),
                  spread.min(),
                  spread.max()));
        });
    List<String> flags = new ArrayList<>(TrialProcess.inheritedFlags());
    flags.addAll(workload.jvmFlags(Engines.named(engine), Path.of(""), options.effort()));
    return new StringJoiner(",", "{", "}")
        .add(field("workload", workload.name()))
        .add(field("phase", phase))
        .add(field("engine", engine))
        .add(field("role", Engines.named(engine).role().name().toLowerCase(Locale.ROOT)))
        .add("\"rounds\":" + row.values().iterator().next().size())
        .add("\"seconds\":" + options.effort().seconds())
        .add("\"window_bytes\":" + options.effort().windowBytes())
        .add(figures.toString())
        .add("\"to_ours\":" + (ours > 0 ? number(first(row) / ours, 3) : "null"))
        .add(field("jdk", Machine.jdk()))
        .add(field("flags", String.join(" ", flags)))
        .add("\"cores\":" + Machine.cores())
        .add(field("processor", Machine.processor()))
        .add(field("kernel", Machine.kernel()))
        .add(String.format(Locale.ROOT, "\"load\":%.2f", Machine.load()))
        .toString();
  }

  private static String field(String name, String value) {
    return '"' + name + "\":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
