// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Damages the files of a store bit by bit, sector by sector and file by file, and looks whether
 * what it hands out afterwards is right, refused, or missing with a report. A wrong byte, or an old
 * version without a report, is a failure.
 */
final class Rot {
  private static final int SECTOR = 512;

  private final Engine engine;
  private final Written written;
  private final Map<Expectation.Key, Long> expected;
  private long damages;
  private long unnoticed;
  private long refusedReads;
  private long missing;
  private long older;
  private long mostAffected;

  Rot(Engine engine, Written written) {
    this.engine = engine;
    this.written = written;
    this.expected = written.expectation().complete();
  }

  Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("damages", damages);
    counts.put("withoutEffect", unnoticed);
    counts.put("refusedReads", refusedReads);
    counts.put("missingAndReported", missing);
    counts.put("olderAndReported", older);
    counts.put("mostObjectsAffectedByOne", mostAffected);
    return counts;
  }

  long missing() {
    return missing;
  }

  /** Bits in all files. */
  long bits() {
    return files().stream().mapToLong(name -> content(name).length * 8L).sum();
  }

  private List<String> files() {
    return written.folder().names();
  }

  private byte[] content(String name) {
    return written.folder().content(name);
  }

  /** Flips every bit, or so many at random places; each one before and after the opening. */
  void flips(long seed, long samples) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean all = samples >= bits();
    for (String name : files()) {
      long bits = content(name).length * 8L;
      long here = all ? bits : Math.max(1, samples * bits / bits());
      for (long i = 0; i < here; i++) {
        long bit = all ? i : random.nextLong(bits);
        int mask = 1 << (bit % 8);
        int position = (int) (bit / 8);
        String what = "bit " + bit % 8 + " of byte " + position + " of " + name;
        opened(written.folder().nothingLost().damage(name, position, mask), what);
        if (i % 4 == 0) {
          inUse(name, position, mask, what);
        }
      }
    }
  }

  /** Damages every sector: zeros, a copy of its neighbour or of another, two exchanged. */
  void sectors(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : files()) {
      int sectors = content(name).length / SECTOR;
      for (int sector = 0; sector < sectors; sector++) {
        String what = "sector " + sector + " of " + name;
        int other = random.nextInt(sectors);
        byte[] zeroed = content(name);
        Arrays.fill(zeroed, sector * SECTOR, (sector + 1) * SECTOR, (byte) 0);
        put(name, zeroed, what + " zeroed");
        byte[] copied = content(name);
        copy(copied, other, sector);
        put(name, copied, what + " overwritten by " + other);
        byte[] duplicated = content(name);
        copy(duplicated, sector, Math.min(sector + 1, sectors - 1));
        put(name, duplicated, what + " written once more behind itself");
        byte[] exchanged = content(name);
        copy(exchanged, other, sector);
        System.arraycopy(content(name), sector * SECTOR, exchanged, other * SECTOR, SECTOR);
        put(name, exchanged, what + " exchanged with " + other);
        byte[] random512 = content(name);
        byte[] noise = new byte[SECTOR];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, random512, sector * SECTOR, SECTOR);
        put(name, random512, what + " of noise");
      }
    }
  }

  /** Puts sectors of an older state of the store in place of newer ones. */
  void olderSectors(SimulatedFolder older) {
    for (String name : files()) {
      if (older.names().contains(name)) {
        byte[] before = older.content(name);
        int sectors = Math.min(before.length, content(name).length) / SECTOR;
        for (int sector = 0; sector < sectors; sector++) {
          byte[] mixed = content(name);
          System.arraycopy(before, sector * SECTOR, mixed, sector * SECTOR, SECTOR);
          put(name, mixed, "sector " + sector + " of " + name + " of an older state");
        }
      }
    }
  }

  /** Takes files away, empties and exchanges them, and adds some that are not the store's. */
  void files(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : files()) {
      opened(written.folder().nothingLost().remove(name), name + " missing");
      put(name, new byte[0], name + " emptied");
      byte[] noise = new byte[content(name).length];
      random.nextBytes(noise);
      put(name, noise, name + " of noise");
      put(name, new byte[noise.length], name + " of zeros");
      for (String other : files()) {
        if (name.compareTo(other) < 0) {
          SimulatedFolder image = written.folder().nothingLost();
          image.put(name, content(other)).put(other, content(name));
          opened(image, name + " and " + other + " exchanged");
        }
      }
    }
  }

  private static void copy(byte[] content, int from, int to) {
    System.arraycopy(content, from * SECTOR, content, to * SECTOR, SECTOR);
  }

  private void put(String name, byte[] content, String what) {
    if (!Arrays.equals(content, content(name))) {
      opened(written.folder().nothingLost().put(name, content), what);
    }
  }

  /** Damage that is there when the store is opened. */
  private void opened(SimulatedFolder image, String what) {
    damages++;
    try (SegmentStore store = engine.open(image)) {
      judge(store, true);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(what + ": " + e.getMessage(), e);
    }
  }

  /** Damage that comes while the store is open. */
  private void inUse(String name, int position, int mask, String what) {
    damages++;
    SimulatedFolder image = written.folder().nothingLost();
    files().forEach(file -> image.damage(file, 0, 0));
    try (SegmentStore store = engine.open(image)) {
      if (image.names().contains(name)) {
        image.damage(name, position, mask);
      }
      judge(store, false);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(what + ", while open: " + e.getMessage(), e);
    }
  }

  private void judge(SegmentStore store, boolean mayMiss) {
    Map<Expectation.Key, Long> wrong = new TreeMap<>();
    expected.forEach(
        (key, id) -> {
          try {
            long found = written.expectation().versionAt(store, key);
            if (found != id) {
              wrong.put(key, found);
            }
          } catch (MediaStoreException e) {
            if (e.code() != ErrorCode.CORRUPT && e.code() != ErrorCode.INTERNAL) {
              throw e;
            }
            refusedReads++;
            wrong.put(key, -1L);
          }
        });
    long gone = wrong.values().stream().filter(id -> id == Expectation.NOTHING).count();
    long old = wrong.values().stream().filter(id -> id > Expectation.NOTHING).count();
    missing += gone;
    older += old;
    mostAffected = Math.max(mostAffected, wrong.size());
    unnoticed += wrong.isEmpty() ? 1 : 0;
    if (gone + old > 0 && !(mayMiss && engine.reportsDamage(store))) {
      throw new AssertionError("shown without a report: " + wrong + " instead of " + expected);
    }
  }
}
