// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.Fault;
import dev.mediastore.core.internal.files.FaultPlan;
import dev.mediastore.core.internal.files.IoKind;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I30: file systems that cannot do what a durable store needs. */
class FileSystemThreatsTest {
  private static final DirectoryOptions PROBING = DirectoryEngine.TINY.withTrustedFileSystem(false);

  private static FolderStore open(SimulatedFolder folder, DirectoryOptions options) {
    return FolderStore.open(folder, options, new Random(1));
  }

  static Stream<Arguments> lacks() {
    return Stream.of(
        Arguments.of(IoKind.SYNC_FILE, "syncing a file"),
        Arguments.of(IoKind.MAP, "mapping a file"),
        Arguments.of(IoKind.SYNC_FOLDER, "syncing a folder"));
  }

  @ParameterizedTest
  @MethodSource("lacks")
  void I30_fileSystemThatLacksSomething_isRefused_andNothingIsLeft(IoKind kind, String lack) {
    SimulatedFolder folder = SimulatedFolder.empty(1).fail(FaultPlan.every(kind, Fault.EIO));
    MediaStoreException e =
        assertThrows(MediaStoreException.class, () -> open(folder, PROBING).close());
    assertEquals(ErrorCode.INTERNAL, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains("lacks: " + lack + "."), e::getMessage);
    assertEquals(List.of(), folder.names());
    open(folder.nothingLost(), PROBING).close(); // The lock was given back with it.
  }

  @Test
  void I30_allThatIsLacking_isSaidAtOnce() {
    SimulatedFolder folder =
        SimulatedFolder.empty(1)
            .fail(
                call ->
                    call.kind() == IoKind.SYNC_FILE || call.kind() == IoKind.SYNC_FOLDER
                        ? Fault.EIO
                        : null);
    MediaStoreException e =
        assertThrows(MediaStoreException.class, () -> open(folder, PROBING).close());
    assertTrue(
        String.valueOf(e.getMessage()).contains("syncing a file, syncing a folder"), e::getMessage);
  }

  /** Without a sync there is nothing to promise, but reading and writing go on. */
  @Test
  void I30_promiseThatNeedsNoSync_isKeptWithoutIt() {
    SimulatedFolder folder =
        SimulatedFolder.empty(1)
            .fail(
                call -> call.kind() == IoKind.SYNC_FOLDER && call.index() < 10 ? Fault.EIO : null);
    try (FolderStore store = open(folder, PROBING.withDurability(Durability.OS))) {
      assertTrue(store.isWritable());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void I30_fileSystem_isTriedUnlessItIsTrusted(boolean trusted) {
    Set<String> touched = new HashSet<>();
    SimulatedFolder folder = SimulatedFolder.empty(1).watch(call -> touched.add(call.name()));
    open(folder, PROBING.withTrustedFileSystem(trusted)).close();
    assertEquals(!trusted, touched.contains("store.probe"));
  }

  /** What fails for want of room says nothing about the file system. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ENOSPC", "EDQUOT", "EROFS"})
  void I30_folderThatCannotBeWrittenTo_isNotJudged(Fault fault) {
    SimulatedFolder folder = SimulatedFolder.empty(1);
    try (FolderStore store = open(folder, PROBING)) {
      store.catalogue().create(StoreFixture.record("main", "idmain"));
    }
    SimulatedFolder full = folder.nothingLost();
    full.fail(
        call ->
            switch (call.kind()) {
              case CREATE, WRITE -> fault;
              default -> null;
            });
    try (FolderStore store = open(full, PROBING)) {
      assertEquals(1, store.catalogue().list().size());
    }
  }

  @Test
  void I30_probeThatACrashLeft_isTakenAway_andNeverReported() {
    SimulatedFolder folder = SimulatedFolder.empty(1).put("store.probe", new byte[7]);
    try (FolderStore store = FolderStore.openReadOnly(folder.nothingLost(), new Random(1))) {
      assertEquals(List.of(), store.damages());
    }
    try (FolderStore store = open(folder, PROBING)) {
      assertEquals(List.of(), store.damages());
    }
    assertTrue(folder.names().stream().noneMatch("store.probe"::equals), folder.names()::toString);
  }

  /** Whatever else lies in the folder is somebody else's. */
  @Test
  void I30_fileOfAnothersThatIsCalledProbe_isLeftAlone() {
    SimulatedFolder folder = SimulatedFolder.empty(1).put("probe", new byte[7]);
    open(folder, PROBING).close();
    assertEquals(7, folder.content("probe").length);
  }
}
