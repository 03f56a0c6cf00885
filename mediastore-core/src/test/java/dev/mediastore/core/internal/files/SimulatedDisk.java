// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the processes that use a {@link SimulatedFolder}: entries and files, as seen and as
 * surely on the disk. Everybody locks this object.
 */
final class SimulatedDisk {
  /**
   * A change of the entries not synced yet. Immutable.
   *
   * @param sequence its place among all changes of the disk
   * @param removed name that goes, or null
   * @param added name that comes, or null
   * @param inode what the added name means
   */
  record EntryChange(
      long sequence, @Nullable String removed, @Nullable String added, @Nullable Inode inode) {
    void apply(Map<String, Inode> entries) {
      if (removed != null) {
        entries.remove(removed);
      }
      if (added != null && inode != null) {
        entries.put(added, inode);
      }
    }
  }

  final Map<String, Inode> live = new TreeMap<>();
  final Map<String, Inode> durable = new TreeMap<>();
  List<EntryChange> pending = new ArrayList<>();
  final SplittableRandom random;
  long capacityBlocks = Long.MAX_VALUE;
  long usedBlocks;
  boolean locked;
  private long sequence;

  SimulatedDisk(long seed) {
    this.random = new SplittableRandom(seed);
  }

  long nextSequence() {
    return sequence++;
  }

  void change(@Nullable String removed, @Nullable String added, @Nullable Inode inode) {
    EntryChange change = new EntryChange(nextSequence(), removed, added, inode);
    change.apply(live);
    pending.add(change);
  }

  void sync() {
    pending.forEach(change -> change.apply(durable));
    pending = new ArrayList<>();
  }

  /** The sync of the folder failed: each change may have reached the disk, or never will. */
  void forget() {
    for (EntryChange change : pending) {
      if (random.nextBoolean()) {
        change.apply(durable);
      }
    }
    pending = new ArrayList<>();
  }

  void unlinked(@Nullable Inode inode) {
    if (inode != null) {
      inode.linked = false;
      released(inode);
    }
  }

  void released(Inode inode) {
    if (!inode.linked && inode.handles == 0) {
      usedBlocks -= inode.blocks();
    }
  }

  /** A second disk in the same state, with the same changes pending and nothing open. */
  SimulatedDisk fork() {
    SimulatedDisk fork = new SimulatedDisk(sequence);
    IdentityHashMap<Inode, Inode> copies = new IdentityHashMap<>();
    fork.sequence = sequence;
    fork.capacityBlocks = capacityBlocks;
    live.forEach((name, inode) -> fork.live.put(name, copy(inode, copies)));
    durable.forEach((name, inode) -> fork.durable.put(name, copy(inode, copies)));
    for (EntryChange change : pending) {
      Inode inode = change.inode();
      Inode copied = inode == null ? null : copy(inode, copies);
      fork.pending.add(
          new EntryChange(change.sequence(), change.removed(), change.added(), copied));
    }
    fork.live.values().forEach(inode -> fork.usedBlocks += inode.blocks());
    return fork;
  }

  private static Inode copy(Inode inode, IdentityHashMap<Inode, Inode> copies) {
    return copies.computeIfAbsent(inode, Inode::fork);
  }

  /** Puts a file onto the disk as if it had always been there. */
  void put(String name, Inode inode) {
    unlinked(live.get(name));
    live.put(name, inode);
    durable.put(name, inode);
    usedBlocks += inode.blocks();
  }
}
