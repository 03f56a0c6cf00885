// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strangers' modules start with the module descriptors the published jars really have. */
class ConsumersTest {

  @ParameterizedTest
  @CsvSource({
    "consumer-core,         stranger.core,        188",
    "consumer-cors,         stranger.cors,        https://www.example.com",
    "consumer-http-adapter, stranger.httpadapter, 403",
    "consumer-policy,       stranger.policy,      EXPLICIT_DENY NoDrafts",
    "consumer-sigv4,        stranger.sigv4,       AKIDSTRANGER",
    "consumer-testkit,      stranger.testkit,     200 [hls/0.ts]"
  })
  void consumer_runs_on_the_module_path(String folder, String module, String prints)
      throws Exception {
    Path target = Repository.root().resolve("project-checks").resolve(folder).resolve("target");
    String modulePath =
        Files.readString(target.resolve("module.path")).strip()
            + File.pathSeparator
            + target.resolve("classes");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                modulePath,
                "-m",
                module + "/" + module + ".Main")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor());
    assertEquals(prints, printed.strip());
  }
}
