// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulated folder does what it claims, or the laboratory proves nothing. */
class SimulatedFolderTest {
  private static final int SEEDS = 300;
  private static final int SECTOR = Inode.SECTOR;

  private final SimulatedFolder folder = SimulatedFolder.empty(1);

  private static void fill(StoreFile file, int position, int length, char letter)
      throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) letter);
    FileTransfer.writeFully(file, position, ByteBuffer.wrap(bytes));
  }

  private static StoreFile durableFile(SimulatedFolder folder, String name, int sectors)
      throws IOException {
    StoreFile file = folder.create(name, (long) sectors * SECTOR);
    file.sync();
    folder.sync();
    return file;
  }

  /** The first letter of each sector, '.' for zero; "-" for a missing file, "" for an empty one. */
  private static String letters(SimulatedFolder folder, String name) {
    if (!folder.names().contains(name)) {
      return "-";
    }
    StringBuilder letters = new StringBuilder();
    byte[] content = folder.content(name);
    for (int at = 0; at < content.length; at += SECTOR) {
      letters.append(content[at] == 0 ? '.' : (char) content[at]);
    }
    return letters.toString();
  }

  private Set<String> outcomes(LossModel model, String... names) {
    Set<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFolder image = folder.crash(model, seed);
      outcomes.add(String.join("|", Arrays.stream(names).map(n -> letters(image, n)).toList()));
    }
    return outcomes;
  }

  @ParameterizedTest
  @EnumSource(LossModel.class)
  void whatWasSynced_survivesEveryModel(LossModel model) throws IOException {
    StoreFile file = durableFile(folder, "log", 3);
    fill(file, 0, 3 * SECTOR, 'a');
    file.sync();
    assertFalse(folder.anythingPending());
    assertEquals(Set.of("aaa"), outcomes(model, "log"));
  }

  @Test
  void entriesAndContent_areMadeDurableApart() throws IOException {
    StoreFile entryOnly = folder.create("entryOnly", SECTOR);
    folder.sync();
    fill(entryOnly, 0, SECTOR, 'a');
    StoreFile contentOnly = folder.create("contentOnly", SECTOR);
    fill(contentOnly, 0, SECTOR, 'b');
    contentOnly.sync();
    assertEquals(Set.of("|-"), outcomes(LossModel.ALL_LOST, "entryOnly", "contentOnly"));
    assertEquals(
        Set.of("|-", ".|-", "a|-", "a|b"),
        outcomes(LossModel.PREFIX, "entryOnly", "contentOnly"),
        "the entry of the second file comes after the content of the first");
  }

  private void threeWrites() throws IOException {
    StoreFile file = durableFile(folder, "log", 3);
    fill(file, 0, SECTOR, 'a');
    fill(file, SECTOR, SECTOR, 'b');
    fill(file, 2 * SECTOR, SECTOR, 'c');
    assertTrue(folder.anythingPending());
  }

  @Test
  void allLost_losesAll() throws IOException {
    threeWrites();
    assertEquals(Set.of("..."), outcomes(LossModel.ALL_LOST, "log"));
  }

  @Test
  void prefix_keepsEveryPrefixAndNothingElse() throws IOException {
    threeWrites();
    assertEquals(Set.of("...", "a..", "ab.", "abc"), outcomes(LossModel.PREFIX, "log"));
  }

  @Test
  void sectors_keepEveryCombination() throws IOException {
    threeWrites();
    assertEquals(
        Set.of("...", "a..", ".b.", "..c", "ab.", "a.c", ".bc", "abc"),
        outcomes(LossModel.SECTORS, "log"));
  }

  @Test
  void sectors_areAsTheyWereAfterSomeChange() throws IOException {
    StoreFile file = durableFile(folder, "log", 1);
    fill(file, 0, 10, 'a');
    fill(file, 10, 10, 'b');
    fill(file, 0, 10, 'c');
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] content = folder.crash(LossModel.SECTORS, seed).content("log");
      seen.add(new String(content, 0, 20, StandardCharsets.US_ASCII).replace('\0', '.'));
    }
    assertEquals(
        Set.of(
            ".".repeat(20),
            "a".repeat(10) + ".".repeat(10),
            "a".repeat(10) + "b".repeat(10),
            "c".repeat(10) + "b".repeat(10)),
        seen,
        "never b without a: the page held both");
  }

  @Test
  void reordered_keepsAPrefixOfEachFileOnItsOwn() throws IOException {
    StoreFile first = durableFile(folder, "first", 2);
    StoreFile second = durableFile(folder, "second", 1);
    fill(first, 0, SECTOR, 'a');
    fill(second, 0, SECTOR, 'x');
    fill(first, SECTOR, SECTOR, 'b');
    assertEquals(
        Set.of("..|.", "a.|.", "ab|.", "..|x", "a.|x", "ab|x"),
        outcomes(LossModel.REORDERED, "first", "second"));
  }

  @Test
  void reordered_keepsAnyOfTheEntries() throws IOException {
    StoreFile old = durableFile(folder, "old", 1);
    fill(old, 0, SECTOR, 'o');
    old.sync();
    StoreFile next = folder.create("next", SECTOR);
    fill(next, 0, SECTOR, 'n');
    next.sync();
    folder.delete("old");
    folder.rename("next", "final");
    assertEquals(
        Set.of(
            "o|-|-", "-|-|-", "o|n|-", "-|n|-", // the rename lost
            "o|-|n", "-|-|n"), // kept, whether or not the creation was
        outcomes(LossModel.REORDERED, "old", "next", "final"));
    assertEquals(
        Set.of("o|-|-", "o|n|-", "-|n|-", "-|-|n"),
        outcomes(LossModel.PREFIX, "old", "next", "final"));
  }

  @Test
  void reordered_keepsAnEntryWithoutItsContent() throws IOException {
    StoreFile file = folder.create("log", SECTOR);
    fill(file, 0, SECTOR, 'a');
    assertEquals(Set.of("-", "", ".", "a"), outcomes(LossModel.REORDERED, "log"));
  }

  @Test
  void torn_cutsTheLastWriteInsideASectorAndHarmsNoOtherByte() throws IOException {
    StoreFile file = durableFile(folder, "log", 4);
    fill(file, 0, 4 * SECTOR, 's');
    file.sync();
    fill(file, 700, 900, 'n');
    Set<Integer> cuts = new TreeSet<>();
    boolean gap = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] content = folder.crash(LossModel.TORN, seed).content("log");
      for (int i = 0; i < content.length; i++) {
        boolean inside = i >= 700 && i < 1600;
        assertTrue(content[i] == 's' || (inside && content[i] == 'n'), "byte " + i);
        if (i > 0 && content[i - 1] == 'n' && content[i] == 's') {
          cuts.add(i % SECTOR);
        }
      }
      gap |= content[700] == 's' && new String(content, StandardCharsets.US_ASCII).contains("n");
    }
    assertTrue(cuts.size() > 100, "cut at few places: " + cuts);
    assertTrue(gap, "never was the start lost and a later part kept");
  }

  @Test
  void oneSeed_isOneOutcome() throws IOException {
    threeWrites();
    for (LossModel model : LossModel.values()) {
      for (int seed = 0; seed < 50; seed++) {
        assertEquals(
            letters(folder.crash(model, seed), "log"), letters(folder.crash(model, seed), "log"));
      }
    }
  }

  @Test
  void image_isADiskOfItsOwn() throws IOException {
    StoreFile file = durableFile(folder, "log", 2);
    fill(file, 0, SECTOR, 'a');
    file.sync();
    SimulatedFolder image = folder.crash(LossModel.ALL_LOST, 1);
    StoreFile reader = image.open("log", false);
    ByteBuffer before = reader.map();
    fill(file, 0, SECTOR, 'b');
    file.sync();
    assertEquals("a.", letters(image, "log"));
    assertEquals('a', before.get(0));

    StoreFile writer = image.open("log", true);
    fill(writer, SECTOR, SECTOR, 'c');
    writer.sync();
    assertEquals('c', writer.map().get(SECTOR));
    assertEquals("b.", letters(folder, "log"));
    assertEquals("ac", letters(image.crash(LossModel.ALL_LOST, 2), "log"));
    assertEquals("b.", letters(folder.crash(LossModel.ALL_LOST, 2), "log"));
  }

  @Test
  void mapping_showsWhatIsWrittenLaterAndOutlivesTheFile() throws IOException {
    StoreFile file = folder.create("log", SECTOR);
    ByteBuffer mapping = file.map();
    assertTrue(mapping.isReadOnly());
    fill(file, 0, 3, 'a');
    file.close();
    folder.delete("log");
    assertEquals('a', mapping.get(2));
    assertThrows(IOException.class, () -> fill(file, 0, 1, 'b'));
  }

  /** Pages of a failed sync are clean afterwards: a later sync proves nothing about them. */
  @Test
  void failedSync_forgets_andALaterOneWritesOnlyWhatCameAfter() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedFolder disk = SimulatedFolder.empty(seed);
      StoreFile file = durableFile(disk, "log", 3);
      fill(file, 0, SECTOR, 'a');
      fill(file, SECTOR, SECTOR, 'b');
      disk.fail(FaultPlan.once(disk.calls(), Fault.EIO));
      assertThrows(InjectedFault.class, file::sync);
      fill(file, 2 * SECTOR, SECTOR, 'c');
      file.sync();
      assertEquals("abc", letters(disk, "log"), "processes still see it");
      seen.add(letters(disk.crash(LossModel.ALL_LOST, seed), "log"));
    }
    assertEquals(Set.of("..c", "a.c", ".bc", "abc"), seen);
  }

  @Test
  void failedSyncOfTheFolder_forgetsEntries() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimulatedFolder disk = SimulatedFolder.empty(seed);
      disk.create("log", SECTOR).sync();
      disk.fail(FaultPlan.once(disk.calls(), Fault.EIO));
      assertThrows(InjectedFault.class, disk::sync);
      disk.sync();
      seen.add(letters(disk.crash(LossModel.ALL_LOST, seed), "log"));
    }
    assertEquals(Set.of("-", "."), seen);
  }

  /** kill -9: the machine runs on, so the next process sees more than a power cut would leave. */
  @Test
  void killed_showsTheNextProcessWhatCanStillBeLost() throws IOException {
    StoreFile file = durableFile(folder, "log", 1);
    assertTrue(folder.lock());
    fill(file, 0, SECTOR, 'a');
    SimulatedFolder next = folder.killed();
    assertThrows(PowerOff.class, () -> fill(file, 0, 1, 'b'));
    assertThrows(PowerOff.class, folder::list);
    folder.close();
    assertTrue(next.lock());
    assertEquals("a", letters(next, "log"));
    assertEquals(".", letters(next.crash(LossModel.ALL_LOST, 1), "log"));
    StoreFile reopened = next.open("log", true);
    reopened.sync();
    assertEquals("a", letters(next.crash(LossModel.ALL_LOST, 1), "log"));
  }

  @Test
  void fork_isLikeAKillThatDisturbsNobody() throws IOException {
    StoreFile file = durableFile(folder, "log", 2);
    assertTrue(folder.lock());
    fill(file, 0, SECTOR, 'a');
    folder.rename("log", "next");
    SimulatedFolder fork = folder.fork();
    fill(file, SECTOR, SECTOR, 'b');
    file.sync();
    assertTrue(fork.lock());
    assertEquals("a.", letters(fork, "next"));
    StoreFile other = fork.open("next", true);
    fill(other, 0, SECTOR, 'c');
    assertEquals("..", letters(fork.crash(LossModel.ALL_LOST, 1), "log"));
    other.sync();
    fork.sync();
    assertEquals("c.", letters(fork.crash(LossModel.ALL_LOST, 1), "next"));
    assertEquals("ab", letters(folder, "next"));
    assertEquals("ab", letters(folder.crash(LossModel.ALL_LOST, 1), "log"));
  }

  @Test
  void boundary_isToldBeforeTheEffect_andCanTurnThePowerOff() throws IOException {
    StoreFile file = durableFile(folder, "log", 2);
    List<String> told = new ArrayList<>();
    folder.watch(
        call -> {
          told.add(call.kind() + letters(folder, "log"));
          if (call.kind() == IoKind.SYNC_FILE) {
            folder.powerOff();
          }
        });
    fill(file, 0, SECTOR, 'a');
    fill(file, SECTOR, SECTOR, 'b');
    assertThrows(PowerOff.class, file::sync);
    assertEquals(List.of("WRITE..", "WRITEa.", "SYNC_FILEab"), told);
    assertTrue(folder.anythingPending());
  }

  private interface Call {
    void run(SimulatedFolder folder, StoreFile file) throws IOException;
  }

  private static Call call(IoKind kind) {
    return switch (kind) {
      case LOCK -> (folder, file) -> folder.lock();
      case LIST -> (folder, file) -> folder.list();
      case CREATE -> (folder, file) -> folder.create("other", 1);
      case OPEN -> (folder, file) -> folder.open("log", false);
      case RENAME -> (folder, file) -> folder.rename("log", "other");
      case DELETE -> (folder, file) -> folder.delete("log");
      case SYNC_FOLDER -> (folder, file) -> folder.sync();
      case LENGTH -> (folder, file) -> file.length();
      case WRITE -> (folder, file) -> file.write(0, ByteBuffer.wrap(new byte[8]));
      case READ -> (folder, file) -> file.read(0, ByteBuffer.allocate(8));
      case MAP -> (folder, file) -> file.map();
      case SYNC_FILE -> (folder, file) -> file.sync();
    };
  }

  @ParameterizedTest
  @EnumSource(IoKind.class)
  void everyCall_failsWithEveryError_onceOrFromThenOn(IoKind kind) throws IOException {
    for (Fault fault : EnumSet.allOf(Fault.class)) {
      if (fault.isError()) {
        SimulatedFolder disk = SimulatedFolder.empty(3);
        StoreFile file = durableFile(disk, "log", 1);
        disk.fail(FaultPlan.once(disk.calls(), fault));
        InjectedFault thrown =
            assertThrows(InjectedFault.class, () -> call(kind).run(disk, file), kind.name());
        assertEquals(fault, thrown.fault());
        assertEquals(List.of("log"), disk.names());
        assertEquals(1, disk.openFiles());
        call(kind).run(disk, file);

        SimulatedFolder dead = SimulatedFolder.empty(3);
        StoreFile deadFile = durableFile(dead, "log", 1);
        dead.fail(FaultPlan.from(dead.calls(), fault));
        for (int i = 0; i < 3; i++) {
          assertThrows(InjectedFault.class, () -> call(kind).run(dead, deadFile));
        }
      }
    }
  }

  @Test
  void readOnly_refusesChangesAndAnswersReads() throws IOException {
    StoreFile file = durableFile(folder, "log", 1);
    folder.fail(FaultPlan.readOnlyFrom(0, Fault.EROFS));
    for (IoKind kind :
        List.of(IoKind.CREATE, IoKind.RENAME, IoKind.DELETE, IoKind.WRITE, IoKind.SYNC_FILE)) {
      assertThrows(InjectedFault.class, () -> call(kind).run(folder, file), kind.name());
    }
    for (IoKind kind : List.of(IoKind.LIST, IoKind.OPEN, IoKind.READ, IoKind.MAP, IoKind.LENGTH)) {
      call(kind).run(folder, file);
    }
  }

  @Test
  void failedWrite_mayHaveWrittenSome() throws IOException {
    Set<Integer> reached = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimulatedFolder disk = SimulatedFolder.empty(seed);
      StoreFile file = durableFile(disk, "log", 1);
      disk.fail(FaultPlan.once(disk.calls(), Fault.EIO));
      assertThrows(InjectedFault.class, () -> fill(file, 0, 4, 'a'));
      reached.add(new String(disk.content("log"), StandardCharsets.US_ASCII).indexOf('\0'));
    }
    assertEquals(Set.of(0, 1, 2, 3, 4), reached);
  }

  @Test
  void shortAndZeroTransfers_areOnesTheLoopsGetOverOrReport() throws IOException {
    StoreFile file = durableFile(folder, "log", 1);
    folder.fail(call -> Fault.SHORT);
    assertEquals(4, file.write(0, ByteBuffer.wrap(new byte[7])));
    fill(file, 0, 100, 'a');
    ByteBuffer target = ByteBuffer.allocate(100);
    FileTransfer.readFully(file, 0, target);
    assertEquals('a', target.get(99));
    folder.fail(call -> Fault.ZERO);
    assertThrows(IOException.class, () -> fill(file, 0, 1, 'b'));
    assertThrows(IOException.class, () -> FileTransfer.readFully(file, 0, target.clear()));
    assertArrayEquals(new byte[] {'a'}, Arrays.copyOf(folder.content("log"), 1));
  }

  @Test
  void room_isCountedInBlocksThatWereWrittenTo() throws IOException {
    folder.capacity(3);
    StoreFile file = durableFile(folder, "log", 80);
    assertEquals(0, folder.usedBlocks(), "holes are free");
    fill(file, 5000, 10, 'a');
    fill(file, 5100, 10, 'a');
    assertEquals(1, folder.usedBlocks());
    assertEquals(3192, file.write(5000, ByteBuffer.wrap(new byte[3192])));
    fill(file, 0, 1, 'b');
    assertEquals(4096, file.write(8192, ByteBuffer.wrap(new byte[5000])), "what fits");
    assertEquals(3, folder.usedBlocks());
    InjectedFault full = assertThrows(InjectedFault.class, () -> fill(file, 12_288, 1, 'c'));
    assertEquals(Fault.ENOSPC, full.fault());
    fill(file, 0, 4096, 'd');

    folder.delete("log");
    assertEquals(3, folder.usedBlocks(), "it is still open");
    file.close();
    assertEquals(0, folder.usedBlocks());
  }

  @Test
  void room_isGivenBackByRenameOntoAnother_andIsKnownInAnImage() throws IOException {
    folder.capacity(2);
    StoreFile first = durableFile(folder, "first", 8);
    fill(first, 0, 8 * SECTOR, 'a');
    first.sync();
    first.close();
    StoreFile second = durableFile(folder, "second", 16);
    fill(second, 0, SECTOR, 'b');
    second.sync();
    assertEquals(2, folder.crash(LossModel.ALL_LOST, 1).usedBlocks());
    folder.rename("second", "first");
    assertEquals(1, folder.usedBlocks());
    fill(second, 8 * SECTOR, SECTOR, 'c');
    assertEquals(1, folder.crash(LossModel.ALL_LOST, 1).usedBlocks() - 1, "the old name is back");
  }

  @Test
  void room_takenByZeros_isTakenAfterACrashToo() throws IOException {
    StoreFile file = durableFile(folder, "log", 16);
    FileTransfer.writeFully(file, 0, ByteBuffer.allocate(5000));
    assertEquals(2, folder.usedBlocks());
    assertEquals(0, folder.crash(LossModel.ALL_LOST, 1).usedBlocks());
    file.sync();
    assertEquals(2, folder.crash(LossModel.ALL_LOST, 1).usedBlocks());
    assertEquals(2, folder.nothingLost().usedBlocks());
  }

  @Test
  void putContentRemove_changeTheDiskBehindTheLayer() throws IOException {
    folder.put("log", new byte[] {1, 2, 3}).put("other", new byte[0]);
    assertEquals(List.of("log", "other"), folder.names());
    folder.remove("other");
    assertEquals(0, folder.calls());
    byte[] content = folder.crash(LossModel.ALL_LOST, 1).content("log");
    assertArrayEquals(new byte[] {1, 2, 3}, content);
    StoreFile file = folder.open("log", true);
    fill(file, 0, 1, 'x');
    assertEquals(1, folder.crash(LossModel.ALL_LOST, 1).content("log")[0]);
    assertEquals('x', folder.nothingLost().crash(LossModel.ALL_LOST, 1).content("log")[0]);
  }

  @Test
  void damage_isSeenInAMappingAndHarmsNoOtherImage() throws IOException {
    folder.put("log", new byte[] {1, 2, 3});
    SimulatedFolder image = folder.nothingLost().damage("log", 0, 0);
    ByteBuffer mapping = image.open("log", false).map();
    image.damage("log", 1, 0x80);
    assertEquals((byte) 0x82, mapping.get(1));
    assertEquals(3, mapping.get(2));
    assertArrayEquals(new byte[] {1, 2, 3}, folder.content("log"));
  }

  @Test
  void lock_isHeldByOne_untilCloseOrCrash() throws IOException {
    assertTrue(folder.lock());
    assertFalse(folder.lock());
    assertTrue(folder.crash(LossModel.ALL_LOST, 1).lock());
    folder.close();
    assertThrows(IOException.class, folder::list);
    assertTrue(folder.killed().lock());
  }

  @Test
  void wrongUse_isRefused() throws IOException {
    StoreFile file = folder.create("log", 10);
    assertThrows(IOException.class, () -> folder.create("log", 10));
    assertThrows(IOException.class, () -> folder.open("missing", true));
    assertThrows(IOException.class, () -> folder.delete("missing"));
    assertThrows(IOException.class, () -> folder.rename("missing", "log"));
    assertThrows(IllegalArgumentException.class, () -> fill(file, 9, 2, 'a'));
    assertEquals(-1, file.read(10, ByteBuffer.allocate(1)));
    StoreFile reader = folder.open("log", false);
    assertThrows(IOException.class, () -> fill(reader, 0, 1, 'a'));
    assertEquals(2, folder.openFiles());
    reader.close();
    reader.close();
    file.close();
    assertEquals(0, folder.openFiles());
  }
}
