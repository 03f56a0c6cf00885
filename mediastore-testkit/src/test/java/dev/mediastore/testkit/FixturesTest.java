// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container holds from the start. */
class FixturesTest {
  private static final Map<String, String> FILES =
      Map.of("vod/a.m3u8", "#EXTM3U", "vod/v/0.ts", "segment");

  @TempDir private Path folder;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private void onClassPath(Path place) throws Exception {
    URL[] urls = {place.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, before));
  }

  private Path written() throws Exception {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = folder.resolve("classes").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder.resolve("classes");
  }

  private Path archived() throws Exception {
    Path archive = folder.resolve("fixtures.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(archive))) {
      jar.putNextEntry(new JarEntry("vod/"));
      for (Map.Entry<String, String> file : new TreeMap<>(FILES).entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
      jar.putNextEntry(new JarEntry("vodka/not a path of an object"));
    }
    return archive;
  }

  private static void assertHeld(TestOrigin.Builder builder) throws Exception {
    try (TestOrigin origin = builder.start()) {
      origin.container("vod").delete(dev.mediastore.core.ObjectPath.of("a.m3u8"));
      origin.reset();
      assertEquals("#EXTM3U", text(origin, "a.m3u8"));
      assertEquals("segment", text(origin, "v/0.ts"));
    }
  }

  private static String text(TestOrigin origin, String path) {
    return new String(origin.bytes("vod", path), StandardCharsets.UTF_8);
  }

  @Test
  void folder() throws Exception {
    assertHeld(TestOrigin.builder().container("vod", written().resolve("vod")));
  }

  @Test
  void folderOfTheClassPath() throws Exception {
    onClassPath(written());
    assertHeld(TestOrigin.builder().containerFromClassPath("vod", "vod"));
    assertHeld(TestOrigin.builder().containerFromClassPath("vod", "/vod/"));
  }

  @Test
  void folderOfAnArchive() throws Exception {
    onClassPath(archived());
    assertHeld(TestOrigin.builder().containerFromClassPath("vod", "vod"));
  }

  @Test
  void folderThatIsNotThere_isSaidAtOnce() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TestOrigin.builder().containerFromClassPath("vod", "no/such/folder"));
  }

  @Test
  void folderThatIsNotThere_isSaidAtTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("a.ts"), "x");
    for (Path none : List.of(folder.resolve("none"), file)) {
      TestOrigin.Builder setup = TestOrigin.builder().container("vod", none);
      assertEquals(
          "no folder " + none,
          assertThrows(IllegalArgumentException.class, setup::start).getMessage());
    }
  }

  @Test
  void fileThatCanBeNoObject_isNamed() throws Exception {
    Files.writeString(folder.resolve("a b.ts"), "x");
    TestOrigin.Builder setup = TestOrigin.builder().container("vod", folder);
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, setup::start).getMessage());
    assertTrue(
        message.startsWith(
            "container vod cannot begin with the file \"a b.ts\" of 1 bytes: Path may hold only"),
        message);
  }

  @Test
  void whatIsThereFromTheStart_hasNotArrived() throws Exception {
    Files.writeString(
        folder.resolve("a.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nb.ts\n");
    Files.writeString(folder.resolve("b.ts"), "x");
    try (TestOrigin origin = TestOrigin.builder().container("vod", folder).start()) {
      assertEquals(List.of(), origin.uploads("vod"));
      assertEquals(List.of(), origin.ingest("vod").playlists());
      origin.reset();
      assertEquals(List.of(), origin.uploads("vod"));
    }
  }
}
