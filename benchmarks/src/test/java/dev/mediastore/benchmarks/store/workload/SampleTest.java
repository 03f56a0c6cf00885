// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void line_isReadBackWithItsOrder() {
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.P99_US, 12.25);
    figures.put(Metric.CPU_S_PER_GB, 1e-9);
    Sample sample = new Sample("put 188 KB, 16 writers", figures);

    Sample read = Sample.parse(sample.line());

    assertEquals(sample, read);
    assertEquals(
        List.of(Metric.P99_US, Metric.CPU_S_PER_GB), new ArrayList<>(read.figures().keySet()));
  }
}
