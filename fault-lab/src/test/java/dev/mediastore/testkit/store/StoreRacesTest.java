// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.ObjectUpload;
import dev.mediastore.core.StoreLimits;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K10, K16: an upload that is given up at its end, and threads of both kinds on one carrier. */
class StoreRacesTest {
  private static final ObjectPath PATH = ObjectPath.of("live/seg1.ts");

  @TempDir Path below;
  @RegisterExtension final Leakless leakless = new Leakless();

  /** Where the bytes lie. */
  enum Kind {
    MEMORY,
    DIRECTORY
  }

  private static SegmentStore open(Kind kind) {
    return kind == Kind.MEMORY
        ? OffHeapStores.memory(OffHeapOptions.ofCapacity(1 << 20).withGeometry(1 << 16, 64))
        : FolderStore.open(SimulatedFolder.empty(1), DirectoryEngine.TINY, new Random(1));
  }

  /** An origin in which one upload at a time is admitted. */
  private static MediaStore origin(SegmentStore store) {
    return MediaStore.builder()
        .store(store)
        .limits(StoreLimits.defaults().withUploads(1, -1))
        .build();
  }

  private static UploadOptions options(boolean streaming) {
    return UploadOptions.builder()
        .availability(streaming ? UploadAvailability.STREAMING : UploadAvailability.STANDARD)
        .build();
  }

  private static Optional<byte[]> read(Container container) {
    try (ObjectLease lease = container.open(PATH).orElse(null)) {
      return Optional.ofNullable(lease).map(StoreDriver::available);
    }
  }

  private static boolean committed(ObjectUpload upload, byte[] content) {
    try {
      upload.append(ByteBuffer.wrap(content, content.length - 1, 1));
      upload.commit();
      return true;
    } catch (MediaStoreException e) {
      assertEquals(ErrorCode.CLOSED, e.code());
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void K10_uploadGivenUpWithItsLastByte_isStoredWholeOrNotAtAll(Kind kind) {
    int rounds = Scale.of(400, 100_000);
    int stored = 0;
    try (Race race = new Race();
        MediaStore origin = origin(leakless.watch(open(kind)))) {
      Container container = origin.createContainer("live");
      long empty = origin.usage().bytesInUse();
      for (int round = 0; round < rounds; round++) {
        byte[] content = Content.of(round);
        ObjectUpload upload = container.beginUpload(PATH, options(round % 2 == 0));
        upload.append(ByteBuffer.wrap(content, 0, content.length - 1));
        Callable<Boolean> last = () -> committed(upload, content);
        Callable<Boolean> disconnect =
            () -> {
              upload.abort();
              return true;
            };
        boolean whole = race.run(List.of(last, disconnect)).get(0);

        Optional<byte[]> seen = read(container);
        assertEquals(whole, seen.isPresent());
        seen.ifPresent(bytes -> assertArrayEquals(content, bytes));
        stored += whole ? 1 : 0;
        assertReleasedOnce(container);
        assertEquals(whole, container.delete(PATH));
        assertEquals(empty, origin.usage().bytesInUse(), "room of round " + round);
      }
    }
    Scale.report("last byte " + kind, Map.of("rounds", rounds, "stored", stored));
  }

  /** The one place there is for uploads is free, and it is one. */
  private static void assertReleasedOnce(Container container) {
    ObjectPath other = ObjectPath.of("other");
    try (ObjectUpload one = container.beginUpload(other, options(false))) {
      assertEquals(0, one.receivedBytes());
      MediaStoreException refusal =
          assertThrows(
              MediaStoreException.class, () -> container.beginUpload(other, options(false)));
      assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    }
  }

  @Test
  void K10_uploadGivenUpWhileItIsSynced_waitsAndIsStoredWhole() throws Exception {
    byte[] content = Content.of(7, 3000);
    SimulatedFolder disk = SimulatedFolder.empty(1);
    SlowSync folder = new SlowSync(disk);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (MediaStore origin =
        origin(FolderStore.open(folder, DirectoryEngine.TINY, new Random(1)))) {
      Container container = origin.createContainer("live");
      ObjectUpload upload = container.beginUpload(PATH, options(false));
      upload.append(ByteBuffer.wrap(content, 0, content.length - 1));
      folder.slow();
      Future<Boolean> committing = threads.submit(() -> committed(upload, content));
      folder.awaitBegun();
      Future<?> disconnecting = threads.submit(upload::abort);
      assertTrue(read(container).isEmpty());
      assertFalse(committing.isDone());
      folder.release();

      assertTrue(committing.get());
      disconnecting.get();
      assertArrayEquals(content, read(container).orElseThrow());
      assertReleasedOnce(container);
      assertEquals(0, origin.usage().openWriters());
    } finally {
      folder.release();
      threads.shutdown();
    }
    try (MediaStore origin =
        origin(FolderStore.open(disk.nothingLost(), DirectoryEngine.TINY, new Random(1)))) {
      assertArrayEquals(content, read(origin.container("live").orElseThrow()).orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void K16_virtualAndPlatformThreadsOnOneCarrier_endTheirWork(Kind kind) throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 21,
        () -> "virtual threads need JDK 21, this is " + Runtime.version().feature());
    List<String> oneCarrier =
        List.of(
            "-Xmx128m",
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    Path folder = below.resolve("data");
    int rounds = Scale.of(30, 2_000);
    try (Child child =
        Child.start(
            below.resolve("said"),
            oneCarrier,
            MixedThreads.class,
            kind.name(),
            folder.toString(),
            Integer.toString(rounds))) {
      String words = child.words(Scale.of(120, 600));
      assertTrue(words.contains("everything ended, on 1 carrier"), words);
    }
  }
}
