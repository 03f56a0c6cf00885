// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The layer to real files: names, links, locks, mappings, and no interrupt that closes anything.
 */
class RealFolderTest {
  @TempDir Path temporary;
  private RealFolder folder;

  @BeforeEach
  void open() throws IOException {
    folder = RealFolder.open(temporary.resolve("data"));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private Path inside(String name) {
    return temporary.resolve("data").resolve(name);
  }

  private static void write(StoreFile file, long position, String text) throws IOException {
    FileTransfer.writeFully(file, position, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static String read(StoreFile file, long position, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    FileTransfer.readFully(file, position, target);
    return new String(target.array(), UTF_8);
  }

  @Test
  void newFile_isOfItsLengthAndOfZeros_andTakesNoRoom() throws IOException {
    try (StoreFile file = folder.create("log", 1 << 20)) {
      assertEquals(1 << 20, file.length());
      assertEquals("\0\0\0", read(file, (1 << 20) - 3, 3));
      assumeTrue(Files.getFileStore(temporary).supportsFileAttributeView("unix"));
      assertEquals(0, blocksOf(inside("log")));
    }
  }

  /** 512-byte units in use, from the one tool that is everywhere. */
  private static long blocksOf(Path path) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", path.toString()).start();
    return Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).trim());
  }

  @Test
  void writtenBytes_areReadBack_andSeenInAMappingMadeBefore() throws IOException {
    try (StoreFile file = folder.create("log", 10_000)) {
      ByteBuffer mapping = file.map();
      assertEquals(10_000, mapping.remaining());
      assertTrue(mapping.isReadOnly());
      write(file, 5000, "hello");
      assertEquals("hello", read(file, 5000, 5));
      byte[] seen = new byte[5];
      mapping.get(5000, seen);
      assertArrayEquals("hello".getBytes(UTF_8), seen);
      file.sync();
    }
    folder.sync();
    try (StoreFile again = folder.open("log", false)) {
      assertEquals("hello", read(again, 5000, 5));
      assertThrows(Exception.class, () -> write(again, 0, "x"));
    }
  }

  @Test
  void mapping_outlivesClose() throws IOException {
    StoreFile file = folder.create("log", 100);
    write(file, 0, "kept");
    ByteBuffer mapping = file.map();
    file.close();
    file.close();
    assertEquals('k', mapping.get(0));
  }

  @Test
  void delete_givesTheRoomBackAtOnce_alsoOfAFileThatIsOpenAndMapped() throws IOException {
    try (StoreFile file = folder.create("log", 100)) {
      write(file, 0, "gone");
      ByteBuffer mapping = file.map();
      folder.delete("log");
      assertEquals(List.of(), folder.list());
      assertEquals(0, file.length());
      assertEquals(100, mapping.capacity()); // and that is all that may be asked of it
    }
  }

  @Test
  void map_whenTheNameMeansAnotherFile_isRefused() throws IOException {
    try (StoreFile file = folder.create("log", 100)) {
      folder.delete("log");
      assertThrows(NoSuchFileException.class, file::map);
      folder.create("log", 100).close();
      assertThrows(IOException.class, file::map);
    }
  }

  @Test
  void write_beyondTheEnd_isRefusedAndTheLengthStays() throws IOException {
    try (StoreFile file = folder.create("log", 10)) {
      assertThrows(IllegalArgumentException.class, () -> write(file, 8, "long"));
      assertThrows(IllegalArgumentException.class, () -> write(file, -1, "x"));
      assertEquals(10, file.length());
      assertEquals(-1, file.read(10, ByteBuffer.allocate(1)));
    }
  }

  @Test
  void create_whereTheNameIsTaken_isRefusedAndHarmsNothing() throws IOException {
    try (StoreFile file = folder.create("log", 10)) {
      write(file, 0, "mine");
      assertThrows(FileAlreadyExistsException.class, () -> folder.create("log", 10));
      assertEquals("mine", read(file, 0, 4));
    }
  }

  @Test
  void create_ofALengthNoFileSystemHas_leavesNothing() throws IOException {
    assertThrows(IOException.class, () -> folder.create("log", Long.MAX_VALUE));
    assertEquals(List.of(), folder.list());
  }

