// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.engine.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of one engine in this process.
 *
 * @param engine the engine
 * @param directory where it may write, empty before the first step
 * @param effort how much to do
 * @param results takes each sample when it is known
 */
public record Trial(EngineType engine, Path directory, Effort effort, Consumer<Sample> results) {

  /** Opens the engine for values of a size, one put at a time. */
  Engine open(int valueBytes) throws IOException {
    return open(valueBytes, effort.windowBytes(), effort.windowBytes() / valueBytes, 1);
  }

  Engine open(int valueBytes, long windowBytes, long objects, int batch) throws IOException {
    return engine.opener().open(new Setting(directory, valueBytes, windowBytes, objects, batch));
  }

  void report(String phase, Map<Metric, Double> figures) {
    results.accept(new Sample(phase, figures));
  }
}
