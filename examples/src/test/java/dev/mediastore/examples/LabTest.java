// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab of the README, run as a person would, on both hosts. */
class LabTest {
  private static final Pattern README_OUTPUT =
      Pattern.compile("<!-- output: lab -->\n```text\n(.*?)```\n", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"netty", "servlet"})
  void lab_succeeds(String host) throws Exception {
    assertTrue(run("lab", "--host", host).contains("the lab is complete"));
  }

  @Test
  void readme_shows_what_the_lab_prints() throws Exception {
    Matcher shown = README_OUTPUT.matcher(Files.readString(Path.of("../README.md")));
    assertTrue(shown.find());
    assertEquals(withoutRunDetails(shown.group(1)), withoutRunDetails(run("lab")));
  }

  /** Times and ports differ from run to run. */
  private static String withoutRunDetails(String output) {
    return output.replaceAll("\\(\\d+ ms\\)", "(time)").replaceAll("127.0.0.1:\\d+", "host");
  }

  private static String run(String... args) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of(args),
            InputStream.nullInputStream(),
            new PrintStream(out),
            new PrintStream(err));
    assertEquals(0, status, () -> err.toString(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
