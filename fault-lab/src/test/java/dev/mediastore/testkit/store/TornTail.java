// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.IoCall;
import dev.mediastore.core.internal.files.IoKind;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Cuts the file that was written last at each of its bytes and lets it go on with zeros, noise, old
 * records or nothing. What was acknowledged before the cut was written must be there, what was
 * written behind it must not.
 */
final class TornTail {
  /** What follows the cut. */
  enum Continuation {
    ZEROS,
    NOISE,
    OLD_RECORDS,
    NOTHING
  }

  /** What was true when the last file had been written up to a byte. */
  private record Mark(long end, Map<Expectation.Key, Long> complete) {}

  private final Engine engine;
  private final Expectation expectation = new Expectation(false);
  private final Map<String, Long> ends = new HashMap<>();
  private final Map<String, List<Mark>> marks = new HashMap<>();

  /** Everything but the last file. */
  private final SimulatedFolder folder;

  private final String last;
  private final byte[] whole;
  private final LongAdder cuts = new LongAdder();

  /** Fills a folder until a file that did not exist before has been written to so many bytes. */
  TornTail(Engine engine, long seed, long bytes, Script.Sizes sizes) throws IOException {
    this.engine = engine;
    SimulatedFolder disk = SimulatedFolder.empty(seed);
    String[] newest = {""};
    disk.watch(
        call -> {
          if (call.kind() == IoKind.WRITE) {
            newest[0] = call.name();
            ends.compute(call.name(), (name, end) -> end(end == null ? 0 : end, call));
          }
        });
    try (SegmentStore store = engine.open(disk)) {
      Script script = new Script(engine, store, expectation, seed, sizes);
      script.begin();
      mark();
      while (ends.getOrDefault(newest[0], 0L) < bytes) {
        script.step();
        mark();
      }
      this.last = newest[0];
      this.folder = disk.nothingLost();
      this.whole = folder.content(last);
      folder.remove(last);
      script.end();
    }
  }

  /** How far a file is written without a gap; what stands at its very end is no tail. */
  private static long end(long before, IoCall call) {
    return call.position() <= before ? Math.max(before, call.position() + call.length()) : before;
  }

  private void mark() {
    Map<Expectation.Key, Long> complete = expectation.complete();
    ends.forEach(
        (name, end) ->
            marks.computeIfAbsent(name, unknown -> new ArrayList<>()).add(new Mark(end, complete)));
  }

  long cuts() {
    return cuts.sum();
  }

  /** Cuts at every so many-th byte that was written, on every processor there is. */
  void run(long seed, int first, int step) {
    byte[] noise = new byte[whole.length];
    new SplittableRandom(seed).nextBytes(noise);
    int steps = Math.toIntExact((ends.getOrDefault(last, 0L) - first + step - 1) / step);
    IntStream.range(0, steps).parallel().forEach(at -> cutInEveryWay(first + at * step, noise));
  }

  private void cutInEveryWay(int cut, byte[] noise) {
    for (Continuation continuation : Continuation.values()) {
      cuts.increment();
      try {
        cut(cut, tail(cut, continuation, noise));
      } catch (IOException | RuntimeException | AssertionError e) {
        String where = last + " cut at " + cut + ", then " + continuation;
        throw new AssertionError(where + ": " + e.getMessage(), e);
      }
    }
  }

  private byte[] tail(int cut, Continuation continuation, byte[] noise) {
    if (continuation == Continuation.NOTHING) {
      return Arrays.copyOf(whole, cut);
    }
    byte[] cutOff = new byte[whole.length];
    System.arraycopy(whole, 0, cutOff, 0, cut);
    if (continuation == Continuation.NOISE) {
      System.arraycopy(noise, cut, cutOff, cut, whole.length - cut);
    } else if (continuation == Continuation.OLD_RECORDS) {
      // The file's own beginning: whole, valid records of this file, at a place that is not theirs.
      System.arraycopy(whole, 0, cutOff, cut, Math.min(cut, whole.length - cut));
    }
    return cutOff;
  }

  private void cut(int cut, byte[] content) throws IOException {
    List<Mark> all = marks.getOrDefault(last, List.of());
    Map<Expectation.Key, Long> before = Map.of();
    Map<Expectation.Key, Long> after = Map.of();
    int written = marksUpTo(all, cut);
    if (written > 0) {
      before = all.get(written - 1).complete();
      after = all.get(Math.min(written, all.size() - 1)).complete();
    }
    if (before.isEmpty()) {
      before = completeBefore();
      after = all.get(0).complete();
    }
    try (SegmentStore store = engine.open(folder.nothingLost().put(last, content))) {
      for (Expectation.Key key : expectation.keys()) {
        long found = expectation.versionAt(store, key);
        long least = before.getOrDefault(key, Expectation.NOTHING);
        long most = after.getOrDefault(key, Expectation.NOTHING);
        if (found != least && found != most) {
          throw new AssertionError(key + " shows " + found + ", not " + least + " or " + most);
        }
      }
    }
  }

  /** How many of the marks, which are in the order of their ends, end before the cut or at it. */
  private static int marksUpTo(List<Mark> marks, int cut) {
    int low = 0;
    int high = marks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (marks.get(middle).end() <= cut) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** What was true before the last file was written to: the last mark of the other files. */
  private Map<Expectation.Key, Long> completeBefore() {
    int inLast = marks.getOrDefault(last, List.of()).size();
    for (List<Mark> others : marks.values()) {
      int index = others.size() - inLast - 1;
      if (index >= 0) {
        return others.get(index).complete();
      }
    }
    return Map.of();
  }
}
