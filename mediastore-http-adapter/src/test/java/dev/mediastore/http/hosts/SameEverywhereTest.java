// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * N15, N16: a machine with another language, clock, alphabet or transport gives the same answers,
 * byte for byte; N11: so does one without a network. That the two versions of the JDK do is seen by
 * running the build on both.
 */
@Timeout(120)
class SameEverywhereTest {
  @TempDir static Path folders;
  private static String expected = "";

  private static final List<String> PLAIN =
      List.of(
          "-Duser.language=en",
          "-Duser.country=US",
          "-Duser.timezone=UTC",
          "-Dfile.encoding=UTF-8",
          "-Dio.netty.transport.noNative=true");

  @BeforeAll
  static void runPlainly() throws Exception {
    expected = run(List.of(), PLAIN);
    assertTrue(expected.contains("\n200\n"), expected);
    assertTrue(expected.contains("\n206\n"), expected);
    assertTrue(expected.contains("VIDEO/MP2T"), expected);
  }

  /** What a session prints, run by {@code launcher} with these options. */
  private static String run(List<String> launcher, List<String> options) throws Exception {
    Path folder = Files.createTempDirectory(folders, "session");
    Path errors = folder.resolve("errors");
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dslf4j.provider=dev.mediastore.http.RecordedLog");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Session.class.getName()));
    command.add(folder.resolve("data").toString());
    Process session = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try {
      String printed = new String(session.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, session.waitFor(), () -> text(errors));
      return printed;
    } finally {
      session.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  static Stream<Arguments> machines() {
    return Stream.of(
        Arguments.of(
            "Turkish, half an hour off, ASCII, line ends of two",
            List.of(
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Kolkata",
                "-Dfile.encoding=US-ASCII",
                "-Dline.separator=\r\n",
                "-Dio.netty.transport.noNative=true",
                "-ea",
                "-esa")),
        Arguments.of(
            "Arabic digits, the day after, native transport",
            List.of(
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.extensions=u-nu-arab-ca-islamic",
                "-Duser.timezone=Pacific/Kiritimati",
                "-Dfile.encoding=ISO-8859-1",
                "-da")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void N15_N16_machine_changesNoAnswer(String what, List<String> options) throws Exception {
    assertEquals(expected, run(List.of(), options), what);
  }

  /** Loopback only: whatever looked a name up or called home would wait or fail. */
  @Test
  void N11_machineWithoutANetwork_changesNoAnswer() throws Exception {
    List<String> alone =
        List.of(
            "unshare",
            "--net",
            "--map-root-user",
            "sh",
            "-c",
            "ip link set lo up && exec \"$@\"",
            "sh");
    assumeTrue(permitted(alone), "no network namespaces here");
    assertEquals(expected, run(alone, PLAIN));
  }

  private static boolean permitted(List<String> launcher) throws InterruptedException {
    List<String> probe = new ArrayList<>(launcher);
    probe.add("true");
    try {
      Process process = new ProcessBuilder(probe).start();
      return process.waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
