// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * J17: a whole process is stopped for longer than its writers may wait for the disk. When it goes
 * on and the disk answers, nobody has been refused. Only in heavy runs, as time has to pass; in
 * every build {@code PatienceTest} does the same without.
 */
class ProcessFreezeTest {
  @TempDir Path below;

  @ParameterizedTest
  @ValueSource(ints = {5, 30})
  void J17_processStoppedLongerThanItsPatience_refusesNobody(int seconds) throws Exception {
    assumeTrue(Scale.heavy(), "a process is stopped for seconds in heavy runs only");
    Path said = below.resolve("said");
    try (Child child = Child.start(said, List.of("-Xmx64m"), FrozenWriters.class)) {
      while (child.process().isAlive() && !Files.readString(said).contains("waiting")) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      signal("-STOP", child);
      TimeUnit.SECONDS.sleep(seconds);
      signal("-CONT", child);
      try (OutputStream words = child.process().getOutputStream()) {
        words.write('\n');
      }
      String words = child.words(60);
      assertEquals("waiting\nstored " + FrozenWriters.WRITERS + "\n", words);
      Scale.report("freeze", Map.of("seconds", seconds, "stored", FrozenWriters.WRITERS));
    }
  }

  private static void signal(String name, Child child) throws Exception {
    String pid = Long.toString(child.process().pid());
    assertEquals(0, new ProcessBuilder("kill", name, pid).inheritIO().start().waitFor());
  }
}
