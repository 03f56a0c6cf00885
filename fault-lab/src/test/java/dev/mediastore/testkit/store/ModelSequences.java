// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.LossModel;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random sequences of operations on a durable store and on {@link StoreModel}, compared after each
 * step, with restarts in between: closed and opened, killed, or with the power cut.
 */
final class ModelSequences {
  private final Engine engine;
  private long restarts;

  ModelSequences(Engine engine) {
    this.engine = engine;
  }

  long restarts() {
    return restarts;
  }

  void run(long seed, int steps) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedFolder[] folder = {SimulatedFolder.empty(seed)};
    SegmentStore[] open = {engine.open(folder[0])};
    try {
      open[0].catalogue().create(StoreFixture.record("model", "idmodel"));
      StoreDriver driver = new StoreDriver(open[0], StoreFixture.record("model", "idmodel").id());
      new StoreModel(driver, before -> reopen(before, folder, open, random))
          .run(operations(random, steps));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    } finally {
      open[0].close();
    }
  }

  private static List<StoreModel.Operation> operations(SplittableRandom random, int steps) {
    StoreModel.Kind[] kinds = StoreModel.Kind.values();
    List<StoreModel.Operation> operations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      int most = random.nextInt(15) == 0 ? 5000 : 300;
      operations.add(
          new StoreModel.Operation(
              kinds[random.nextInt(kinds.length)], random.nextInt(100), random.nextInt(most)));
    }
    return operations;
  }

  private StoreDriver reopen(
      StoreDriver before, SimulatedFolder[] folder, SegmentStore[] open, SplittableRandom random) {
    restarts++;
    try {
      SimulatedFolder next =
          switch (random.nextInt(3)) {
            case 0 -> {
              open[0].close();
              yield folder[0].fork();
            }
            case 1 -> folder[0].fork();
            default -> folder[0].crash(LossModel.ALL_LOST, restarts);
          };
      open[0].close();
      folder[0] = next;
      open[0] = engine.open(next);
      if (random.nextBoolean()) {
        engine.maintain(open[0]);
      }
      return new StoreDriver(open[0], before.container());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
