// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The counting folder counts each call once and the bytes that really moved. */
class CountingFolderTest {
  @Test
  void everyKind_isCountedOnce() throws IOException {
    SimulatedFolder disk = SimulatedFolder.empty(1);
    CountingFolder folder = new CountingFolder(disk);
    folder.lock();
    folder.list();
    StoreFile file = folder.create("log", 100);
    file.length();
    file.write(0, ByteBuffer.wrap(new byte[7]));
    file.read(98, ByteBuffer.allocate(5));
    file.read(100, ByteBuffer.allocate(5));
    file.map();
    file.sync();
    folder.open("log", false).close();
    folder.rename("log", "other");
    folder.delete("other");
    folder.sync();
    for (IoKind kind : IoKind.values()) {
      assertEquals(kind == IoKind.READ ? 2 : 1, folder.calls(kind), kind.name());
    }
    assertEquals(7, folder.bytes(IoKind.WRITE));
    assertEquals(2, folder.bytes(IoKind.READ));
    assertEquals(100, folder.bytes(IoKind.MAP));
    assertEquals(100, folder.bytes(IoKind.CREATE));
    assertEquals(0, folder.bytes(IoKind.SYNC_FILE));
    assertEquals(13, disk.calls());
  }

  @Test
  void failedCall_isCountedWithoutBytes() {
    CountingFolder folder =
        new CountingFolder(SimulatedFolder.empty(1).fail(FaultPlan.from(0, Fault.EIO)));
    assertThrows(IOException.class, () -> folder.create("log", 100));
    assertEquals(1, folder.calls(IoKind.CREATE));
    assertEquals(0, folder.bytes(IoKind.CREATE));
  }
}
