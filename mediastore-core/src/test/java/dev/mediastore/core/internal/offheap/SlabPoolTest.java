// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.OffHeapOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlabPoolTest {

  private static SlabPool pool(long capacity, int slab, int extent) {
    return new SlabPool(new OffHeapOptions(capacity, slab, extent, false));
  }

  @Test
  void take_roomInOnePiece_isOnePiece() {
    SlabPool pool = pool(1 << 20, 1 << 16, 4096);

    assertEquals(1, pool.take(16, 16).size());
    assertEquals(1, pool.take(1, 1).size());
    assertEquals(2, pool.take(17, 17).size(), "longer than a slab");
  }

  @Test
  void take_scatteredRoom_isUsedToTheLastGranule() {
    SlabPool pool = pool(64, 64, 1);
    List<List<Extent>> singles = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      singles.add(pool.take(1, 1));
    }
    for (int i = 0; i < 64; i += 2) {
      pool.giveBack(singles.get(i));
    }

    assertEquals(32, pool.take(32, 32).stream().mapToInt(Extent::granules).sum());
    assertEquals(64, pool.bytesInUse());
  }

  @Test
  void take_moreThanFree_takesNothing() {
    SlabPool pool = pool(64, 16, 1);
    pool.take(60, 60);

    MediaStoreException refusal = assertThrows(MediaStoreException.class, () -> pool.take(5, 5));
    assertEquals(ErrorCode.STORE_FULL, refusal.code());
    assertEquals(60, pool.bytesInUse());
    assertEquals(4, pool.take(1, 100).stream().mapToInt(Extent::granules).sum());
  }

  @Test
  void capacity_notAMultiple_isRoundedDownToGranules() {
    SlabPool pool = pool(10_007, 1000, 100);

    assertEquals(10_000, pool.capacityBytes());
    assertEquals(100, pool.take(100, 100).stream().mapToInt(Extent::granules).sum());
  }

  @Test
  void slabs_ofASmallStore_staySmall() {
    SlabPool pool = pool(1L << 40, 16 << 20, 4096);

    Extent first = pool.take(1, 1).get(0);
    assertEquals((1 << 20) / 4096, first.slab().granules());
    assertEquals(2560, pool.take(2560, 2560).get(0).granules(), "10 MiB in one piece");
  }

  @Test
  void extend_freeNeighbour_growsInPlace() {
    SlabPool pool = pool(64, 64, 1);
    Extent first = pool.take(4, 4).get(0);
    Extent longer = pool.extend(first, 10);
    assertEquals(14, longer.granules());
    Extent second = pool.take(1, 1).get(0);
    assertEquals(14, second.first());
    assertEquals(longer, pool.extend(longer, 10), "the neighbour is taken");
    assertEquals(15, pool.bytesInUse());
  }

  /** Whatever is taken and given back in whatever order: nothing overlaps, nothing is lost. */
  @Property(tries = 300)
  void anyOrder_extentsNeverOverlapAndTheCountIsExact(
      @ForAll @Size(max = 60) List<@IntRange(min = -20, max = 20) Integer> steps) {
    SlabPool pool = pool(100, 16, 1);
    List<List<Extent>> held = new ArrayList<>();
    int used = 0;
    for (int step : steps) {
      if (step > 0 && step <= 100 - used) {
        held.add(pool.take(step, step));
        used += step;
      } else if (step > 0) {
        assertThrows(MediaStoreException.class, () -> pool.take(step, step));
      } else if (!held.isEmpty()) {
        List<Extent> back = held.remove(-step % held.size());
        used -= back.stream().mapToInt(Extent::granules).sum();
        pool.giveBack(back);
      }
      assertEquals(used, pool.bytesInUse());
      assertEquals(used, distinctGranules(held));
    }
  }

  private static int distinctGranules(List<List<Extent>> held) {
    Map<Slab, BitSet> seen = new HashMap<>();
    for (List<Extent> pieces : held) {
      for (Extent piece : pieces) {
        BitSet granules = seen.computeIfAbsent(piece.slab(), slab -> new BitSet());
        assertFalse(granules.get(piece.first(), piece.end()).length() > 0, "overlap");
        assertTrue(piece.end() <= piece.slab().granules());
        granules.set(piece.first(), piece.end());
      }
    }
    return seen.values().stream().mapToInt(BitSet::cardinality).sum();
  }

  @Test
  void poison_viewKeptBeyondItsTime_showsNoStaleBytes() {
    SlabPool pool = new SlabPool(new OffHeapOptions(64, 64, 8, true));
    ObjectBytes bytes = ObjectBytes.reserve(pool, 10);
    bytes.append(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    ByteBuffer view = bytes.view(0, 10);
    assertEquals(1, view.get(0));
    bytes.letGo();

    for (int i = 0; i < 10; i++) {
      assertEquals((byte) 0xDB, view.get(i));
    }
  }

  @Test
  void letGo_tooOften_isDetected() {
    ObjectBytes bytes = ObjectBytes.reserve(pool(64, 64, 8), 10);
    assertTrue(bytes.hold());
    bytes.letGo();
    bytes.letGo();

    assertFalse(bytes.hold(), "given back");
    assertThrows(IllegalStateException.class, bytes::letGo);
  }

  @Test
  void seal_roomAheadOfNeed_isGivenBack() {
    SlabPool pool = pool(1 << 20, 1 << 20, 64);
    ObjectBytes bytes = ObjectBytes.reserve(pool, -1);
    bytes.append(ByteBuffer.allocate(100));
    assertTrue(pool.bytesInUse() > 128);
    bytes.seal();

    assertEquals(128, pool.bytesInUse());
    bytes.letGo();
    assertEquals(0, pool.bytesInUse());
  }
}
