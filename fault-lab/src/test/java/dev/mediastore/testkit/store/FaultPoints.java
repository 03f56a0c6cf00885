// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.Fault;
import dev.mediastore.core.internal.files.FaultPlan;
import dev.mediastore.core.internal.files.IoCall;
import dev.mediastore.core.internal.files.IoKind;
import dev.mediastore.core.internal.files.LossModel;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a {@link Script} again and again, with each of its calls to the file layer failing in each
 * way it can, once or from then on. Whatever fails, what was there before is what is shown; nothing
 * is left open; and afterwards, whether the machine runs on or the power is cut, what was
 * acknowledged is there.
 */
final class FaultPoints {
  private final Engine engine;
  private final Script.Sizes sizes;
  private long points;
  private long fired;
  private long refusals;
  private long opensRefused;
  private long restarts;

  FaultPoints(Engine engine, Script.Sizes sizes) {
    this.engine = engine;
    this.sizes = sizes;
  }

  Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("points", points);
    counts.put("fired", fired);
    counts.put("refusedCalls", refusals);
    counts.put("refusedOpenings", opensRefused);
    counts.put("restarts", restarts);
    return counts;
  }

  /** The ways in which a call can fail. */
  static List<Fault> faults(IoKind kind) {
    return switch (kind) {
      case LOCK, LENGTH -> List.of(Fault.EIO);
      case LIST -> List.of(Fault.EIO, Fault.EMFILE);
      case OPEN, MAP -> List.of(Fault.EIO, Fault.EMFILE, Fault.EACCES);
      case CREATE ->
          List.of(Fault.EIO, Fault.ENOSPC, Fault.EDQUOT, Fault.EROFS, Fault.EMFILE, Fault.EFBIG);
      case RENAME, DELETE -> List.of(Fault.EIO, Fault.ENOSPC, Fault.EROFS, Fault.EACCES);
      case SYNC_FOLDER -> List.of(Fault.EIO, Fault.ENOSPC);
      case SYNC_FILE -> List.of(Fault.EIO, Fault.ENOSPC, Fault.EDQUOT, Fault.EROFS);
      case READ -> List.of(Fault.EIO, Fault.SHORT, Fault.ZERO);
      case WRITE ->
          List.of(
              Fault.EIO,
              Fault.ENOSPC,
              Fault.EDQUOT,
              Fault.EFBIG,
              Fault.EROFS,
              Fault.SHORT,
              Fault.ZERO);
    };
  }

  /** Tries every call of one script of so many steps. */
  void run(long seed, int steps) throws IOException {
    List<IoCall> calls = new ArrayList<>();
    SimulatedFolder dry = SimulatedFolder.empty(seed).watch(calls::add);
    SegmentStore store = engine.open(dry);
    Script script = new Script(engine, store, new Expectation(false), seed, sizes);
    script.begin();
    for (int i = 0; i < steps; i++) {
      script.step();
    }
    script.end();
    int beforeClose = calls.size();
    store.close();
    for (IoCall call : calls.subList(0, beforeClose)) {
      for (Fault fault : faults(call.kind())) {
        point(seed, steps, call, fault, FaultPlan.once(call.index(), fault), "once");
        point(seed, steps, call, fault, FaultPlan.from(call.index(), fault), "from then on");
      }
    }
  }

  private void point(long seed, int steps, IoCall call, Fault fault, FaultPlan plan, String how)
      throws IOException {
    points++;
    String where = "seed " + seed + ", " + fault + " at " + call + ", " + how;
    AtomicLong hits = new AtomicLong();
    SimulatedFolder folder = SimulatedFolder.empty(seed);
    folder.fail(
        next -> {
          Fault chosen = plan.at(next);
          if (chosen != null) {
            hits.incrementAndGet();
          }
          return chosen;
        });
    Expectation expectation = new Expectation(fault != Fault.SHORT);
    try {
      run(folder, seed, steps, expectation, hits);
      afterwards(folder, expectation);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(where + ": " + e.getMessage(), e);
    }
    if (hits.get() == 0) {
      throw new AssertionError(where + ": the call was never made, the run does not repeat itself");
    }
    fired++;
  }

  private void run(
      SimulatedFolder folder, long seed, int steps, Expectation expectation, AtomicLong hits)
      throws IOException {
    SegmentStore store;
    try {
      store = engine.open(folder);
    } catch (IOException | MediaStoreException e) {
      if (!expectation.failuresAllowed()) {
        throw new AssertionError("not opened", e);
      }
      opensRefused++;
      checkNothingOpen(folder);
      return;
    }
    try {
      Script script = new Script(engine, store, expectation, seed, sizes);
      if (script.begin()) {
        for (int i = 0; i < steps; i++) {
          script.step();
          if (hits.get() > 0) {
            checkWhatIsShown(store, expectation);
          }
        }
      }
      script.end();
      refusals += script.refusals();
      folder.fail(FaultPlan.NONE);
      expectation.checkRunning(store);
      StoreUsage usage = store.usage();
      if (usage.openLeases() != 0 || usage.openWriters() != 0) {
        throw new AssertionError("left open: " + usage);
      }
    } finally {
      store.close();
    }
    checkNothingOpen(folder);
  }

  /** With the disk failing, a read may fail; it must not tell a lie. */
  private static void checkWhatIsShown(SegmentStore store, Expectation expectation) {
    try {
      expectation.checkRunning(store);
    } catch (MediaStoreException e) {
      if (e.code() != ErrorCode.INTERNAL && e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
    }
  }

  private static void checkNothingOpen(SimulatedFolder folder) {
    if (folder.openFiles() != 0) {
      throw new AssertionError(folder.openFiles() + " files left open");
    }
  }

  private void afterwards(SimulatedFolder folder, Expectation expectation) throws IOException {
    restart(folder.fork(), expectation);
    restart(folder.crash(LossModel.ALL_LOST, 1), expectation);
    restart(folder.crash(LossModel.SECTORS, folder.calls()), expectation);
  }

  private void restart(SimulatedFolder image, Expectation expectation) throws IOException {
    restarts++;
    try (SegmentStore store = engine.open(image)) {
      expectation.checkRestarted(store);
      useIt(store);
    }
  }

  /** A valid request after all this succeeds. */
  private static void useIt(SegmentStore store) {
    if (store.catalogue().find(Script.MAIN).isPresent()) {
      StoreDriver driver = new StoreDriver(store, Script.MAIN);
      byte[] content = Content.of(77);
      driver.put("after/wards", content);
      if (!Arrays.equals(content, driver.get("after/wards").orElse(null))) {
        throw new AssertionError("a put after the restart is not there");
      }
    }
  }
}
