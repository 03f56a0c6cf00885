// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.RealFolder;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.DirectoryStore;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.StoreDamage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single cases of groups H, I, K of the threat catalogue on the directory store. */
class DirectoryThreatsTest {
  private static final DirectoryOptions TINY = DirectoryEngine.TINY;
  private static final int FILE_HEADER = 64;

  @TempDir Path real;
  @RegisterExtension final Leakless leakless = new Leakless();

  private static FolderStore open(SimulatedFolder folder) {
    return FolderStore.open(folder, TINY, new Random(1));
  }

  /** Opens what a store that was closed has left. */
  private static FolderStore reopen(SimulatedFolder folder) {
    return open(folder.nothingLost());
  }

  private static StoreDriver begin(DirectoryStore store) {
    store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
    return driver(store);
  }

  private static StoreDriver driver(DirectoryStore store) {
    return new StoreDriver(store, Script.MAIN);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Set<StoreDamage.Kind> kinds(DirectoryStore store) {
    return store.damages().stream()
        .map(StoreDamage::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(StoreDamage.Kind.class)));
  }

  private static ErrorCode codeOf(Runnable call) {
    return assertThrows(MediaStoreException.class, call::run).code();
  }

  /** Three objects of 100 bytes in one file, closed. */
  private static SimulatedFolder written() {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      for (String path : List.of("a", "b", "c")) {
        driver.put(path, bytes(100, path.charAt(0)));
      }
    }
    return folder.nothingLost();
  }

  /** Where in the first file the record of an object begins. */
  private static int recordOf(SimulatedFolder folder, String path) {
    ByteBuffer content = ByteBuffer.wrap(folder.content("log-0000000001"));
    int record = payloadOf(folder, path);
    while (content.getInt(record) != 0x4d53524b) {
      record -= 8;
    }
    return record;
  }

  private static int payloadOf(SimulatedFolder folder, String path) {
    byte[] content = folder.content("log-0000000001");
    byte[] payload = bytes(100, path.charAt(0));
    for (int at = content.length - payload.length; at > 0; at--) {
      if (Arrays.equals(content, at, at + payload.length, payload, 0, payload.length)) {
        return at;
      }
    }
    throw new AssertionError(path);
  }

  private static SimulatedFolder with(SimulatedFolder folder, int at, byte[] changed) {
    byte[] content = folder.content("log-0000000001");
    System.arraycopy(changed, 0, content, at, changed.length);
    return folder.nothingLost().put("log-0000000001", content);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, 100_000, 264 + 8, 8})
  void I14_damagedLength_isReported_andOtherRecordsAreRead(long length) {
    SimulatedFolder folder = written();
    int record = recordOf(folder, "b");
    byte[] field = ByteBuffer.allocate(8).putLong(length).array();
    try (FolderStore store = open(with(folder, record + 8, field))) {
      assertArrayEquals(bytes(100, 'a'), driver(store).get("a").orElseThrow());
      assertTrue(driver(store).get("b").isEmpty());
      assertArrayEquals(bytes(100, 'c'), driver(store).get("c").orElseThrow());
      assertTrue(kinds(store).contains(StoreDamage.Kind.UNREADABLE), store.damages().toString());
    }
  }

  @Test
  void I15_recordsOfTwoObjectsExchanged_areNotTakenForEachOther() {
    SimulatedFolder folder = written();
    byte[] content = folder.content("log-0000000001");
    int b = recordOf(folder, "b");
    int c = recordOf(folder, "c");
    byte[] recordB = Arrays.copyOfRange(content, b, c);
    byte[] recordC = Arrays.copyOfRange(content, c, 2 * c - b);
    try (FolderStore store = open(with(with(folder, b, recordC), c, recordB))) {
      assertTrue(driver(store).get("b").isEmpty());
      assertTrue(driver(store).get("c").isEmpty());
      assertTrue(kinds(store).contains(StoreDamage.Kind.UNREADABLE));
    }
  }

  @Test
  void I15_damagedChecksum_isReported() {
    SimulatedFolder folder = written();
    byte[] field = {1, 2, 3, 4};
    try (FolderStore store = open(with(folder, recordOf(folder, "b") + 60, field))) {
      assertTrue(driver(store).get("b").isEmpty());
      assertArrayEquals(bytes(100, 'c'), driver(store).get("c").orElseThrow());
      assertTrue(kinds(store).contains(StoreDamage.Kind.UNREADABLE));
    }
  }

  @Test
  void I16_unknownFiles_areReportedAndLeftAlone() {
    SimulatedFolder folder = written().put("notes.txt", new byte[] {1, 2, 3});
    folder.put("log-0000000077", bytes(4096, 9));
    try (FolderStore store = open(folder)) {
      assertEquals(
          EnumSet.of(StoreDamage.Kind.UNKNOWN_FILE, StoreDamage.Kind.FOREIGN_FILE), kinds(store));
      driver(store).put("d", bytes(10, 1));
      while (store.maintain()) {
        assertTrue(folder.names().contains("notes.txt"));
      }
    }
    assertArrayEquals(new byte[] {1, 2, 3}, folder.content("notes.txt"));
    assertArrayEquals(bytes(4096, 9), folder.content("log-0000000077"));
  }

  @Test
  void I16_linkOrFolderInPlaceOfAFile_isNotFollowed() throws IOException {
    try (DirectoryStore store = OffHeapStores.directory(real, TINY)) {
      begin(store).put("a", bytes(100, 'a'));
    }
    Path log = real.resolve("log-0000000001");
    Path elsewhere = Files.createTempFile("moved", ".log");
    Files.copy(log, elsewhere, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.delete(log);
    Files.createSymbolicLink(log, elsewhere);
    Files.createDirectory(real.resolve("log-0000000002"));
    byte[] before = Files.readAllBytes(elsewhere);
    try (DirectoryStore store = OffHeapStores.directory(real, TINY)) {
      assertTrue(driver(store).get("a").isEmpty());
    }
    assertArrayEquals(before, Files.readAllBytes(elsewhere));
    assertTrue(Files.isSymbolicLink(log));
    Files.delete(elsewhere);
  }

  @Test
  void I17_nothingIsKeptBesideTheLog_soNothingElseCanBeStale() {
    SimulatedFolder folder = written();
    for (String name : folder.names()) {
      assertTrue(name.startsWith("log-") || name.equals("reserve"), name);
    }
    folder.put("index", bytes(1000, 3));
    try (FolderStore store = open(folder)) {
      assertEquals(List.of("a", "b", "c"), driver(store).list(""));
      assertEquals(EnumSet.of(StoreDamage.Kind.UNKNOWN_FILE), kinds(store));
    }
  }

  /** A folder whose first file has been compacted away, and that file. */
  private static byte[] firstFileThatGoes(SimulatedFolder folder) {
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      driver.put("x", bytes(2000, 1));
      byte[] first = folder.content("log-0000000001");
      for (int i = 2; i < 12; i++) {
        driver.put("x", bytes(2000, i));
      }
      driver.delete("x");
      for (int i = 0; i < 100; i++) {
        store.maintain();
      }
      assertFalse(folder.names().contains("log-0000000001"));
      return first;
    }
  }

  @Test
  void I18_fileThatWasListedIsMissing_isReported_andGoesOnBeing() {
    SimulatedFolder folder = written();
    try (FolderStore store = open(folder)) {
      driver(store).put("d", bytes(3000, 1));
    }
    folder = folder.nothingLost().remove("log-0000000001");
    for (int i = 0; i < 3; i++) {
      try (FolderStore store = open(folder)) {
        assertEquals(EnumSet.of(StoreDamage.Kind.FILE_MISSING), kinds(store));
        store.catalogue().create(StoreFixture.record("n" + i, "idn" + i));
      }
      folder = folder.nothingLost();
    }
  }

  @Test
  void I18_fileBroughtBack_isReported_andNotDeletedUnread() {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    byte[] first = firstFileThatGoes(folder);
    SimulatedFolder restored = folder.nothingLost().put("log-0000000001", first);
    try (FolderStore store = open(restored)) {
      assertEquals(EnumSet.of(StoreDamage.Kind.FILE_UNLISTED), kinds(store));
      assertTrue(restored.names().contains("log-0000000001"));
    }
  }

  @Test
  void I19_secondOpening_isRefused_andTheFirstUnharmed() throws IOException {
    try (DirectoryStore store = OffHeapStores.directory(real, TINY)) {
      StoreDriver driver = begin(store);
      assertEquals(
          ErrorCode.STORE_READ_ONLY, codeOf(() -> OffHeapStores.directory(real, TINY).close()));
      assertEquals(ErrorCode.STORE_READ_ONLY, codeOf(() -> OffHeapStores.readOnly(real).close()));
      driver.put("a", bytes(100, 'a'));
      assertArrayEquals(bytes(100, 'a'), driver.get("a").orElseThrow());
    }
    try (DirectoryStore store = OffHeapStores.directory(real, TINY)) {
      assertEquals(List.of("a"), driver(store).list(""));
    }
  }

  @Test
  void I20_folderOfANewerVersion_isRefused_andUntouched() {
    SimulatedFolder folder = written();
    byte[] content = folder.content("log-0000000001");
    for (int at : new int[] {0, content.length - FILE_HEADER}) {
      ByteBuffer header = ByteBuffer.wrap(content, at, FILE_HEADER).slice();
      header.putInt(8, 99);
      CRC32C crc = new CRC32C();
      crc.update(header.slice(0, 60));
      header.putInt(60, (int) crc.getValue());
    }
    folder.put("log-0000000001", content);
    MediaStoreException refusal =
        assertThrows(MediaStoreException.class, () -> open(folder).close());
    assertEquals(ErrorCode.STORE_READ_ONLY, refusal.code());
    assertTrue(refusal.toString().contains("newer version"), refusal.toString());
    assertArrayEquals(content, folder.content("log-0000000001"));
  }

  @Test
  void I23_folderDeletedInUse_endsWritesOnly() throws IOException {
    Path folder = Files.createDirectory(real.resolve("data"));
    try (DirectoryStore store = OffHeapStores.directory(folder, TINY)) {
      StoreDriver driver = begin(store);
      driver.put("a", bytes(100, 'a'));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
      Files.createDirectory(folder); // what lies below a mount that is gone
      Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
      for (int i = 0; i < 20; i++) {
        int seed = i;
        try {
          driver.put("b" + i, bytes(1000, seed));
        } catch (MediaStoreException e) {
          codes.add(e.code());
        }
      }
      assertFalse(codes.isEmpty());
      assertTrue(
          EnumSet.of(ErrorCode.STORE_FULL, ErrorCode.STORE_READ_ONLY).containsAll(codes),
          codes.toString());
      assertArrayEquals(bytes(100, 'a'), driver.get("a").orElseThrow());
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(List.of(), files.toList());
      }
    }
  }

  @Test
  void I24_damagedRecord_isNotDroppedByTheCompactor() {
    SimulatedFolder folder = written();
    folder.damage("log-0000000001", payloadOf(folder, "b"), 0xff);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = driver(store);
      driver.delete("a");
      driver.delete("c");
      for (int i = 0; i < 10; i++) {
        driver.put("x", bytes(2000, i));
      }
      for (int i = 0; i < 100; i++) {
        store.maintain();
      }
      assertEquals(ErrorCode.CORRUPT, codeOf(() -> driver.get("b")));
      assertTrue(folder.names().contains("log-0000000001"));
    }
  }

  @Test
  void I25_fileShrunkFromOutside_isAnErrorOfItsObjectsOnly() throws IOException {
    try (DirectoryStore store =
        OffHeapStores.directory(real, TINY.withGeometry(1 << 20, 4096, 4096))) {
      StoreDriver driver = begin(store);
      driver.put("a", bytes(100_000, 'a'));
      try (FileChannel file =
          FileChannel.open(real.resolve("log-0000000001"), StandardOpenOption.WRITE)) {
        file.truncate(8192);
      }
      // The machine tells of the fault when it likes, at times after the refusal has been made.
      Throwable told = assertThrows(Throwable.class, () -> driver.get("a"));
      boolean refused = told instanceof MediaStoreException e && e.code() == ErrorCode.CORRUPT;
      assertTrue(refused || told instanceof InternalError, told.toString());
      assertEquals(List.of("a"), driver.list(""));
      driver.put("b", bytes(100, 'b'));
      assertArrayEquals(bytes(100, 'b'), driver.get("b").orElseThrow());
    }
  }

  @Test
  void I26_slowSync_makesWritesWaitUntilTheirDeadline_andReadsNotAtAll() throws Exception {
    SlowSync folder = new SlowSync(SimulatedFolder.empty(1));
    try (FolderStore store =
        FolderStore.open(folder, TINY.withPatience(Duration.ofMillis(50)), new Random(1))) {
      StoreDriver driver = begin(store);
      driver.put("a", bytes(100, 'a'));
      folder.slow();
      ExecutorService threads = Executors.newFixedThreadPool(9);
      try {
        Future<?> slow = threads.submit(() -> driver.put("b", bytes(10, 1)));
        folder.awaitBegun();
        List<Future<ErrorCode>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String path = "c" + i;
          waiting.add(threads.submit(() -> codeOf(() -> driver.put(path, bytes(10, 1)))));
        }
        for (Future<ErrorCode> one : waiting) {
          assertEquals(ErrorCode.LIMIT_EXCEEDED, one.get());
        }
        assertArrayEquals(bytes(100, 'a'), driver.get("a").orElseThrow());
        assertTrue(driver.get("b").isEmpty());
        folder.release();
        slow.get();
      } finally {
        threads.shutdown();
      }
      assertEquals(List.of("a", "b"), driver.list(""));
    }
  }

  @Test
  void I07_changeWhoseSyncFails_hasFailed_andTheNextIsRefused() throws Exception {
    SlowSync folder = new SlowSync(SimulatedFolder.empty(1));
    try (FolderStore store = FolderStore.open(folder, TINY, new Random(1))) {
      StoreDriver driver = begin(store);
      driver.put("a", bytes(10, 'a'));
      folder.fails();
      assertEquals(ErrorCode.INTERNAL, codeOf(() -> driver.put("a", bytes(10, 'b'))));
      assertEquals(ErrorCode.STORE_READ_ONLY, codeOf(() -> driver.put("b", bytes(10, 1))));
      assertArrayEquals(bytes(10, 'a'), driver.get("a").orElseThrow());
    }
  }

  @Test
  void K11_hundredWritersWhoseSyncFails_allFail() throws Exception {
    SlowSync folder = new SlowSync(SimulatedFolder.empty(1));
    try (FolderStore store = FolderStore.open(folder, TINY, new Random(1))) {
      StoreDriver driver = begin(store);
      folder.slow();
      folder.fails();
      ExecutorService threads = Executors.newFixedThreadPool(100);
      try {
        List<Callable<ErrorCode>> puts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          String path = "x" + i;
          puts.add(() -> codeOf(() -> driver.put(path, bytes(10, 1))));
        }
        List<Future<ErrorCode>> codes = puts.stream().map(threads::submit).toList();
        folder.awaitBegun();
        folder.release();
        for (Future<ErrorCode> code : codes) {
          assertTrue(
              EnumSet.of(ErrorCode.INTERNAL, ErrorCode.STORE_READ_ONLY, ErrorCode.STORE_FULL)
                  .contains(code.get()),
              "a new file that cannot be synced is not begun, one that was begun is the last");
        }
      } finally {
        threads.shutdown();
      }
      assertEquals(List.of(), driver.list(""));
    }
  }

  @Test
  void I27_oneKeyWrittenAgainAndAgain_takesBoundedRoom() {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    int times = Scale.of(20_000, 10_000_000);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      byte[] content = bytes(300, 1);
      for (int i = 0; i < times; i++) {
        driver.put("x", content);
        if (i % 16 == 0) {
          while (store.maintain()) {
            assertTrue(store.stats().logFiles() < 20);
          }
        }
      }
      assertTrue(store.stats().logBytes() < 16 * 4096, store.stats().toString());
      assertEquals(1, store.stats().objects());
    }
  }

  @Test
  void I28_deletedObjects_stayDeleted_throughCompactionAndRestarts() {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    int objects = Scale.of(3_000, 1_000_000);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      for (int i = 0; i < objects; i++) {
        driver.put("x" + i, bytes(10, i));
      }
      for (int i = 0; i < objects; i++) {
        if (i % 100 != 0) {
          driver.delete("x" + i);
        }
      }
    }
    for (int restart = 0; restart < 3; restart++) {
      folder = folder.nothingLost();
      try (FolderStore store = open(folder)) {
        assertEquals(objects / 100, store.stats().objects());
        for (int i = 0; i < 2 * objects && store.maintain(); i++) {
          assertTrue(store.stats().objects() == objects / 100);
        }
        assertEquals(objects / 100, store.stats().objects());
      }
    }
  }

  @Test
  void I29_copyTakenWhileRunning_opensAsAfterACrash() throws Exception {
    Path data = Files.createDirectory(real.resolve("data"));
    Path copy = Files.createDirectory(real.resolve("copy"));
    DirectoryOptions options = TINY.withGeometry(1 << 16, 4096, 4096);
    try (DirectoryStore store = OffHeapStores.directory(data, options)) {
      StoreDriver driver = begin(store);
      driver.put("first", bytes(1000, 1));
      ExecutorService writer = Executors.newSingleThreadExecutor();
      CountDownLatch stop = new CountDownLatch(1);
      try {
        Future<?> writing =
            writer.submit(
                () -> {
                  for (int i = 0; stop.getCount() > 0; i++) {
                    driver.put("x" + i % 50, bytes(2000, i));
                  }
                });
        try (Stream<Path> files = Files.list(data)) {
          for (Path file : files.sorted().toList()) {
            Files.copy(file, copy.resolve(file.getFileName()));
          }
        }
        stop.countDown();
        writing.get();
      } finally {
        writer.shutdown();
      }
    }
    try (DirectoryStore store = OffHeapStores.directory(copy, options)) {
      StoreDriver driver = driver(store);
      assertArrayEquals(bytes(1000, 1), driver.get("first").orElseThrow());
      driver.list("").forEach(path -> assertTrue(driver.get(path).isPresent(), path));
      assertTrue(store.damages().stream().noneMatch(StoreDamage::serious));
    }
  }

  @Test
  void I31_scrub_findsDamage_andGoesOn() {
    SimulatedFolder folder = written();
    folder.damage("log-0000000001", payloadOf(folder, "b"), 0xff);
    try (FolderStore store = open(folder)) {
      assertEquals(List.of(), store.damages());
      assertTrue(store.scrub() > 0);
      assertEquals(1, store.damages().size());
      StoreDamage damage = store.damages().get(0);
      assertEquals(StoreDamage.Kind.PAYLOAD, damage.kind());
      assertEquals(Script.MAIN.value() + "/b", damage.about());
      store.scrub();
      assertEquals(List.of(damage), store.damages());
      assertEquals(ErrorCode.CORRUPT, codeOf(() -> driver(store).get("b")));
      assertArrayEquals(bytes(100, 'c'), driver(store).get("c").orElseThrow());
    }
  }

  @Test
  void I31_scrubOfWhatIsNotNeeded_findsNothing() {
    SimulatedFolder folder = written();
    folder.damage("log-0000000001", payloadOf(folder, "b"), 0xff);
    try (FolderStore store = open(folder)) {
      driver(store).delete("b");
      store.scrub();
      assertEquals(List.of(), store.damages());
    }
  }

  @Test
  void readOnly_changesNothing_andRefusesEveryChange() throws IOException {
    try (DirectoryStore store = OffHeapStores.directory(real, TINY)) {
      begin(store).put("a", bytes(100, 'a'));
    }
    List<String> before = content();
    try (DirectoryStore store = OffHeapStores.readOnly(real)) {
      StoreDriver driver = driver(store);
      assertArrayEquals(bytes(100, 'a'), driver.get("a").orElseThrow());
      assertEquals(ErrorCode.STORE_READ_ONLY, codeOf(() -> driver.put("b", bytes(1, 1))));
      assertEquals(ErrorCode.STORE_READ_ONLY, codeOf(() -> driver.delete("a")));
      assertTrue(store.stats().readOnly() != null);
      store.scrub();
      assertEquals(List.of(), store.damages());
    }
    assertEquals(before, content());
  }

  private List<String> content() throws IOException {
    try (Stream<Path> files = Files.list(real)) {
      List<String> content = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        content.add(file.getFileName() + " " + Arrays.hashCode(Files.readAllBytes(file)));
      }
      return content;
    }
  }

  @Test
  void K06_newFilesDuringSixtyFourUploads_loseNone() throws Exception {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      ExecutorService threads = Executors.newFixedThreadPool(64);
      try {
        List<Callable<Object>> puts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          int number = i;
          puts.add(() -> driver.put("x" + number, bytes(1000 + number, number)));
        }
        for (Future<Object> put : threads.invokeAll(puts)) {
          put.get();
        }
      } finally {
        threads.shutdown();
      }
      assertTrue(store.stats().logFiles() > 16);
    }
    try (FolderStore store = reopen(folder)) {
      for (int i = 0; i < 64; i++) {
        assertArrayEquals(bytes(1000 + i, i), driver(store).get("x" + i).orElseThrow());
      }
    }
  }

  @Test
  void K12_objectOverwrittenWhileItIsMoved_isTheNewestAfterwards() throws Exception {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    int rounds = Scale.of(400, 20_000);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      ExecutorService threads = Executors.newSingleThreadExecutor();
      CountDownLatch stop = new CountDownLatch(1);
      Future<?> compacting =
          threads.submit(
              () -> {
                while (stop.getCount() > 0) {
                  store.maintain();
                }
              });
      try {
        for (int i = 0; i < rounds; i++) {
          driver.put("x" + i % 7, bytes(700, i));
          assertArrayEquals(bytes(700, i), driver.get("x" + i % 7).orElseThrow());
        }
      } finally {
        stop.countDown();
        compacting.get();
        threads.shutdown();
      }
    }
    try (FolderStore store = reopen(folder)) {
      for (int i = rounds - 7; i < rounds; i++) {
        assertArrayEquals(bytes(700, i), driver(store).get("x" + i % 7).orElseThrow());
      }
    }
  }

  @Test
  void K15_interruptedThreads_writeAndReadAndStayInterrupted() {
    try (DirectoryStore store = OffHeapStores.directory(real, TINY)) {
      StoreDriver driver = begin(store);
      Thread.currentThread().interrupt();
      try {
        for (int i = 0; i < 20; i++) {
          driver.put("x" + i, bytes(1000, i));
          assertArrayEquals(bytes(1000, i), driver.get("x" + i).orElseThrow());
        }
        assertTrue(Thread.currentThread().isInterrupted());
      } finally {
        assertTrue(Thread.interrupted());
      }
    }
  }

  @Test
  void K17_storesOpenedAndClosedAgainAndAgain_leaveNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      List<Callable<Object>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Path folder = Files.createDirectory(real.resolve("store" + i));
        all.add(
            () -> {
              for (int round = 0; round < Scale.of(20, 1_000); round++) {
                try (DirectoryStore store =
                    OffHeapStores.directory(folder, TINY.withMaintenance(true))) {
                  StoreDriver driver = round == 0 ? begin(store) : driver(store);
                  driver.put("x", bytes(100, round));
                }
              }
              return folder;
            });
      }
      for (Future<Object> one : threads.invokeAll(all)) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    try (RealFolder folder = RealFolder.open(real.resolve("store0"))) {
      assertTrue(folder.lock());
    }
  }

  @Test
  void H08_H12_expiryIsKeptByRestarts_andReclaimedOnce() {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      driver.put("x", bytes(10, 1), StoreDriver.TIME.plusSeconds(5));
      driver.put("y", bytes(10, 2), StoreDriver.TIME.plusSeconds(9));
    }
    folder = folder.nothingLost();
    try (FolderStore store = open(folder)) {
      assertEquals(0, store.reclaimExpired(StoreDriver.TIME.plusSeconds(4), 10));
      assertEquals(1, store.reclaimExpired(StoreDriver.TIME.plusSeconds(5), 10));
    }
    try (FolderStore store = reopen(folder)) {
      assertTrue(driver(store).get("x").isEmpty());
      assertTrue(driver(store).get("y").isPresent());
      assertEquals(0, store.reclaimExpired(StoreDriver.TIME.plusSeconds(8), 10));
    }
  }

  @Test
  void L03_leaseOverCompaction_keepsItsBytes() {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    try (FolderStore store = open(folder)) {
      StoreDriver driver = begin(store);
      driver.put("x", bytes(2000, 1));
      try (ObjectLease lease = driver.lease("x")) {
        for (int i = 2; i < 20; i++) {
          driver.put("x", bytes(2000, i));
        }
        for (int i = 0; i < 100; i++) {
          store.maintain();
        }
        assertArrayEquals(bytes(2000, 1), StoreDriver.available(lease));
        assertTrue(folder.names().contains("log-0000000001"));
      }
      for (int i = 0; i < 100; i++) {
        store.maintain();
      }
      assertFalse(folder.names().contains("log-0000000001"));
      assertEquals(Collections.singletonList("x"), driver.list(""));
    }
  }
}
