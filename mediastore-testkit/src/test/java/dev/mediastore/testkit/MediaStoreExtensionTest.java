// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The extension as a user meets it: these classes are run by JUnit with it. */
class MediaStoreExtensionTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static int put(URI uri, String content) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(content)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Nested
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class OnAStaticField {
    @RegisterExtension
    static final MediaStoreExtension ORIGIN =
        MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());

    private static final Set<URI> SEEN = new HashSet<>();

    @Test
    @Order(1)
    void first_method_uploads(TestOrigin origin) throws Exception {
      SEEN.add(origin.controlEndpoint());
      assertEquals(200, put(origin.uri("live", "hls/0.ts"), "first"));
      assertEquals(List.of("hls/0.ts"), origin.uploads("live"));
      assertEquals(5, origin.awaitObject("live", "hls/0.ts", Duration.ZERO).lengthBytes());
    }

    @Test
    @Order(2)
    void second_method_finds_the_same_origin_empty(TestOrigin origin) {
      assertTrue(SEEN.contains(origin.controlEndpoint()));
      assertEquals(List.of(), origin.uploads("live"));
      assertThrows(AssertionError.class, () -> origin.bytes("live", "hls/0.ts"));
    }
  }

  @Nested
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class OnAnInstanceField {
    private static final Set<String> SEEN = new HashSet<>();

    @RegisterExtension
    final MediaStoreExtension origins =
        MediaStoreExtension.of(TestOrigin.builder().container("live"));

    @Test
    @Order(1)
    void first_method_has_an_origin(TestOrigin origin) {
      assertTrue(SEEN.add(origin.credentials().accessKeyId()));
    }

    @Test
    @Order(2)
    void second_method_has_another_one(TestOrigin origin) {
      assertTrue(SEEN.add(origin.credentials().accessKeyId()));
      assertEquals(2, SEEN.size());
    }
  }

  @Nested
  @ExtendWith(MediaStoreExtension.class)
  class ByAnnotation {

    @Test
    void origin_has_a_container_everybody_may_use(TestOrigin origin) throws Exception {
      assertEquals(200, put(origin.uri("live", "a.ts"), "x"));
    }
  }

  @Nested
  class TwoInOneClass {
    @RegisterExtension
    static final MediaStoreExtension PRIMARY =
        MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());

    @RegisterExtension
    final MediaStoreExtension backup =
        MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());

    @Test
    void each_has_its_own() throws Exception {
      assertEquals(200, put(PRIMARY.origin().uri("live", "a.ts"), "x"));
      assertEquals(List.of("a.ts"), PRIMARY.origin().uploads("live"));
      assertEquals(List.of(), backup.origin().uploads("live"));
    }
  }

  @Test
  void extension_that_runs_nothing_has_no_origin() {
    MediaStoreExtension idle = new MediaStoreExtension();
    assertEquals(
        "no origin runs outside of a test",
        assertThrows(IllegalStateException.class, idle::origin).getMessage());
  }

  @Test
  void closed_container_refuses_unsigned_uploads() throws Exception {
    try (TestOrigin origin = TestOrigin.builder().container("live").start()) {
      assertEquals(403, put(origin.uri("live", "a.ts"), "x"));
    }
  }

  @Test
  void folder_seeds_a_container_at_the_start_and_at_every_reset(@TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("hls"));
    Files.writeString(folder.resolve("hls/index.m3u8"), "#EXTM3U");
    TestOrigin.Builder setup =
        TestOrigin.builder().container("vod", folder).container("live").anonymousAccess();
    try (TestOrigin origin = setup.start()) {
      byte[] seeded = "#EXTM3U".getBytes(StandardCharsets.UTF_8);
      assertArrayEquals(seeded, origin.bytes("vod", "hls/index.m3u8"));
      assertEquals(200, put(origin.uri("vod", "hls/index.m3u8"), "changed"));
      assertEquals(200, put(origin.uri("live", "a.ts"), "x"));
      origin.reset();
      assertArrayEquals(seeded, origin.bytes("vod", "hls/index.m3u8"));
      assertThrows(AssertionError.class, () -> origin.bytes("live", "a.ts"));
    }
  }

  @Test
  void awaited_object_that_does_not_come_is_explained() {
    try (TestOrigin origin = TestOrigin.builder().container("live").anonymousAccess().start()) {
      assertEquals(200, put(origin.uri("live", "seg0.ts"), "x"));
      AssertionError missing =
          assertThrows(
              AssertionError.class,
              () -> origin.awaitObject("live", "seg1.ts", Duration.ofMillis(1)));
      assertTrue(missing.toString().contains("seg1.ts"), missing::toString);
      assertTrue(missing.toString().contains("[seg0.ts]"), missing::toString);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void origins_are_independent() throws Exception {
    TestOrigin.Builder setup = TestOrigin.builder().container("live").anonymousAccess();
    try (TestOrigin one = setup.start();
        TestOrigin other = setup.start()) {
      assertNotEquals(one.controlEndpoint(), other.controlEndpoint());
      assertEquals(200, put(one.uri("live", "a.ts"), "x"));
      assertEquals(List.of(), other.uploads("live"));
    }
  }

  @Test
  void clock_stands_still_until_moved() {
    TestClock clock = TestClock.atRealTime();
    var before = clock.instant();
    clock.advance(Duration.ofSeconds(16));
    assertEquals(before.plusSeconds(16), clock.instant());
  }
}
