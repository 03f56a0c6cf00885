// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The simplest off-heap store: slots of one size cut from large slabs, a map from path to slot, a
 * slot reused as soon as it is free. A reader may see another object's bytes, so it is a limit and
 * not a design. One thread writes.
 */
final class SlotsEngine implements Engine {
  private static final int SLAB = 256 << 20;
  private static final int PAGE = 4096;

  private record Slot(ByteBuffer slab, int offset, int length) {}

  private final ConcurrentHashMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final Deque<Slot> free = new ArrayDeque<>();
  private final int slotBytes;
  private @Nullable ByteBuffer slab;
  private int used;

  SlotsEngine(Setting setting) {
    this.slotBytes = (setting.valueBytes() + PAGE - 1) / PAGE * PAGE;
  }

  @Override
  public void put(String path, ByteBuffer value) {
    Slot place = place();
    int length = value.remaining();
    place.slab.put(place.offset, value, value.position(), length);
    giveBack(slots.put(path, new Slot(place.slab, place.offset, length)));
  }

  private Slot place() {
    Slot reused = free.poll();
    if (reused != null) {
      return reused;
    }
    if (slab == null || used + slotBytes > SLAB) {
      slab = ByteBuffer.allocateDirect(SLAB);
      used = 0;
    }
    used += slotBytes;
    return new Slot(slab, used - slotBytes, 0);
  }

  private void giveBack(@Nullable Slot slot) {
    if (slot != null) {
      free.add(slot);
    }
  }

  @Override
  public int get(String path, ByteBuffer target) {
    Slot slot = slots.get(path);
    if (slot == null) {
      return -1;
    }
    target.put(0, slot.slab, slot.offset, slot.length);
    return slot.length;
  }

  @Override
  public int view(String path) {
    Slot slot = slots.get(path);
    return slot == null ? -1 : Engine.ends(slot.slab.slice(slot.offset, slot.length));
  }

  @Override
  public void delete(String path) {
    giveBack(slots.remove(path));
  }

  @Override
  public void close() {}
}
