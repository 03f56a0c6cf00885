// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Lincheck explores the interleavings of a few calls on one path of the memory store, switch by
 * switch, and compares the answers with those of {@link Model}.
 */
@Param(name = "id", gen = IntGen.class, conf = "1:3")
public class StoreLincheckTest {
  private final SegmentStore store =
      OffHeapStores.memory(new OffHeapOptions(8192, 1024, 64, false));
  private final StoreDriver driver;
  private final ObjectWriter growing;

  /** A store in which an upload has begun and is visible. */
  public StoreLincheckTest() {
    store.catalogue().create(StoreFixture.record("main", "idmain"));
    driver = new StoreDriver(store, Script.MAIN);
    growing = store.openWriter(Script.MAIN, StoreDriver.streamingDraft("x", 1, null));
    growing.append(ByteBuffer.wrap(new byte[4]));
  }

  @Operation
  public void put(@Param(name = "id") int id) {
    try (ObjectWriter writer = driver.writer("x")) {
      writer.append(ByteBuffer.wrap(new byte[id]));
      writer.commit(
          new ObjectSeal(new EntityTag("0" + id), "cd".repeat(32), StoreDriver.TIME, null));
    }
  }

  @Operation
  public String read() {
    Optional<ObjectLease> opened = store.open(Script.MAIN, ObjectPath.of("x"));
    try (ObjectLease lease = opened.orElse(null)) {
      return lease == null ? "nothing" : lease.metadata().entityTag().value().substring(0, 2);
    }
  }

  @Operation
  public boolean delete() {
    return driver.delete("x");
  }

  @Operation(runOnce = true)
  public String commit() {
    try {
      growing.commit(StoreDriver.seal(null));
      return "committed";
    } catch (MediaStoreException e) {
      return conflict(e);
    } catch (IllegalStateException e) {
      return "ended";
    }
  }

  private static String conflict(MediaStoreException e) {
    if (e.code() != ErrorCode.CONFLICT) {
      throw e;
    }
    return "conflict";
  }

  @Test
  void everyInterleaving_hasAnOrder() {
    LincheckOptions.fewCalls(Scale.of(3, 50), Scale.of(25, 1000))
        .sequentialSpecification(Model.class)
        .check(StoreLincheckTest.class);
  }

  /** That interleavings are really tried: a bug that needs one is found. */
  @Test
  void deleteThatLooksFirst_isCaught() {
    AssertionError caught =
        assertThrows(
            AssertionError.class,
            () ->
                LincheckOptions.fewCalls(2, 100)
                    .actorsPerThread(1)
                    .actorsBefore(0)
                    .minimizeFailedScenario(false)
                    .sequentialSpecification(OneObject.class)
                    .check(LooksFirst.class));
    assertTrue(String.valueOf(caught.getMessage()).contains("true"), caught.getMessage());
  }

  /** A store whose delete is two steps, between which another delete fits. */
  public static class LooksFirst {
    private final SegmentStore store =
        OffHeapStores.memory(new OffHeapOptions(8192, 1024, 64, false));
    private final StoreDriver driver;

    /** With one object. */
    public LooksFirst() {
      store.catalogue().create(StoreFixture.record("main", "idmain"));
      driver = new StoreDriver(store, Script.MAIN);
      driver.put("x", new byte[1]);
    }

    @Operation
    public boolean delete() {
      boolean there = driver.head("x").isPresent();
      boolean deleted = driver.delete("x");
      return there || deleted;
    }
  }

  /** Of several deletes of one object one succeeds. */
  public static class OneObject {
    private boolean there = true;

    public boolean delete() {
      boolean before = there;
      there = false;
      return before;
    }
  }

  /** What the answers are when one call follows the other. */
  public static class Model {
    private static final long GROWING = 1000;

    private Versions versions = Versions.NONE.start(GROWING).append(GROWING, 20);

    public void put(int id) {
      versions = versions.put(id, id, false);
    }

    public String read() {
      return versions
          .visible()
          .map(version -> version.id() == GROWING ? "ab" : "0" + version.id())
          .orElse("nothing");
    }

    public boolean delete() {
      boolean there = versions.visible().isPresent();
      versions = versions.delete();
      return there;
    }

    public String commit() {
      if (!versions.has(GROWING)) {
        return "conflict";
      }
      versions = versions.commit(GROWING);
      return "committed";
    }
  }
}
