// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/run store} on the folder of an origin. */
class StoreCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void write() {
    try (MediaStore store = MediaStore.builder().directory(folder).build()) {
      Container live = store.createContainer("live");
      for (int i = 0; i < 3; i++) {
        live.put(ObjectPath.of("hls/" + i + ".ts"), UploadOptions.none(), new byte[100_000]);
      }
    }
  }

  private CommandRun run(String what) throws Exception {
    return CommandRun.of("", "store", what, folder.toString());
  }

  @Test
  void verify_ofASoundFolder_saysSo() throws Exception {
    CommandRun run = run("verify");
    assertEquals(0, run.status());
    assertTrue(run.out().startsWith("{\"verdict\":\"sound\",\"damages\":0"), run.out());
  }

  @Test
  void verify_ofADamagedObject_namesIt() throws Exception {
    try (FileChannel log =
        FileChannel.open(folder.resolve("log-0000000001"), StandardOpenOption.WRITE)) {
      log.write(ByteBuffer.wrap(new byte[] {1}), 150_000);
    }
    CommandRun run = run("verify");
    assertEquals(StoreCommand.DAMAGED, run.status());
    assertTrue(run.out().contains("\"damage\":\"PAYLOAD\""), run.out());
    assertTrue(run.out().contains("/hls/1.ts\""), run.out());
  }

  @Test
  void stats_countsWhatIsThere() throws Exception {
    String out = run("stats").out();
    assertTrue(out.startsWith("{\"containers\":1,\"objects\":3,\"liveBytes\":30"), out);
  }

  @Test
  void dump_listsContainersAndObjects() throws Exception {
    String out = run("dump").out();
    assertEquals(4, out.lines().count());
    assertTrue(out.contains("\"path\":\"hls/2.ts\",\"bytes\":100000"), out);
  }

  @Test
  void folderInUse_isRefused() throws Exception {
    try (MediaStore store = MediaStore.builder().directory(folder).build()) {
      assertEquals(StoreCommand.UNREADABLE, run("verify").status());
      assertTrue(store.container("live").isPresent());
    }
  }

  @Test
  void N14_emptyFolder_isSound_andStaysEmpty() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandRun run = CommandRun.of("", "store", "verify", empty.toString());
    assertEquals(0, run.status());
    assertTrue(run.out().startsWith("{\"verdict\":\"sound\""), run.out());
    try (Stream<Path> files = Files.list(empty)) {
      assertTrue(files.allMatch(file -> file.endsWith("store.lock")));
    }
  }

  @Test
  void whatIsNoFolder_isAMistakeOfTheCaller() throws Exception {
    assertEquals(2, CommandRun.of("", "store", "verify", folder + "/no").status());
    assertEquals(2, run("mend").status());
    assertEquals(2, CommandRun.of("", "store").status());
  }
}