  @Test
  void rename_takesThePlaceOfAnotherFile() throws IOException {
    folder.create("old", 1).close();
    folder.create("new", 2).close();
    folder.rename("new", "old");
    assertEquals(List.of("old"), folder.list());
    try (StoreFile file = folder.open("old", false)) {
      assertEquals(2, file.length());
    }
    assertThrows(NoSuchFileException.class, () -> folder.rename("new", "old"));
  }

  @Test
  void missingFile_isSaidToBeMissing() {
    assertThrows(NoSuchFileException.class, () -> folder.open("log", true));
    assertThrows(NoSuchFileException.class, () -> folder.delete("log"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../log", "a/b", "/log", "a/../log", ".log", "store.lock"})
  void name_thatIsNotOneOfAPlainFile_isRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> folder.create(name, 1));
    assertThrows(IllegalArgumentException.class, () -> folder.open(name, false));
    assertThrows(IllegalArgumentException.class, () -> folder.delete(name));
    assertThrows(IllegalArgumentException.class, () -> folder.rename("log", name));
  }

  /** I16: links, folders and pipes in place of a file. */
  @Test
  void whatIsNotAPlainFile_isNeitherListedNorOpenedNorDeleted() throws Exception {
    Path outside = Files.writeString(temporary.resolve("outside"), "untouched");
    Files.createSymbolicLink(inside("link"), outside);
    Files.createSymbolicLink(inside("dangling"), temporary.resolve("nowhere"));
    Files.createDirectory(inside("folder"));
    Process pipe = new ProcessBuilder("mkfifo", inside("pipe").toString()).start();
    assumeTrue(pipe.waitFor(10, TimeUnit.SECONDS) && pipe.exitValue() == 0);

    assertEquals(List.of(), folder.list());
    for (String name : List.of("link", "dangling", "folder", "pipe")) {
      assertThrows(IOException.class, () -> folder.open(name, true), name);
      assertThrows(IOException.class, () -> folder.open(name, false), name);
      assertThrows(IOException.class, () -> folder.delete(name), name);
      assertThrows(IOException.class, () -> folder.create(name, 1), name);
      assertThrows(IOException.class, () -> folder.rename(name, "other"), name);
    }
    assertEquals("untouched", Files.readString(outside));
    assertFalse(Files.exists(temporary.resolve("nowhere")));
  }

  /** I16: the lock file itself as a link. */
  @Test
  void lock_whereALinkHasItsName_isRefused() throws IOException {
    Path outside = temporary.resolve("outside");
    Files.createSymbolicLink(inside(RealFolder.LOCK_FILE), outside);
    assertThrows(IOException.class, () -> folder.lock());
    assertFalse(Files.exists(outside));
  }

  /** I19. */
  @Test
  void lock_isHeldUntilClose_alsoByAnotherPathToTheFolder() throws IOException {
    Files.createSymbolicLink(temporary.resolve("alias"), temporary.resolve("data"));
    assertTrue(folder.lock());
    assertFalse(folder.lock());
    try (RealFolder second = RealFolder.open(temporary.resolve("alias"))) {
      assertFalse(second.lock());
    }
    try (RealFolder third = RealFolder.open(temporary.resolve("data"))) {
      assertFalse(third.lock(), "the second one's close must not have given the lock away");
      folder.close();
      assertTrue(third.lock());
    }
  }

  /** I19: a lock file that a dead process left behind, and a lock that another process holds. */
  @Test
  void lock_ofAnotherProcess_isRespectedWhileItLives() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                temporary.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('1', holder.getInputStream().read());
      assertFalse(folder.lock());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertTrue(folder.lock());
  }

  /** Locks a folder, says so, and waits to be killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      try (RealFolder folder = RealFolder.open(Path.of(arguments[0]))) {
        System.out.write(folder.lock() ? '1' : '0');
        System.out.flush();
        System.in.read();
      }
    }
  }

  /** I23. */
  @Test
  void folder_replacedWhileInUse_isNotWrittenInto() throws IOException {
    folder.create("log", 10).close();
    Files.move(temporary.resolve("data"), temporary.resolve("away"));
    assertThrows(IOException.class, () -> folder.create("other", 10));
    Files.createDirectory(temporary.resolve("data"));
    assertThrows(IOException.class, () -> folder.create("other", 10));
    assertThrows(IOException.class, () -> folder.rename("log", "other"));
    assertThrows(IOException.class, () -> folder.list());
    assertThrows(IOException.class, () -> folder.sync());
    try (var found = Files.list(temporary.resolve("data"))) {
      assertEquals(0, found.count());
    }
  }

