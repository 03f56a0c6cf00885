// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import dev.mediastore.core.internal.files.Inode.Change;
import dev.mediastore.core.internal.files.SimulatedDisk.EntryChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Decides, change by change, what a power cut leaves, and builds the disk that is found after. */
final class PowerCut {
  private final SimulatedDisk disk;
  private final SplittableRandom random;
  private final Set<Inode> inodes = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Inode, byte[]> contents = new IdentityHashMap<>();
  private List<EntryChange> entries = List.of();

  private PowerCut(SimulatedDisk disk, long seed) {
    this.disk = disk;
    this.random = new SplittableRandom(seed);
    inodes.addAll(disk.durable.values());
    for (EntryChange change : disk.pending) {
      if (change.inode() != null) {
        inodes.add(change.inode());
      }
    }
  }

  static SimulatedDisk of(SimulatedDisk disk, LossModel model, long seed) {
    PowerCut cut = new PowerCut(disk, seed);
    switch (model) {
      case ALL_LOST -> cut.prefix(-1, false);
      case PREFIX -> cut.prefix(cut.anyPlace(), false);
      case SECTORS -> cut.sectors();
      case REORDERED -> cut.reordered();
      case TORN -> cut.prefix(cut.anyWrite(), true);
    }
    return cut.image(seed);
  }

  /** The disk as processes see it. */
  static SimulatedDisk nothingLost(SimulatedDisk disk) {
    PowerCut cut = new PowerCut(disk, 0);
    cut.prefix(Long.MAX_VALUE, false);
    return cut.image(0);
  }

  private List<Long> places() {
    List<Long> places = new ArrayList<>();
    disk.pending.forEach(change -> places.add(change.sequence()));
    inodes.forEach(inode -> inode.pending().forEach(change -> places.add(change.sequence)));
    Collections.sort(places);
    return places;
  }

  private long anyPlace() {
    List<Long> places = places();
    int kept = random.nextInt(places.size() + 1);
    return kept == 0 ? -1 : places.get(kept - 1);
  }

  /** The last write, or any, or without a write any change. */
  private long anyWrite() {
    List<Change> writes =
        inodes.stream()
            .flatMap(inode -> inode.pending().stream())
            .filter(change -> change.sectors != null)
            .sorted(Comparator.comparingLong(change -> change.sequence))
            .toList();
    if (writes.isEmpty()) {
      return anyPlace();
    }
    int last = writes.size() - 1;
    return writes.get(random.nextBoolean() ? last : random.nextInt(writes.size())).sequence;
  }

  private void prefix(long lastKept, boolean torn) {
    entries = disk.pending.stream().filter(change -> change.sequence() <= lastKept).toList();
    for (Inode inode : inodes) {
      List<Change> kept = new ArrayList<>();
      for (Change change : inode.pending()) {
        if (change.sequence < lastKept || (change.sequence == lastKept && !torn)) {
          kept.add(change);
        }
      }
      byte[] content = inode.after(kept);
      for (Change change : inode.pending()) {
        if (change.sequence == lastKept && torn && change.sectors != null) {
          content = tear(content, change, change.sectors);
        }
      }
      contents.put(inode, content);
    }
  }

  /** Of the bytes that were written some at the start, at the end or in the middle are there. */
  private byte[] tear(byte[] before, Change change, byte[] sectors) {
    int from = change.from;
    int to = Math.min(change.to, before.length);
    if (to <= from) {
      return before;
    }
    int cut = from + random.nextInt(to - from);
    int second = cut + random.nextInt(to - cut + 1);
    int first = random.nextInt(3) == 0 ? cut : from;
    int end = first == from && random.nextInt(4) != 0 ? cut : second;
    byte[] torn = before.clone();
    System.arraycopy(sectors, first - change.start, torn, first, end - first);
    return torn;
  }

  private void sectors() {
    int journal = random.nextInt(disk.pending.size() + 1);
    entries = disk.pending.subList(0, journal);
    for (Inode inode : inodes) {
      contents.put(inode, sectors(inode));
    }
  }

  private byte[] sectors(Inode inode) {
    List<Change> length = new ArrayList<>();
    Map<Integer, List<Change>> bySector = new TreeMap<>();
    for (Change change : inode.pending()) {
      byte[] sectors = change.sectors;
      if (sectors == null) {
        length.add(change);
      } else {
        for (int at = 0; at < sectors.length; at += Inode.SECTOR) {
          bySector.computeIfAbsent(change.start + at, key -> new ArrayList<>()).add(change);
        }
      }
    }
    if (!length.isEmpty() && random.nextInt(4) == 0) {
      return inode.durable();
    }
    byte[] content = inode.after(length);
    if (!bySector.isEmpty()) {
      content = content.clone();
    }
    for (Map.Entry<Integer, List<Change>> sector : bySector.entrySet()) {
      keepOneVersion(content, sector.getKey(), sector.getValue());
    }
    return content;
  }

  private void keepOneVersion(byte[] content, int sector, List<Change> versions) {
    int dice = random.nextInt(3);
    int kept = dice == 0 ? 0 : dice == 1 ? versions.size() : random.nextInt(versions.size() + 1);
    if (kept > 0) {
      Change change = versions.get(kept - 1);
      byte[] sectors = change.sectors;
      if (sectors != null) {
        int from = sector - change.start;
        int count = Math.min(Inode.SECTOR, sectors.length - from);
        System.arraycopy(sectors, from, content, sector, count);
      }
    }
  }

  private void reordered() {
    boolean all = random.nextInt(4) == 0;
    entries = disk.pending.stream().filter(change -> all || random.nextBoolean()).toList();
    for (Inode inode : inodes) {
      List<Change> changes = inode.pending();
      contents.put(inode, inode.after(changes.subList(0, random.nextInt(changes.size() + 1))));
    }
  }

  private SimulatedDisk image(long seed) {
    SimulatedDisk image = new SimulatedDisk(seed);
    image.capacityBlocks = disk.capacityBlocks;
    Map<String, Inode> kept = new TreeMap<>(disk.durable);
    entries.forEach(change -> change.apply(kept));
    kept.forEach(
        (name, inode) -> {
          Inode found = Inode.of(contents.computeIfAbsent(inode, Inode::durable));
          found.takeBlocksOf(inode);
          image.put(name, found);
        });
    return image;
  }
}
