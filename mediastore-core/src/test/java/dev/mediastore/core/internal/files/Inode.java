// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file of the simulated disk: what a process sees, what is surely on the disk, and the changes in
 * between. Guarded by its disk.
 *
 * <p>Images share the arrays of what they were taken from until either side writes.
 */
final class Inode {
  static final int SECTOR = 512;
  static final int BLOCK = 4096;
  private static final byte[] ZEROS = new byte[BLOCK];

  /** A change not synced yet. Immutable. */
  static final class Change {
    /** Its place among all changes of the disk. */
    final long sequence;

    /** First byte of the sectors, a multiple of their size. */
    final int start;

    /** All sectors it touched, as they were after it; null if it gave the file its length. */
    final byte @Nullable [] sectors;

    /** First byte changed, in the file. */
    final int from;

    /** End of the bytes changed, in the file. */
    final int to;

    Change(long sequence, int start, byte @Nullable [] sectors, int from, int to) {
      this.sequence = sequence;
      this.start = start;
      this.sectors = sectors;
      this.from = from;
      this.to = to;
    }
  }

  /** What processes see; mappings look at this very array. */
  private byte[] live;

  private boolean liveShared;
  private byte[] durable;
  private boolean durableShared;
  private List<Change> pending = new ArrayList<>();
  private final BitSet blocks = new BitSet();

  /** Blocks that were written to before the last sync, zeros too. */
  private final BitSet durableBlocks = new BitSet();

  int handles;
  boolean linked = true;

  private Inode(byte[] live, byte[] durable, boolean shared) {
    this.live = live;
    this.durable = durable;
    this.liveShared = shared;
    this.durableShared = shared;
  }

  static Inode create(int length, long sequence) {
    Inode made = new Inode(new byte[length], new byte[0], false);
    made.pending.add(new Change(sequence, 0, null, 0, 0));
    return made;
  }

  /** A file that is on the disk as given; the array is not copied. */
  static Inode of(byte[] content) {
    Inode made = new Inode(content, content, true);
    for (int block = 0; block * BLOCK < content.length; block++) {
      int end = Math.min((block + 1) * BLOCK, content.length);
      if (!isZero(content, block * BLOCK, end)) {
        made.blocks.set(block);
      }
    }
    made.durableBlocks.or(made.blocks);
    return made;
  }

  /** The same file on another disk; nobody has it open there. */
  Inode fork() {
    Inode copy = new Inode(live.clone(), durable(), true);
    copy.pending = new ArrayList<>(pending);
    copy.blocks.or(blocks);
    copy.durableBlocks.or(durableBlocks);
    copy.linked = linked;
    return copy;
  }

  private static boolean isZero(byte[] content, int from, int to) {
    return Arrays.equals(content, from, to, ZEROS, 0, to - from);
  }

  int length() {
    return live.length;
  }

  int blocks() {
    return blocks.cardinality();
  }

  List<Change> pending() {
    return pending;
  }

  byte[] durable() {
    durableShared = true;
    return durable;
  }

  byte[] content() {
    return live.clone();
  }

  /** To be called before the first mapping of somebody who may write. */
  void makeWritable() {
    if (liveShared) {
      live = live.clone();
      liveShared = false;
    }
  }

  void damage(int position, int mask) {
    makeWritable();
    live[position] ^= (byte) mask;
  }

  ByteBuffer map() {
    return ByteBuffer.wrap(live).asReadOnlyBuffer();
  }

  /** How many of the bytes fit onto a disk with so many blocks left. */
  int room(int position, int length, long freeBlocks) {
    long free = freeBlocks;
    for (int block = position / BLOCK; block * BLOCK < position + length; block++) {
      if (!blocks.get(block) && free-- <= 0) {
        return Math.max(0, block * BLOCK - position);
      }
    }
    return length;
  }

  /** Takes the blocks that another file has for sure, as far as this one reaches. */
  void takeBlocksOf(Inode other) {
    blocks.or(other.durableBlocks);
    blocks.clear((live.length + BLOCK - 1) / BLOCK, Integer.MAX_VALUE);
    durableBlocks.or(blocks);
  }

  /** Writes bytes that fit; returns the number of blocks newly taken. */
  int write(int position, ByteBuffer source, int length, LongSupplier sequence) {
    if (length == 0) {
      return 0;
    }
    source.get(live, position, length);
    int start = position / SECTOR * SECTOR;
    int end = Math.min((position + length + SECTOR - 1) / SECTOR * SECTOR, live.length);
    byte[] sectors = Arrays.copyOfRange(live, start, end);
    pending.add(new Change(sequence.getAsLong(), start, sectors, position, position + length));
    int before = blocks.cardinality();
    blocks.set(position / BLOCK, (position + length - 1) / BLOCK + 1);
    return blocks.cardinality() - before;
  }

  int read(long position, ByteBuffer target, int length) {
    target.put(live, (int) position, length);
    return length;
  }

  void sync() {
    if (pending.isEmpty()) {
      return;
    }
    durable = after(durable, pending, durableShared);
    durableShared = false;
    durableBlocks.or(blocks);
    pending = new ArrayList<>();
  }

  /**
   * The sync failed: the system forgets what it had to write. Some of it may have reached the disk;
   * a later sync writes only what is changed after this.
   */
  void forget(List<Change> reached) {
    durable = after(durable, reached, durableShared);
    durableShared = false;
    pending = new ArrayList<>();
  }

  /** What the disk holds if these changes reached it on top of what was synced. */
  byte[] after(List<Change> changes) {
    return changes.isEmpty() ? durable() : after(durable, changes, true);
  }

  private byte[] after(byte[] base, List<Change> changes, boolean copy) {
    byte[] result = copy ? base.clone() : base;
    for (Change change : changes) {
      if (change.sectors == null) {
        result = Arrays.copyOf(result, live.length);
      } else {
        int count = Math.min(change.sectors.length, result.length - change.start);
        if (count > 0) {
          System.arraycopy(change.sectors, 0, result, change.start, count);
        }
      }
    }
    return result;
  }
}
