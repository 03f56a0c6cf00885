// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.http.FaultyStore;
import dev.mediastore.http.FaultyStore.Step;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.netty.NettyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases of groups C and D of the threat catalogue in which the store, or the time, goes wrong: what
 * a client gets to see, and what is left behind.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
@Timeout(60)
class StoreThreatsTest {
  private static final int BLOCK = 4096;
  private static final DirectoryOptions SMALL =
      DirectoryOptions.defaults()
          .withUploadMemory(1 << 20)
          .withGeometry(1 << 20, BLOCK, 1 << 20)
          .withMaintenance(false)
          .withTrustedFileSystem(true);

  private static TroubledOrigin running;

  private final HostKind kind;

  @TempDir Path folder;

  StoreThreatsTest(HostKind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void start(HostKind kind) throws Exception {
    running = new TroubledOrigin(kind, FaultyStore.memory(64 << 20));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    running.close();
  }

  @BeforeEach
  void putBack() {
    running.faults.heal();
    running.object("a.ts", "old");
  }

  // Damage.

  private static String letters(int from, int blocks) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < blocks; i++) {
      text.append(Character.toString('a' + from + i).repeat(BLOCK));
    }
    return text.toString();
  }

  /** Changes the first byte of the block of {@code letter} where it lies on the disk. */
  private static void damage(Path folder, char letter) throws IOException {
    byte[] wanted = Character.toString(letter).repeat(64).getBytes(StandardCharsets.US_ASCII);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
        if (at >= 0) {
          bytes[at] ^= 1;
          Files.write(file, bytes);
          return;
        }
      }
    }
    throw new AssertionError("no block of " + letter);
  }

  @Test
  void C13_rangeOverADamagedBlock_andOneBesideIt() throws Exception {
    try (MediaStore store =
        MediaStore.builder().directory(folder, SMALL).eagerActivation(true).build()) {
      store
          .createContainer("live")
          .put(
              ObjectPath.of("b.ts"),
              UploadOptions.none(),
              letters(0, 8).getBytes(StandardCharsets.US_ASCII));
    }
    damage(folder, 'd');
    try (TroubledOrigin origin =
        new TroubledOrigin(kind, new FaultyStore(OffHeapStores.directory(folder, SMALL)))) {
      Answer over = origin.send(TroubledOrigin.get("b.ts", range(3 * BLOCK, 4 * BLOCK - 1)));
      assertEquals(500, over.status(), over::toString);
      assertEquals("InternalServerError", over.field("x-amzn-errortype"));
      Answer before = origin.send(TroubledOrigin.get("b.ts", range(0, 3 * BLOCK - 1)));
      assertEquals(206, before.status());
      assertEquals(letters(0, 3), before.text());
      Answer behind = origin.send(TroubledOrigin.get("b.ts", range(4 * BLOCK, 8 * BLOCK - 1)));
      assertEquals(letters(4, 4), behind.text());
      try (RawClient whole = origin.connect()) {
        Answer head = whole.send(TroubledOrigin.get("b.ts")).head();
        assertTrue(head.status() == 500 || whole.countToEnd() <= 3 * BLOCK, head::toString);
      }
      origin.checkNothingHeld();
    }
  }

  private static String range(int first, int last) {
    return "Range: bytes=" + first + '-' + last;
  }

  // Time.

  @ParameterizedTest
  @ValueSource(strings = {"headers only", "all but the last byte", "a byte a second"})
  void D07_bodyThatTakesThirtySeconds(String how) throws Exception {
    try (RawClient client = running.connect()) {
      client.send(TroubledOrigin.put("a.ts", "Content-Length: 100"));
      HostContract.assertEventually(() -> running.deadlines.waiting() == 1, "not begun");
      if (how.equals("all but the last byte")) {
        client.send("x".repeat(99));
      }
      for (int second = 1; second < 30; second++) {
        if (how.equals("a byte a second")) {
          client.send("x");
        }
        running.deadlines.pass(Duration.ofSeconds(1));
      }
      assertEquals(1, running.faults.openWriters.get(), "given up before its time");
      running.deadlines.pass(Duration.ofSeconds(1));
      Answer answer = client.answer("PUT");
      assertEquals(408, answer.status());
      assertEquals("RequestTimeoutException", answer.field("x-amzn-errortype"));
      assertTrue(answer.has("connection", "close"), answer::toString);
    }
    running.checkNothingHeld();
    assertEquals("old", running.content("a.ts"));
  }

  // Readers.

  @Test
  void D13_readersSlowerThanTheWriter_andOnesThatStop() throws Exception {
    int length = 9 << 20;
    String megabyte = "x".repeat(1 << 20);
    long before = running.store.usage().bytesInUse();
    List<RawClient> stopped = new ArrayList<>();
    try (RawClient writer = running.connect();
        RawClient slow = RawClient.connectWithSmallWindow(running.host.port())) {
      writer.send(
          TroubledOrigin.put("b.ts", TroubledOrigin.IN_CHUNKS, TroubledOrigin.STREAMING)
              + TroubledOrigin.chunk("first"));
      running.awaitVisible("b.ts");
      slow.send(TroubledOrigin.get("b.ts"));
      assertEquals(200, slow.head().status());
      for (int i = 0; i < 8; i++) {
        RawClient reader = RawClient.connectWithSmallWindow(running.host.port());
        stopped.add(reader);
        assertEquals(200, reader.send(TroubledOrigin.get("b.ts")).head().status());
      }
      for (int i = 0; i < 9; i++) {
        writer.send(TroubledOrigin.chunk(megabyte));
      }
      // None of the readers has taken more than what fits into the buffers of the system.
      assertEquals(200, writer.send("0\r\n\r\n").answer("PUT").status());
      long held = running.store.usage().bytesInUse() - before;
      assertTrue(held < length + (1 << 20), () -> held + " bytes for one object");
      assertEquals(length + 5, slow.chunkedBytes(length + 5).length);
      assertEquals(0, slow.chunk().length);
      for (RawClient reader : stopped) {
        reader.reset();
      }
    }
    running.store.container("live").orElseThrow().delete(ObjectPath.of("b.ts"));
    running.checkNothingHeld();
  }

  // No room, no disk.

  @Test
  void D21_storeFillsUpInTheMiddle() throws Exception {
    FaultyStore small = FaultyStore.memory(32 * 4096);
    try (TroubledOrigin origin = new TroubledOrigin(kind, small)) {
      origin.object("a.ts", "old");
      long before = origin.store.usage().bytesInUse();
      try (RawClient client = origin.connect()) {
        client.send(TroubledOrigin.put("a.ts", TroubledOrigin.IN_CHUNKS));
        for (int i = 0; i < 32; i++) {
          try {
            client.send(TroubledOrigin.chunk("x".repeat(8000)));
          } catch (IOException refused) {
            break; // It has been told, and need not be listened to any longer.
          }
        }
        Answer answer = client.answer("PUT");
        assertEquals(503, answer.status());
        assertEquals("1", answer.field("retry-after"));
      }
      origin.awaitQuiet();
      assertEquals(before, origin.store.usage().bytesInUse());
      assertEquals("old", origin.content("a.ts"));
      assertEquals(200, origin.send(AttackedOrigin.unsigned("DELETE /a.ts")).status());
      assertEquals(200, origin.send(TroubledOrigin.putWhole("b.ts", "x".repeat(50_000))).status());
    }
  }

  /** What a store in a directory says when a file cannot be synced, and any other failure. */
  @ParameterizedTest
  @EnumSource(names = {"STORE_READ_ONLY", "INTERNAL"})
  void D22_syncFails(ErrorCode code) throws Exception {
    for (String availability : List.of("STANDARD", "STREAMING")) {
      running.faults.at(
          Step.SYNC,
          () -> {
            throw FaultyStore.failure(code);
          });
      String field = "x-amz-upload-availability: " + availability;
      Answer answer = running.send(TroubledOrigin.put("a.ts", field, "Content-Length: 3") + "new");
      assertEquals(code == ErrorCode.INTERNAL ? 500 : 503, answer.status());
      assertFalse(answer.toString().contains("injected"), answer::toString);
      assertEquals("old", running.content("a.ts"));
    }
    running.checkNothingHeld();
  }

  /** The process ends when the object is on the disk and nobody knows: here, its folder as then. */
  @Test
  void D23_killedBetweenTheSyncAndTheAnswer() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path left = folder.resolve("left");
    FaultyStore faults = new FaultyStore(OffHeapStores.directory(data, SMALL));
    try (TroubledOrigin origin = new TroubledOrigin(kind, faults)) {
      origin.object("a.ts", "old");
      faults.at(Step.PUBLISHED, () -> copy(data, left));
      assertEquals(200, origin.send(TroubledOrigin.putWhole("a.ts", letters(0, 3))).status());
    }
    try (TroubledOrigin origin =
        new TroubledOrigin(kind, new FaultyStore(OffHeapStores.directory(left, SMALL)))) {
      assertEquals(letters(0, 3), origin.content("a.ts"));
      origin.checkNothingHeld();
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The end of the server.

  private static Host impatient(RequestHandler handler) throws IOException {
    NettyServer server = NettyServer.builder(handler).grace(Duration.ofSeconds(1)).start();
    return new Host() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  /**
   * How long a servlet container waits is its own affair; whatever it does, nothing may be half
   * there. Ours lets those finish that can.
   */
  @Test
  void D24_stoppedInTheMiddleOfUploadsAndReads() throws Exception {
    boolean graceful = kind == HostKind.NETTY;
    Host.Kind of = graceful ? StoreThreatsTest::impatient : kind;
    List<RawClient> writers = new ArrayList<>();
    List<RawClient> readers = new ArrayList<>();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (TroubledOrigin origin = new TroubledOrigin(of, FaultyStore.memory(16 << 20))) {
      for (int i = 0; i < 20; i++) {
        RawClient writer = origin.connect();
        writers.add(writer);
        String mode = i % 2 == 0 ? TroubledOrigin.STREAMING : "x: y";
        writer.send(TroubledOrigin.put("up" + i, mode, TroubledOrigin.IN_CHUNKS));
        writer.send(TroubledOrigin.chunk("half"));
      }
      for (int i = 0; i < 20; i += 2) {
        origin.awaitVisible("up" + i);
        for (int twice = 0; twice < 2; twice++) {
          RawClient reader = origin.connect();
          readers.add(reader);
          assertEquals(200, reader.send(TroubledOrigin.get("up" + i)).head().status());
          assertEquals(4, reader.chunkedBytes(4).length);
        }
      }
      HostContract.assertEventually(() -> origin.faults.openWriters.get() == 20, "not begun");
      Future<?> closing =
          other.submit(
              () -> {
                origin.closeHost();
                return null;
              });
      List<Integer> statuses = finish(writers.subList(0, 10), graceful);
      closing.get(30, TimeUnit.SECONDS);
      check(origin, statuses, readers);
    } finally {
      other.shutdownNow();
      for (RawClient each : writers) {
        each.close();
      }
      for (RawClient each : readers) {
        each.close();
      }
    }
  }

  /** Sends the rest of some uploads; 0 stands for those that got no answer. */
  private static List<Integer> finish(List<RawClient> writers, boolean graceful) {
    List<Integer> statuses = new ArrayList<>();
    for (RawClient writer : writers) {
      try {
        statuses.add(
            writer.send(TroubledOrigin.chunk(" and whole") + "0\r\n\r\n").answer("PUT").status());
      } catch (IOException cut) {
        assertFalse(graceful, "cut in its time");
        statuses.add(0);
      }
    }
    return statuses;
  }

  private static void check(TroubledOrigin origin, List<Integer> statuses, List<RawClient> readers)
      throws Exception {
    for (int i = 0; i < 20; i++) {
      boolean there =
          origin
              .live()
              .head(ObjectPath.of("up" + i))
              .filter(object -> !object.growing())
              .isPresent();
      boolean asked = i < 10;
      assertTrue(asked || !there, "half of an upload is stored: " + i);
      if (asked && statuses.get(i) == 200) {
        assertTrue(there, "acknowledged, and lost: " + i);
      }
      if (there) {
        assertEquals(
            "half and whole".length(),
            origin.live().head(ObjectPath.of("up" + i)).orElseThrow().lengthBytes());
      }
    }
    for (int i = 0; i < readers.size(); i++) {
      RawClient reader = readers.get(i);
      String path = "up" + i / 2 * 2;
      if (origin.live().head(ObjectPath.of(path)).isPresent()) {
        continue; // Whole or cut, as the order of things had it.
      }
      assertThrows(
          IOException.class,
          () -> {
            while (reader.chunk().length > 0) {
              // What had arrived before the cut.
            }
          },
          () -> "a part was taken for the whole: " + path);
    }
    HostContract.assertEventually(
        () -> origin.faults.openWriters.get() == 0 && origin.faults.openLeases.get() == 0,
        "held: " + origin.faults.openWriters + " uploads, " + origin.faults.openLeases + " leases");
  }

  // A manifest.

  @Test
  void D26_manifestReplacedWhileItIsRead() throws Exception {
    running.object("live.mpd", manifest(0));
    long before = running.store.usage().bytesInUse();
    ExecutorService threads = Executors.newFixedThreadPool(10);
    AtomicBoolean over = new AtomicBoolean();
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        readers.add(threads.submit(fiveReaders(over)));
      }
      for (int version = 1; version <= 60; version++) {
        Answer answer = running.send(TroubledOrigin.putWhole("live.mpd", manifest(version)));
        assertEquals(200, answer.status());
      }
      over.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get(20, TimeUnit.SECONDS) > 0);
      }
    } finally {
      over.set(true);
      threads.shutdown();
    }
    running.awaitQuiet();
    long grown = running.store.usage().bytesInUse() - before;
    assertTrue(grown <= manifest(60).length() + 8192, () -> grown + " bytes more");
    assertArrayEquals(
        manifest(60).getBytes(StandardCharsets.US_ASCII),
        running.send(TroubledOrigin.get("live.mpd")).body());
  }

  /** One character all through, which goes with the length. */
  private static String manifest(int version) {
    return Character.toString('A' + version % 26).repeat(5000 + version % 26 * 200);
  }

  private static Callable<Integer> fiveReaders(AtomicBoolean over) {
    return () -> {
      List<RawClient> clients = new ArrayList<>();
      int count = 0;
      try {
        for (int i = 0; i < 5; i++) {
          clients.add(running.connect());
        }
        do {
          for (RawClient client : clients) {
            client.send(TroubledOrigin.get("live.mpd"));
          }
          for (int i = 0; i < clients.size(); i++) {
            Answer answer = clients.get(i).answer();
            String text = answer.text();
            assertEquals(200, answer.status());
            assertEquals(manifest(text.charAt(0) - 'A'), text, "a mixture of versions");
            count++;
            if (answer.has("connection", "close")) {
              clients.set(i, running.connect()); // After so many requests.
            }
          }
        } while (!over.get());
      } finally {
        for (RawClient client : clients) {
          client.close();
        }
      }
      return count;
    };
  }
}
