// SPDX-License-Identifier: Apache-2.0
package stranger.testkit;

import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.testkit.store.SegmentStoreContract;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A store of the stranger's own, judged by the contract suite. */
@Execution(ExecutionMode.SAME_THREAD)
class OwnStoreTest extends SegmentStoreContract {

  @Override
  protected SegmentStore createStore() {
    return new ForwardingSegmentStore(OffHeapStores.memory(4 << 20)) {};
  }
}
