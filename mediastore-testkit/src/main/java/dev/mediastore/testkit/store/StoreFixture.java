// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** A fresh store with one container for each test, and the look at what is left after it. */
abstract class StoreFixture {
  private final List<StoreDriver> drivers = new ArrayList<>();
  private boolean closed;
  private SegmentStore fresh;
  private StoreDriver main;

  /**
   * Makes the store under test: empty, with room for at least 1 MiB in up to 200 objects.
   *
   * @return a store that the suite closes
   */
  protected abstract SegmentStore createStore();

  @BeforeEach
  void open() {
    fresh = createStore();
    main = newContainer("main");
  }

  /** Every test ends with nothing left: no writer, no lease, and with the objects gone no byte. */
  @AfterEach
  void leaveNothing() {
    if (!closed) {
      StoreUsage before = fresh.usage();
      assertEquals(0, before.openWriters(), "open writers");
      assertEquals(0, before.openLeases(), "open leases");
      drivers.forEach(this::empty);
      if (!fresh.capabilities().durable()) {
        assertEquals(0, fresh.usage().bytesInUse(), "bytes in use by nothing");
      }
    }
    fresh.close();
  }

  private void empty(StoreDriver driver) {
    for (ObjectMetadata object : driver.store().walk(driver.container(), null, 100_000)) {
      driver.delete(object.path().value());
    }
    fresh.reclaimExpired(Instant.MAX, Integer.MAX_VALUE);
    assertEquals(true, fresh.drop(driver.container()), "every object is gone");
  }

  /** Returns the container most tests use. */
  StoreDriver main() {
    return main;
  }

  SegmentStore store() {
    return fresh;
  }

  /** Closes the store for a test about closed stores. */
  void closeStore() {
    closed = true;
    fresh.close();
  }

  StoreDriver newContainer(String name) {
    ContainerRecord record = record(name, "id" + name);
    assertEquals(true, fresh.catalogue().create(record));
    StoreDriver driver = new StoreDriver(fresh, record.id());
    drivers.add(driver);
    return driver;
  }

  static ContainerRecord record(String name, String id) {
    return new ContainerRecord(
        new ContainerId(id),
        new ContainerArn("aws", "us-east-1", "111122223333", name),
        StoreDriver.TIME,
        ContainerStatus.ACTIVE,
        StoreDriver.TIME,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        1);
  }

  static ErrorCode codeOf(Executable call) {
    return assertThrows(MediaStoreException.class, call).code();
  }
}
