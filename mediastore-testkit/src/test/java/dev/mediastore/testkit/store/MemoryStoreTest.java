// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.LeakDetectingStore;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import org.junit.jupiter.api.Nested;

/** The memory store under the contract, in its usual geometry and in awkward ones. */
class MemoryStoreTest {
  private static final int MIB = 1 << 20;

  private static SegmentStore awkward(long capacity, int slab, int extent) {
    return OffHeapStores.memory(new OffHeapOptions(capacity, slab, extent, false).withPoison(true));
  }

  @Nested
  class UsualGeometry extends SegmentStoreContract {
    @Override
    protected SegmentStore createStore() {
      return OffHeapStores.memory(16 * MIB);
    }
  }

  @Nested
  class ExtentsOfOneByte extends SegmentStoreContract {
    @Override
    protected SegmentStore createStore() {
      return awkward(MIB, 16 * 1024, 1);
    }
  }

  @Nested
  class TinySlabs extends SegmentStoreContract {
    @Override
    protected SegmentStore createStore() {
      return awkward(MIB, 4096, 64);
    }
  }

  @Nested
  class OddSizes extends SegmentStoreContract {
    @Override
    protected SegmentStore createStore() {
      return awkward(MIB + 12_345, 9 * 777, 777);
    }
  }

  /** Forwarding changes nothing: what stands in front of a store passes the same suite. */
  @Nested
  class BehindAForwardingStore extends SegmentStoreContract {
    @Override
    protected SegmentStore createStore() {
      return new ForwardingSegmentStore(OffHeapStores.memory(4 * MIB)) {};
    }
  }

  /** What looks for leases that nobody closes changes nothing, and finds none here. */
  @Nested
  class BehindALeakDetectingStore extends SegmentStoreContract {
    @Override
    protected SegmentStore createStore() {
      return LeakDetectingStore.of(OffHeapStores.memory(4 * MIB));
    }
  }
}
