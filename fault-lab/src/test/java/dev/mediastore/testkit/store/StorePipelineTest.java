// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.files.StoreFile;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L01: something is thrown at a step between the first byte of an upload and its publication. The
 * room is given back, and once: afterwards all of it can be taken, and no more than all.
 */
class StorePipelineTest {
  private static final int UPLOADS = 64 << 10;
  private static final byte[] OLD = Content.of(1, 300);

  /** More than a log file holds, so that it begins one of its own. */
  private static final byte[] NEW = Content.of(2, 6000);

  @RegisterExtension final Leakless leakless = new Leakless();

  /** Steps on the way to the disk. */
  enum Step {
    CREATE,
    WRITE,
    SYNC
  }

  /** What is thrown: what a disk throws, what nobody expects, and what ends most programs. */
  enum Thrown {
    REFUSAL,
    DEFECT,
    FATAL;

    void now() throws IOException {
      switch (this) {
        case REFUSAL -> throw new IOException("refused on purpose");
        case DEFECT -> throw new IllegalStateException("a defect, on purpose");
        case FATAL -> throw new OutOfMemoryError("no memory, on purpose");
      }
    }
  }

  /** Throws at one step, again and again until told to stop. */
  private static final class Broken extends ForwardingFolder {
    private @Nullable Step step;
    private Thrown thrown = Thrown.REFUSAL;
    private int times;

    Broken(SimulatedFolder folder) {
      super(folder);
    }

    void at(@Nullable Step where, Thrown what) {
      step = where;
      thrown = what;
    }

    private void pass(Step here) throws IOException {
      if (here == step) {
        times++;
        thrown.now();
      }
    }

    @Override
    public StoreFile create(String name, long length) throws IOException {
      pass(Step.CREATE);
      return super.create(name, length);
    }

    @Override
    StoreFile wrap(StoreFile file) {
      return new ForwardingFile(file) {
        @Override
        public int write(long position, ByteBuffer source) throws IOException {
          pass(Step.WRITE);
          return super.write(position, source);
        }

        @Override
        public void sync() throws IOException {
          pass(Step.SYNC);
          super.sync();
        }
      };
    }
  }

  private static StoreDriver begin(SegmentStore store) {
    store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
    return new StoreDriver(store, Script.MAIN);
  }

  private static FolderStore open(StoreFolder folder) {
    return FolderStore.open(folder, DirectoryEngine.TINY.withUploadMemory(UPLOADS), new Random(1));
  }

  static Stream<Arguments> steps() {
    List<Arguments> all = new ArrayList<>();
    for (Step step : Step.values()) {
      for (Thrown thrown : Thrown.values()) {
        all.add(Arguments.of(step, thrown, false));
        all.add(Arguments.of(step, thrown, true));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void L01_thrownOnTheWayToTheDisk_roomIsReleasedOnce(Step step, Thrown thrown, boolean streaming) {
    SimulatedFolder disk = SimulatedFolder.empty(1);
    Broken folder = new Broken(disk);
    try (FolderStore store = leakless.watch(open(folder))) {
      StoreDriver driver = begin(store);
      driver.put("x", OLD);
      long before = store.usage().bytesInUse();
      folder.at(step, thrown);
      try (ObjectWriter writer = streaming ? driver.streaming("x") : driver.writer("x")) {
        writer.append(ByteBuffer.wrap(NEW));
        Throwable told = assertThrows(Throwable.class, () -> writer.commit(StoreDriver.seal(null)));
        boolean expected =
            thrown == Thrown.FATAL
                ? told instanceof OutOfMemoryError
                : told instanceof MediaStoreException;
        assertTrue(expected, told.toString());
      }
      assertTrue(folder.times > 0, "the step was never reached");
      folder.at(null, thrown);

      assertEquals(before, store.usage().bytesInUse());
      assertArrayEquals(OLD, driver.get("x").orElseThrow());
      assertAllRoomAndNoMore(driver, UPLOADS);
    }
    assertEquals(0, disk.openFiles());
    try (FolderStore store = open(disk.nothingLost())) {
      byte[] found = new StoreDriver(store, Script.MAIN).get("x").orElseThrow();
      // What failed in its sync may be there after a restart; then it is whole.
      assertArrayEquals(found.length == OLD.length || step != Step.SYNC ? OLD : NEW, found);
    }
  }

  private static void assertAllRoomAndNoMore(StoreDriver driver, long room) {
    try (ObjectWriter all =
        driver.store().openWriter(Script.MAIN, StoreDriver.standardDraft("all", room))) {
      assertNotNull(all);
      MediaStoreException refusal =
          assertThrows(
              MediaStoreException.class,
              () ->
                  driver
                      .store()
                      .openWriter(Script.MAIN, StoreDriver.standardDraft("more", 1))
                      .close());
      assertEquals(ErrorCode.STORE_FULL, refusal.code());
    }
  }

  /** A store in memory has two steps: an append that finds no room, and the publication. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void L01_thrownByAnAppend_roomIsReleasedOnce(boolean streaming) {
    OffHeapOptions options = OffHeapOptions.ofCapacity(UPLOADS).withGeometry(4096, 64);
    try (SegmentStore store = leakless.watch(OffHeapStores.memory(options))) {
      StoreDriver driver = begin(store);
      driver.put("x", OLD);
      long before = store.usage().bytesInUse();
      try (ObjectWriter writer = streaming ? driver.streaming("x") : driver.writer("x")) {
        writer.append(ByteBuffer.wrap(NEW));
        assertThrows(MediaStoreException.class, () -> writer.append(ByteBuffer.allocate(UPLOADS)));
      }
      assertEquals(before, store.usage().bytesInUse());
      assertArrayEquals(OLD, driver.get("x").orElseThrow());
      assertAllRoomAndNoMore(driver, UPLOADS - before);
    }
  }

  /** Readers are woken by the thread that publishes; one that fails harms nobody else. */
  @Test
  void L01_thrownByAReaderThatIsWoken_othersAreWoken_andTheObjectIsThere() {
    OffHeapOptions options = OffHeapOptions.ofCapacity(UPLOADS).withGeometry(4096, 64);
    for (Throwable thrown : List.of(new IllegalStateException("x"), new AssertionError("x"))) {
      try (SegmentStore store = leakless.watch(OffHeapStores.memory(options))) {
        StoreDriver driver = begin(store);
        List<String> woken = new ArrayList<>();
        ObjectWriter writer = driver.streaming("x");
        writer.append(ByteBuffer.wrap(OLD));
        try (ObjectLease first = driver.lease("x");
            ObjectLease second = driver.lease("x")) {
          first.onGrowth(OLD.length, () -> fail(thrown));
          second.onGrowth(OLD.length, () -> woken.add("second"));
          try {
            writer.commit(StoreDriver.seal(null));
          } catch (AssertionError e) {
            assertEquals(thrown, e);
          }
          writer.close();
          assertEquals(List.of("second"), woken);
        }
        assertArrayEquals(OLD, driver.get("x").orElseThrow());
        assertAllRoomAndNoMore(driver, UPLOADS - store.usage().bytesInUse());
        driver.delete("x");
        assertEquals(0, store.usage().bytesInUse());
      }
    }
  }

  private static void fail(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    throw (Error) thrown;
  }
}
