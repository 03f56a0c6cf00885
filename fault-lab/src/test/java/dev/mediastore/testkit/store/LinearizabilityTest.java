// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mediastore.core.internal.files.LossModel;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recorded histories of stores have an order; those of stores with planted bugs have none. */
class LinearizabilityTest {
  private static final int THREADS = 4;
  private static final int STEPS = 40;

  private final Race race = new Race();

  @AfterEach
  void disperse() {
    race.close();
  }

  private static SegmentStore memory() {
    return OffHeapStores.memory(new OffHeapOptions(1 << 20, 1 << 14, 64, true));
  }

  private Recorder record(SegmentStore store, long seed) {
    store.catalogue().create(StoreFixture.record("main", "idmain"));
    Recorder recorder = new Recorder(new StoreDriver(store, Script.MAIN));
    new HistoryRun(race, recorder).run(seed, THREADS, STEPS);
    return recorder;
  }

  @Test
  void memoryStore_hasAnOrderInEveryHistory() {
    int histories = Scale.of(1000, 50_000);
    long calls = 0;
    for (int i = 0; i < histories; i++) {
      long seed = Scale.seed(1) + i;
      try (SegmentStore store = memory()) {
        Recorder recorder = record(store, seed);
        recorder.checkOrder("seed " + seed);
        for (String path : recorder.paths()) {
          calls += recorder.calls(path).size();
        }
        StoreUsage usage = store.usage();
        assertEquals(0, usage.openLeases() + usage.openWriters());
      }
    }
    Scale.report("linearizability memory", Map.of("histories", histories, "calls", calls));
  }

  /** With restarts in between: closed and opened, or killed in the middle of everything. */
  @Test
  void directoryStore_hasAnOrderInEveryHistory() throws IOException {
    int histories = Scale.of(1000, 50_000);
    long calls = 0;
    long kills = 0;
    Engine engine = new DirectoryEngine(DirectoryEngine.TINY);
    for (int i = 0; i < histories; i++) {
      long seed = Scale.seed(1) + i;
      SimulatedFolder folder = SimulatedFolder.empty(seed);
      SegmentStore store = engine.open(folder);
      Recorder recorder = record(store, seed);
      for (int life = 1; life < 3; life++) {
        if ((seed + life) % 2 == 0) {
          store.close();
          folder = folder.fork();
        } else {
          folder = folder.crash(LossModel.ALL_LOST, seed);
          store.close();
          kills++;
        }
        store = engine.open(folder);
        recorder.restarted(new StoreDriver(store, Script.MAIN));
        new HistoryRun(race, recorder).run(seed + life * 1_000_000L, THREADS, STEPS / 2);
      }
      recorder.checkOrder("seed " + seed);
      for (String path : recorder.paths()) {
        calls += recorder.calls(path).size();
      }
      StoreUsage usage = store.usage();
      assertEquals(0, usage.openLeases() + usage.openWriters());
      store.close();
    }
    Scale.report(
        "linearizability directory",
        Map.of("histories", histories, "calls", calls, "powerCuts", kills));
  }

  @ParameterizedTest
  @EnumSource(PlantedBugs.class)
  void plantedBug_isCaught(PlantedBugs bug) {
    int histories = 200;
    for (int seed = 0; seed < histories; seed++) {
      try (SegmentStore store = bug.in(memory())) {
        record(store, seed).checkOrder("seed " + seed);
      } catch (AssertionError caught) {
        return;
      }
    }
    fail(bug + " went unnoticed in " + histories + " histories");
  }

  private final List<Call> calls = new ArrayList<>();

  private LinearizabilityTest put(long id, long begin, long end) {
    calls.add(new Call(Call.Kind.PUT, id, 20, false, Call.Answer.DONE, 0, false, begin, end));
    return this;
  }

  private LinearizabilityTest call(Call.Kind kind, long id, Call.Answer answer, long b, long e) {
    calls.add(new Call(kind, id, 20, false, answer, 0, false, b, e));
    return this;
  }

  private LinearizabilityTest read(long id, boolean growing, long begin, long end) {
    calls.add(new Call(Call.Kind.READ, 0, 0, false, Call.Answer.DONE, id, growing, begin, end));
    return this;
  }

