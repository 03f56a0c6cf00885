// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.MediaStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code examples/run origin} where it cannot start (N01, N02). */
class OriginCommandTest {
  @TempDir Path folder;

  private CommandRun run(String... flags) {
    List<String> line = new ArrayList<>(List.of("origin"));
    line.addAll(List.of(flags));
    return CommandRun.of(new byte[0], line);
  }

  /** The flag to be named comes first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port 65536",
        "--port -1",
        "--memory -1m",
        "--memory 100",
        "--account 12",
        "--account -11122223333",
        "--region US_EAST",
        "--region ",
        "--durability always",
        "--credentials key",
        "--container a/b",
        "--container ",
        "--console short",
        "--time time",
        "--time /a?b",
        "--health /",
        "--time /x --health /x",
        "--host tomcat",
        "--replicas 3",
        "--tls --tls",
      })
  void N01_settingThatMakesNoSense_isNamed_andNothingIsCreated(String flags) {
    Path data = folder.resolve("data");
    CommandRun run = run((flags + " --data " + data).split(" ", -1));
    assertEquals(2, run.status(), run::toString);
    String flag = flags.split(" ", 2)[0];
    assertTrue(run.err().startsWith("origin: "), run.err());
    assertTrue(run.err().lines().findFirst().orElse("").contains(flag), run.err());
    assertFalse(Files.exists(data));
    assertEquals("", run.out());
  }

  @Test
  void N01_durabilityOfNoFolder_isAContradiction() {
    CommandRun run = run("--durability", "os");
    assertEquals(2, run.status());
    assertTrue(run.err().startsWith("origin: --durability needs --data"), run.err());
  }

  @Test
  void N01_portOfAnother_isOneLine() throws Exception {
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      CommandRun run = run("--port", Integer.toString(other.getLocalPort()));
      assertEquals(OriginCommand.FAILED, run.status());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains(Integer.toString(other.getLocalPort())), run.err());
    }
  }

  @Test
  void N02_folderOfAnother_isOneLine() {
    try (MediaStore other = MediaStore.builder().directory(folder).build()) {
      CommandRun run = run("--port", "0", "--data", folder.toString());
      assertEquals(OriginCommand.FAILED, run.status());
      assertEquals(
          "origin: The folder " + folder + " is in use by another store.", run.err().strip());
      assertTrue(other.isWritable());
    }
  }

  @Test
  void N02_fileInPlaceOfTheFolder_isOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    CommandRun run = run("--port", "0", "--data", file.toString());
    assertEquals(OriginCommand.FAILED, run.status());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("origin: "), run.err());
    assertEquals("mine", Files.readString(file));
  }
}
