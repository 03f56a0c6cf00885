// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.IoCall;
import dev.mediastore.core.internal.files.IoKind;
import dev.mediastore.core.internal.files.LossModel;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Runs a {@link Script} once and cuts the power at each call it makes to the file layer: not the
 * run's own power, but that of an image of its disk, which is recovered and checked on the spot
 * while the run stands still. Recoveries are cut in turn, and the recoveries from those once more.
 *
 * <p>Beside the five loss models there is the kill: the process is gone, the machine runs on. What
 * the next process then shows must still be there after a power cut, or a reader saw something that
 * never was.
 */
final class CrashEnumerator {
  private static final List<LossModel> MODELS = List.of(LossModel.values());
  private static final int NESTED_ONE_IN = 60;
  private static final int MOST_NESTED = 2;

  private final Engine engine;
  private final Script.Sizes sizes;
  private final Map<LossModel, Long> byModel = new EnumMap<>(LossModel.class);
  private long kills;
  private long nested;
  private long boundaries;
  private long scripts;

  CrashEnumerator(Engine engine, Script.Sizes sizes) {
    this.engine = engine;
    this.sizes = sizes;
  }

  long states() {
    return byModel.values().stream().mapToLong(Long::longValue).sum() + kills;
  }

  Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("recoveredStates", states());
    counts.put("scripts", scripts);
    counts.put("boundaries", boundaries);
    counts.put("nested", nested);
    byModel.forEach((model, count) -> counts.put(model.name(), count));
    counts.put("kills", kills);
    return counts;
  }

  /** Runs one script of so many steps and everything that follows from it. */
  void run(long seed, int steps) throws IOException {
    scripts++;
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedFolder folder = SimulatedFolder.empty(seed);
    Expectation expectation = new Expectation(false);
    folder.watch(call -> crashHere(folder, call, expectation, random, seed));
    SegmentStore store = engine.open(folder);
    Script script = new Script(engine, store, expectation, seed, sizes);
    script.begin();
    for (int step = 0; step < steps; step++) {
      script.step();
    }
    store.close();
    folder.watch(call -> {});
    IoCall end = new IoCall(folder.calls(), IoKind.LIST, "end", 0, 0);
    crashHere(folder, end, expectation, random, seed);
  }

  private void crashHere(
      SimulatedFolder folder,
      IoCall call,
      Expectation expectation,
      SplittableRandom random,
      long seed) {
    boundaries++;
    String where = "seed " + seed + ", before " + call;
    for (LossModel model : MODELS) {
      if (model == LossModel.ALL_LOST || folder.anythingPending()) {
        long cut = random.nextLong();
        SimulatedFolder image = folder.crash(model, cut);
        byModel.merge(model, 1L, Long::sum);
        recover(image, expectation, random, where + ", " + model + " " + cut, 0);
      }
    }
    if (folder.anythingPending()) {
      kill(folder, expectation, random, where);
    }
  }

  private static LossModel anyModel(SplittableRandom random) {
    return MODELS.get(random.nextInt(MODELS.size()));
  }

  private void kill(
      SimulatedFolder folder, Expectation expectation, SplittableRandom random, String where) {
    kills++;
    SimulatedFolder fork = folder.fork();
    Map<Expectation.Key, Long> seen = recover(fork, expectation, random, where + ", killed", 2);
    LossModel model = anyModel(random);
    SimulatedFolder image = fork.crash(model, random.nextLong());
    String context = where + ", killed, opened, then " + model;
    Map<Expectation.Key, Long> after = recover(image, expectation, random, context, 2);
    byModel.merge(model, 1L, Long::sum);
    if (!after.equals(seen)) {
      throw new AssertionError(context + ": readers saw " + seen + ", then " + after);
    }
  }

  /** Opens an image, checks it, uses it and closes it; some openings are cut themselves. */
  private Map<Expectation.Key, Long> recover(
      SimulatedFolder image,
      Expectation expectation,
      SplittableRandom random,
      String where,
      int depth) {
    if (depth < MOST_NESTED && random.nextInt(NESTED_ONE_IN) == 0) {
      image.watch(
          call -> {
            LossModel model = anyModel(random);
            nested++;
            byModel.merge(model, 1L, Long::sum);
            String context = where + ", then before " + call + " of recovery, " + model;
            SimulatedFolder again = image.crash(model, random.nextLong());
            recover(again, expectation, random, context, depth + 1);
          });
    }
    try {
      SegmentStore store = engine.open(image);
      Map<Expectation.Key, Long> found;
      try {
        found = new HashMap<>(expectation.checkRestarted(store));
      } finally {
        store.close();
      }
      if (image.openFiles() != 0) {
        throw new AssertionError(image.openFiles() + " files left open");
      }
      return found;
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(where + ": " + e.getMessage(), e);
    }
  }
}