  private void holds(boolean expected) {
    assertEquals(expected, Linearizability.holds(calls));
    calls.clear();
  }

  @Test
  void checker_knowsOrdersFromTheirAbsence() {
    put(1, 1, 2).read(1, false, 3, 4).holds(true);
    put(1, 1, 2).read(0, false, 3, 4).holds(false);
    put(1, 1, 4).read(0, false, 2, 3).holds(true);
    put(1, 1, 2).put(2, 3, 4).read(1, false, 5, 6).holds(false);
    put(1, 1, 3).put(2, 2, 4).read(1, false, 5, 6).holds(true);
    put(1, 1, 3).put(2, 2, 4).read(1, false, 5, 6).read(2, false, 7, 8).holds(false);
    put(1, 1, 8).read(1, false, 2, 3).read(0, false, 4, 5).holds(false);
    put(1, 1, 2)
        .call(Call.Kind.DELETE, 0, Call.Answer.DONE, 3, 5)
        .call(Call.Kind.DELETE, 0, Call.Answer.DONE, 4, 6)
        .holds(false);
    put(1, 1, 2)
        .call(Call.Kind.DELETE, 0, Call.Answer.DONE, 3, 5)
        .call(Call.Kind.DELETE, 0, Call.Answer.ABSENT, 4, 6)
        .holds(true);
  }

  @Test
  void checker_knowsGrowingObjects() {
    call(Call.Kind.START, 1, Call.Answer.DONE, 1, 2)
        .call(Call.Kind.APPEND, 1, Call.Answer.DONE, 3, 4)
        .read(1, true, 5, 6)
        .call(Call.Kind.COMMIT, 1, Call.Answer.DONE, 7, 8)
        .read(1, false, 9, 10)
        .holds(true);
    put(5, 1, 2)
        .call(Call.Kind.START, 1, Call.Answer.DONE, 3, 4)
        .call(Call.Kind.APPEND, 1, Call.Answer.DONE, 5, 6)
        .call(Call.Kind.ABORT, 1, Call.Answer.DONE, 7, 8)
        .read(5, false, 9, 10)
        .holds(true);
    call(Call.Kind.START, 1, Call.Answer.DONE, 1, 2)
        .call(Call.Kind.APPEND, 1, Call.Answer.DONE, 3, 4)
        .call(Call.Kind.DELETE, 0, Call.Answer.DONE, 5, 6)
        .call(Call.Kind.COMMIT, 1, Call.Answer.DONE, 7, 8)
        .holds(false);
    call(Call.Kind.START, 1, Call.Answer.DONE, 1, 2)
        .call(Call.Kind.APPEND, 1, Call.Answer.DONE, 3, 4)
        .call(Call.Kind.DELETE, 0, Call.Answer.DONE, 5, 8)
        .call(Call.Kind.COMMIT, 1, Call.Answer.CONFLICT, 6, 7)
        .holds(true);
    call(Call.Kind.START, 1, Call.Answer.DONE, 1, 2)
        .put(2, 3, 4)
        .call(Call.Kind.COMMIT, 1, Call.Answer.DONE, 5, 6)
        .read(1, false, 7, 8)
        .holds(false);
  }

  @Test
  void checker_letsUnknownOutcomesBeEither_andRestartsEndUploads() {
    call(Call.Kind.PUT, 1, Call.Answer.UNKNOWN, 1, 2).read(1, false, 3, 4).holds(true);
    call(Call.Kind.PUT, 1, Call.Answer.UNKNOWN, 1, 2).read(0, false, 3, 4).holds(true);
    call(Call.Kind.PUT, 1, Call.Answer.UNKNOWN, 1, 2)
        .read(1, false, 3, 4)
        .call(Call.Kind.RESTART, 0, Call.Answer.DONE, 5, 6)
        .read(0, false, 7, 8)
        .holds(false);
    call(Call.Kind.START, 1, Call.Answer.DONE, 1, 2)
        .call(Call.Kind.APPEND, 1, Call.Answer.DONE, 3, 4)
        .call(Call.Kind.RESTART, 0, Call.Answer.DONE, 5, 6)
        .read(0, false, 7, 8)
        .holds(true);
  }
}
