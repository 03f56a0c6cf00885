// SPDX-License-Identifier: Apache-2.0
package stranger.httpadapter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A stranger's module starts with the module descriptors the jars really have. */
class ModulePathTest {

  @Test
  void module_runs_on_the_module_path() throws Exception {
    String modulePath =
        Files.readString(Path.of("target/module.path")).strip()
            + File.pathSeparator
            + "target/classes";
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                modulePath,
                "-m",
                "stranger.httpadapter/stranger.httpadapter.Main")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor());
    assertEquals("403", printed.strip());
  }
}
