// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.SegmentStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link dev.mediastore.core.spi.SegmentStore} as tests. A store is right if a
 * class like this one passes:
 *
 * <pre>{@code
 * class MyStoreTest extends SegmentStoreContract {
 *   @Override
 *   protected SegmentStore createStore() {
 *     return new MyStore(...);
 *   }
 * }
 * }</pre>
 *
 * <p>Each test gets a fresh store, closes it, and fails if a writer, a lease or, for a store that
 * is not durable, a byte is left behind. Used by one thread at a time; the tests start their own.
 *
 * @since 0.1
 */
public abstract class SegmentStoreContract extends ConcurrencyContract {
  private static final int SEQUENCES = 150;
  private static final int STEPS = 40;

  /** For subclasses. */
  protected SegmentStoreContract() {}

  @Override
  protected abstract SegmentStore createStore();

  @Test
  void randomOperations_inSequence_agreeWithTheModel() {
    StoreModel.Kind[] kinds = StoreModel.Kind.values();
    for (int seed = 0; seed < SEQUENCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<StoreModel.Operation> operations = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        operations.add(
            new StoreModel.Operation(
                kinds[random.nextInt(kinds.length)], random.nextInt(100), random.nextInt(300)));
      }
      new StoreModel(newContainer("model" + seed)).run(operations);
      store().reclaimExpired(Instant.MAX, Integer.MAX_VALUE);
    }
  }
}
