// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.DirectoryStore;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapStores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Group N of the threat catalogue, as far as it concerns the folder of an origin. */
@Timeout(60)
class FolderThreatsTest {
  private static final DirectoryOptions SMALL =
      DirectoryOptions.defaults().withGeometry(16 << 10, 1 << 10, 0).withUploadMemory(1 << 20);
  private static final int KEPT_FILES = 3;
  private static final Instant NOW = Instant.parse("2026-11-27T07:00:00.125Z");

  @TempDir Path temporary;

  private static MediaStoreBuilder origin(Path folder, DirectoryOptions options) {
    return MediaStore.builder()
        .clock(InstantSource.fixed(NOW))
        .random(new Random(1))
        .directory(folder, options);
  }

  /** Every file of a folder with its content, but the lock. */
  private static Map<String, ByteBuffer> files(Path folder) throws IOException {
    Map<String, ByteBuffer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().equals("store.lock")) {
          contents.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
        }
      }
    }
    return contents;
  }

  // N02.

  @Test
  void N02_missingFolder_isMade_withWhatIsMissingAboveIt() {
    Path folder = temporary.resolve("a/b/c");
    try (MediaStore store = origin(folder, SMALL).build()) {
      assertTrue(store.isWritable());
    }
    assertTrue(Files.isDirectory(folder));
  }

  @Test
  void N02_folderThatCannotBeMade_isNamed() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "mine");
    for (Path folder : List.of(file, file.resolve("data"))) {
      MediaStoreException refusal =
          assertThrows(MediaStoreException.class, () -> origin(folder, SMALL).build());
      assertEquals(ErrorCode.INTERNAL, refusal.code());
      assertTrue(refusal.toString().contains(folder.toString()), refusal::toString);
    }
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void N02_uploadMemoryOfNothing_isRefusedBeforeAFolderIsTouched() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> DirectoryOptions.defaults().withUploadMemory(4095));
    assertEquals(
        "uploadMemoryBytes must be at least 4096, was 4095", String.valueOf(refusal.getMessage()));
  }

  // N14.

  @Test
  void N14_folderThatIsNotThere_isNotMadeByReading() {
    Path folder = temporary.resolve("none");
    assertThrows(MediaStoreException.class, () -> OffHeapStores.readOnly(folder));
    assertFalse(Files.exists(folder));
  }

  @Test
  void N14_emptyFolder_staysEmpty() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("empty"));
    try (DirectoryStore store = OffHeapStores.readOnly(folder)) {
      assertEquals(0, store.scrub());
      assertEquals(List.of(), store.damages());
    }
    assertEquals(Map.of(), files(folder));
  }

  // N08.

  /** Everything that a record of the format can hold. */
  private static void fill(MediaStore store) {
    Container live =
        store.createContainer(
            store.arn("live"),
            Map.of("team", "video"),
            Map.of(DocumentKind.CONTAINER_POLICY, "{\"Version\":\"2012-10-17\"}"));
    live.requireActive();
    live.accessLogging(true);
    LifecycleRule rule =
        new LifecycleRule(
            List.of(PathPattern.wildcard("short/*")),
            LifecycleRule.AgeUnit.SECONDS,
            LifecycleRule.Comparison.GREATER_OR_EQUAL,
            300,
            LifecycleRule.Action.EXPIRE);
    live.putLifecyclePolicy(new LifecyclePolicy("{\"rules\":[]}", List.of(rule)));
    live.put(ObjectPath.of("empty"), UploadOptions.none(), new byte[0]);
    live.put(
        ObjectPath.of("hls/a=b~c:1.ts"),
        UploadOptions.builder()
            .contentType("video/mp2t")
            .cacheControl("max-age=6")
            .contentEncoding("gzip")
            .build(),
        content(5_000));
    live.put(ObjectPath.of("large"), UploadOptions.none(), content(40_000));
    live.put(ObjectPath.of("short/lived"), UploadOptions.none(), content(100));
    live.put(ObjectPath.of("replaced"), UploadOptions.none(), content(10));
    live.put(ObjectPath.of("replaced"), UploadOptions.none(), content(20));
    live.put(ObjectPath.of("deleted"), UploadOptions.none(), content(10));
    live.delete(ObjectPath.of("deleted"));
    store.createContainer("other").requireActive();
    store.createContainer("gone").requireActive();
    store.deleteContainer(store.arn("gone"));
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String describe(MediaStore store) {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("gone", "live", "other")) {
      Container container = store.container(name).orElse(null);
      text.append(name).append(container == null ? " is not there\n" : "\n");
      if (container != null) {
        text.append(container.id()).append(container.createdAt()).append(container.tags());
        text.append(container.status()).append(container.accessLogging());
        text.append(container.lifecycleRules());
        for (DocumentKind kind : DocumentKind.values()) {
          text.append('\n').append(kind).append(container.document(kind));
        }
        for (String path :
            List.of("empty", "hls/a=b~c:1.ts", "large", "short/lived", "replaced", "deleted")) {
          text.append('\n').append(path).append(' ').append(object(container, path));
        }
        text.append('\n').append(container.list(FolderPath.ROOT, null, 100).items()).append('\n');
      }
    }
    return text.toString();
  }

  private static String object(Container container, String path) {
    ObjectLease lease = container.open(ObjectPath.of(path)).orElse(null);
    if (lease == null) {
      return "is not there";
    }
    try (lease) {
      byte[] bytes = new byte[Math.toIntExact(lease.availableBytes())];
      lease.read(0, ByteBuffer.wrap(bytes));
      return lease.metadata() + " " + HexFormat.of().formatHex(Sha256.create().digest(bytes));
    }
  }

  /** The folder that version 1 of the format left, as every later version has to read it. */
  private Path kept() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("kept"));
    for (int number = 1; number <= KEPT_FILES; number++) {
      String name = "log-000000000" + number;
      try (InputStream in = FolderThreatsTest.class.getResourceAsStream("format-1/" + name)) {
        Files.copy(Objects.requireNonNull(in, name), folder.resolve(name));
      }
    }
    return folder;
  }

  @Test
  void N08_folderOfFormatOne_isReadAsItWasWritten_andWrittenOn() throws IOException {
    String expected;
    Path fresh = temporary.resolve("fresh");
    try (MediaStore store = origin(fresh, SMALL).build()) {
      fill(store);
      expected = describe(store);
    }
    Path kept = kept();
    try (DirectoryStore store = OffHeapStores.readOnly(kept)) {
      assertTrue(store.scrub() > 40_000);
      assertEquals(List.of(), store.damages());
    }
    try (MediaStore store = origin(kept, DirectoryOptions.defaults()).build()) {
      assertEquals(expected, describe(store));
      store
          .container("other")
          .orElseThrow()
          .put(ObjectPath.of("x"), UploadOptions.none(), content(9));
    }
    try (MediaStore store = origin(kept, SMALL).build()) {
      assertTrue(store.container("other").orElseThrow().head(ObjectPath.of("x")).isPresent());
      assertEquals(40_000, size(store, "large"));
    }
  }

  private static long size(MediaStore store, String path) {
    return store
        .container("live")
        .flatMap(live -> live.head(ObjectPath.of(path)))
        .orElseThrow()
        .lengthBytes();
  }

  /**
   * Writes the folder that is to be kept of a new version of the format.
   *
   * @param arguments where to
   */
  public static void main(String[] arguments) {
    try (MediaStore store = origin(Path.of(arguments[0]), SMALL).build()) {
      fill(store);
    }
  }

  // N09.

  @Test
  void N09_clockOfTheYear2100AtTheStart_sweepsNothing() throws Exception {
    Path folder = temporary.resolve("data");
    LifecycleRule days =
        new LifecycleRule(
            List.of(PathPattern.wildcard("*")),
            LifecycleRule.AgeUnit.DAYS,
            LifecycleRule.Comparison.GREATER,
            30,
            LifecycleRule.Action.EXPIRE);
    try (MediaStore store = origin(folder, SMALL).build()) {
      Container live = store.createContainer("live");
      live.requireActive();
      live.put(ObjectPath.of("kept"), UploadOptions.none(), content(10));
      live.putLifecyclePolicy(new LifecyclePolicy("{}", List.of(days)));
    }
    AtomicInteger asked = new AtomicInteger();
    InstantSource wrong =
        () -> {
          asked.incrementAndGet();
          return Instant.parse("2100-01-01T00:00:00Z");
        };
    try (MediaStore store =
        MediaStore.builder()
            .clock(wrong)
            .directory(folder, SMALL)
            .sweepEvery(Duration.ofMillis(1))
            .build()) {
      int before = asked.get();
      assumeTrue(before > 0);
      while (asked.get() < before + 20) {
        Thread.onSpinWait();
      }
      assertEquals(10, size(store, "kept"));
      assertEquals(1, store.sweepExpired(), "who asks for it gets what the clock says");
    }
  }

  // N07.

  @Test
  void N07_closeInTheMiddleOfCompaction_isSoon_andTheNextStartIsClean() {
    Path folder = temporary.resolve("data");
    for (int round = 0; round < 5; round++) {
      MediaStore store = origin(folder, SMALL).build();
      Container live = store.container("live").orElseGet(() -> store.createContainer("live"));
      live.requireActive();
      for (int i = 0; i < 60; i++) {
        live.put(ObjectPath.of("a" + i % 7), UploadOptions.none(), content(2_000 + round));
      }
      long begun = System.nanoTime();
      store.close();
      assertTrue(System.nanoTime() - begun < Duration.ofSeconds(10).toNanos());
      try (DirectoryStore found = OffHeapStores.readOnly(folder)) {
        found.scrub();
        assertEquals(List.of(), found.damages());
        assertEquals(7, found.stats().objects());
      }
    }
  }
}