  @Test
  void open_whereAFileIs_isRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThrows(IOException.class, () -> RealFolder.open(file));
    assertThrows(IOException.class, () -> RealFolder.open(file.resolve("below")));
  }

  @Test
  void closedFolder_refusesCalls_andItsFilesStayUsable() throws IOException {
    StoreFile file = folder.create("log", 10);
    folder.close();
    folder.close();
    assertThrows(IOException.class, () -> folder.list());
    assertThrows(IOException.class, () -> folder.create("other", 1));
    write(file, 0, "x");
    file.close();
  }

  private interface Call {
    void run() throws IOException;
  }

  /** K15: with the flag set before each call, each call works and keeps the flag. */
  @Test
  void interruptedThread_canMakeEveryCall_andStaysInterrupted() throws IOException {
    List<Call> calls = new ArrayList<>();
    StoreFile[] file = new StoreFile[1];
    calls.add(() -> folder.lock());
    calls.add(() -> file[0] = folder.create("log", 4096));
    calls.add(() -> write(file[0], 0, "text"));
    calls.add(() -> assertEquals("text", read(file[0], 0, 4)));
    calls.add(() -> file[0].sync());
    calls.add(() -> assertEquals('t', file[0].map().get(0)));
    calls.add(() -> assertEquals(4096, file[0].length()));
    calls.add(() -> folder.rename("log", "log2"));
    calls.add(() -> folder.sync());
    calls.add(() -> assertEquals(List.of("log2"), folder.list()));
    calls.add(() -> folder.open("log2", false).close());
    calls.add(() -> write(file[0], 4, "more"));
    calls.add(() -> assertEquals("textmore", read(file[0], 0, 8)));
    calls.add(() -> folder.delete("log2"));
    try {
      for (Call call : calls) {
        Thread.currentThread().interrupt();
        call.run();
        assertTrue(Thread.interrupted(), "the flag was lost");
      }
    } finally {
      Thread.interrupted();
    }
    file[0].close();
  }

  /** K15: interrupts that hit anywhere inside a call; the channel stays open for everyone. */
  @Test
  void interrupts_duringCalls_disturbNobody() throws Exception {
    try (StoreFile file = folder.create("log", 1 << 16)) {
      AtomicBoolean done = new AtomicBoolean();
      List<Throwable> failures = new ArrayList<>();
      Thread worker =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 100; i++) {
                    write(file, i % 60_000, "abcdef");
                    assertEquals("abcdef", read(file, i % 60_000, 6));
                    assertEquals('a', file.map().get(i % 60_000));
                    if (i % 10 == 0) {
                      file.sync();
                      folder.sync();
                    }
                  }
                } catch (Throwable e) {
                  failures.add(e);
                } finally {
                  done.set(true);
                }
              });
      worker.start();
      while (!done.get()) {
        worker.interrupt();
        Thread.onSpinWait();
      }
      worker.join();
      assertEquals(List.of(), failures);
      assertEquals("abcdef", read(file, 99, 6));
    }
  }

  @Test
  void descriptors_areAllGivenBack() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "no /proc here");
    long before = descriptorsOf(temporary);
    for (int i = 0; i < 50; i++) {
      try (RealFolder other = RealFolder.open(temporary.resolve("other"))) {
        assertTrue(other.lock());
        try (StoreFile file = other.create("log" + i, 100)) {
          file.map();
          assertThrows(IOException.class, () -> other.create("huge", Long.MAX_VALUE));
          assertThrows(IOException.class, () -> other.open("missing", true));
        }
      }
    }
    assertEquals(before, descriptorsOf(temporary));
  }

  private static long descriptorsOf(Path below) throws IOException {
    long found = 0;
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all.toList()) {
        try {
          if (Files.readSymbolicLink(descriptor).startsWith(below)) {
            found++;
          }
        } catch (NoSuchFileException e) {
          // the one that did the listing
        }
      }
    }
    return found;
  }
}
