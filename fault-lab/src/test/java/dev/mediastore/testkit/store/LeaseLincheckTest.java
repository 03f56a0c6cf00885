// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * One lease used and closed by two threads, while the object beneath is deleted and its room is
 * wanted by another: a read gives the object's bytes or says that the lease is closed.
 */
public class LeaseLincheckTest {
  private static final ObjectPath PATH = ObjectPath.of("x");

  private final SegmentStore store = OffHeapStores.memory(new OffHeapOptions(64, 64, 64, false));
  private final ObjectLease lease;

  /** A store with room for one object, and a lease on it. */
  public LeaseLincheckTest() {
    store.catalogue().create(StoreFixture.record("main", "idmain"));
    new StoreDriver(store, Script.MAIN).put("x", new byte[] {7, 7, 7});
    lease = store.open(Script.MAIN, PATH).orElseThrow();
  }

  @Operation
  public String read() {
    ByteBuffer target = ByteBuffer.allocate(3);
    try {
      int length = lease.read(0, target);
      return length + ":" + target.get(0) + target.get(1) + target.get(2);
    } catch (MediaStoreException e) {
      return e.code() == ErrorCode.CLOSED ? "closed" : e.toString();
    }
  }

  @Operation
  public void close() {
    lease.close();
  }

  @Operation
  public boolean delete() {
    return store.delete(Script.MAIN, PATH, null);
  }

  /** Takes all the room there is, if it is free, and writes other bytes into it. */
  @Operation
  public void reuse() {
    ObjectDraft draft = new ObjectDraft(ObjectPath.of("y"), 64, null, null, null, null);
    try (ObjectWriter writer = store.openWriter(Script.MAIN, draft)) {
      writer.append(ByteBuffer.wrap(new byte[64]));
    } catch (MediaStoreException e) {
      if (e.code() != ErrorCode.STORE_FULL) {
        throw e;
      }
    }
  }

  @Test
  void everyInterleaving_hasAnOrder() {
    LincheckOptions.fewCalls(Scale.of(4, 60), Scale.of(40, 2000)).check(LeaseLincheckTest.class);
  }
}
