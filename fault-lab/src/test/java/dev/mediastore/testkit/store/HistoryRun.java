// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ObjectMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Several threads that do random things to a few paths of one store at once, and are recorded. */
final class HistoryRun {
  private static final List<String> PATHS = List.of("x", "y");

  private final Race race;
  private final Recorder recorder;

  HistoryRun(Race race, Recorder recorder) {
    this.race = race;
    this.recorder = recorder;
  }

  void run(long seed, int threads, int steps) {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      SplittableRandom random = new SplittableRandom(seed * 1000 + thread);
      calls.add(
          () -> {
            new Client(recorder, random).run(steps);
            return true;
          });
    }
    race.run(calls);
  }

  /** One thread's share. */
  private static final class Client {
    private final Recorder recorder;
    private final SplittableRandom random;
    private final Map<String, ObjectMetadata> seen = new HashMap<>();
    private Recorder.@Nullable Upload upload;

    Client(Recorder recorder, SplittableRandom random) {
      this.recorder = recorder;
      this.random = random;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it, but it lets more meet
    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
        if (random.nextInt(3) == 0) {
          Thread.yield();
        }
      }
      if (upload != null) {
        recorder.abort(upload);
      }
    }

    private void step() {
      String path = PATHS.get(random.nextInt(PATHS.size()));
      int dice = random.nextInt(20);
      if (dice < 6) {
        recorder.read(path).ifPresent(version -> seen.put(path, version));
      } else if (dice < 8) {
        recorder.put(path, random.nextInt(40));
      } else if (dice < 10) {
        recorder.delete(path);
      } else if (dice == 10) {
        ObjectMetadata version = seen.get(path);
        if (version != null) {
          recorder.delete(path, version);
        }
      } else {
        upload = upload == null ? recorder.start(path, random.nextInt(4) > 0) : next(upload, dice);
      }
    }

    /** Does something to an upload; returns null once it has ended. */
    private Recorder.@Nullable Upload next(Recorder.Upload now, int dice) {
      boolean abort = dice == 19;
      if (dice < 16) {
        int most = random.nextInt(8) == 0 ? 3000 : 12;
        if (recorder.append(now, 1 + random.nextInt(most))) {
          return now;
        }
        abort = true;
      }
      if (abort) {
        recorder.abort(now);
      } else {
        recorder.commit(now);
      }
      return null;
    }
  }
}
