// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any sequence of operations shows the same on the memory store and on the model. */
class StoreModelTest {

  @Property(tries = 400)
  void anySequence_agreesWithTheModel(@ForAll("operations") List<StoreModel.Operation> operations) {
    try (SegmentStore store = OffHeapStores.memory(new OffHeapOptions(1 << 20, 4096, 64, true))) {
      store.catalogue().create(StoreFixture.record("model", "idmodel"));
      new StoreModel(new StoreDriver(store, new ContainerId("idmodel"))).run(operations);
    }
  }

  @Provide
  Arbitrary<List<StoreModel.Operation>> operations() {
    return Combinators.combine(
            Arbitraries.of(StoreModel.Kind.class),
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(0, 200))
        .as(StoreModel.Operation::new)
        .list()
        .ofMaxSize(40);
  }
}
