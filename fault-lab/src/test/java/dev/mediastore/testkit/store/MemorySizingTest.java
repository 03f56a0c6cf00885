// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * J18: a process sized as docs/storage.md says serves a full store. A heap of 64 MiB; outside it
 * what the store was given for content, 130 bytes for each object, and 16 MiB; for the process both
 * and 100 MiB.
 */
class MemorySizingTest {
  private static final long MIB = 1 << 20;
  private static final Pattern SERVED =
      Pattern.compile("served objects=(\\d+) full=(\\w+) index=(\\d+) resident=(\\d+)");

  @TempDir Path below;

  private static long outsideTheHeap(long content, long objects) {
    return content + 130 * objects + 16 * MIB;
  }

  private Matcher run(String where, long content, int objects, int length) throws Exception {
    List<String> options =
        List.of(
            "-Xmx64m",
            "-XX:MaxDirectMemorySize=" + outsideTheHeap(content, objects),
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    try (Child child =
        Child.start(
            below.resolve("said"),
            options,
            FullStore.class,
            where,
            Long.toString(content),
            Integer.toString(objects),
            Integer.toString(length))) {
      String words = child.words(Scale.of(120, 600));
      // A slab that the system refuses is logged, and the store goes on smaller than it was told.
      assertTrue(!words.contains("refused"), words);
      Matcher served = SERVED.matcher(words);
      assertTrue(served.find(), words);
      long resident = Long.parseLong(served.group(4)) * 1024;
      long allowed = 64 * MIB + outsideTheHeap(content, objects) + 100 * MIB;
      assertTrue(resident <= allowed, resident + " bytes in memory, allowed are " + allowed);
      Scale.report(
          where.equals("memory") ? "sizing MEMORY" : "sizing DIRECTORY",
          Map.of(
              "objects",
              Long.parseLong(served.group(1)),
              "indexBytes",
              Long.parseLong(served.group(3)),
              "residentKilobytes",
              resident / 1024,
              "outsideTheHeapKilobytes",
              outsideTheHeap(content, objects) / 1024));
      return served;
    }
  }

  @Test
  void J18_memoryStoreSizedAsDocumented_servesFull() throws Exception {
    int objects = Scale.of(40_000, 2_000_000);
    int length = 192;
    // Room for one object less, so that the last one is refused.
    Matcher served = run("memory", (long) (objects - 1) * length, objects, length);
    assertEquals(objects - 1, Integer.parseInt(served.group(1)));
    assertEquals("true", served.group(2));
  }

  @Test
  void J18_directoryStoreSizedAsDocumented_serves() throws Exception {
    int objects = Scale.of(20_000, 1_000_000);
    Matcher served = run(below.resolve("data").toString(), 8 * MIB, objects, 192);
    assertEquals(objects, Integer.parseInt(served.group(1)));
  }
}
