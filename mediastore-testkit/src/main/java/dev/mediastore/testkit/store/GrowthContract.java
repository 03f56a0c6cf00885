// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reading an object that is still being written. */
abstract class GrowthContract extends VisibilityContract {

  /** Collects whatever is available each time it is woken, as an adapter would. */
  private static final class Reader {
    private final ObjectLease lease;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private int wakes;
    private LeaseState end = LeaseState.GROWING;

    Reader(ObjectLease lease) {
      this.lease = lease;
    }

    void pump() {
      LeaseState state = lease.state();
      if (state != LeaseState.WITHDRAWN) {
        ByteBuffer view = lease.view(read.size(), 100);
        while (view.hasRemaining()) {
          byte[] piece = new byte[view.remaining()];
          view.get(piece);
          read.writeBytes(piece);
          view = lease.view(read.size(), 100);
        }
      }
      if (state == LeaseState.GROWING) {
        lease.onGrowth(
            read.size(),
            () -> {
              wakes++;
              pump();
            });
      } else {
        end = state;
        lease.close();
      }
    }
  }

  @Test
  void reader_whoFollows_getsEveryByteAsItArrives() {
    byte[] content = Content.of(1, 30_000);
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.wrap(content, 0, 10));
      Reader reader = new Reader(main().lease("object"));
      reader.pump();
      assertEquals(10, reader.read.size());
      for (int start = 10; start < content.length; start += 999) {
        int length = Math.min(999, content.length - start);
        writer.append(ByteBuffer.wrap(content, start, length));
        assertEquals(start + length, reader.read.size());
      }
      assertEquals(LeaseState.GROWING, reader.end);
      writer.commit(StoreDriver.seal(null));
      assertEquals(LeaseState.COMPLETE, reader.end);
      assertArrayEquals(content, reader.read.toByteArray());
    }
  }

  @Test
  void reader_whoNeverReads_delaysNobodyAndCostsNothing() {
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(1));
      long alone = store().usage().bytesInUse();
      List<ObjectLease> idle = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        idle.add(main().lease("object"));
      }
      assertEquals(alone, store().usage().bytesInUse());
      assertEquals(1000, store().usage().openLeases());
      writer.append(ByteBuffer.allocate(50_000));
      writer.commit(StoreDriver.seal(null));
      idle.forEach(ObjectLease::close);
    }
  }

  @Test
  void abort_withFiftyReaders_wakesAllOfThem() {
    main().put("object", Content.of(1, 10));
    List<Reader> readers = new ArrayList<>();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(100));
      for (int i = 0; i < 50; i++) {
        Reader reader = new Reader(main().lease("object"));
        reader.pump();
        readers.add(reader);
      }
      writer.abort();
    }

    readers.forEach(reader -> assertEquals(LeaseState.WITHDRAWN, reader.end));
    assertArrayEquals(Content.of(1, 10), main().get("object").orElseThrow());
  }

  @Test
  void delete_whileGrowing_wakesTheReaders() {
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(100));
      Reader reader = new Reader(main().lease("object"));
      reader.pump();
      main().delete("object");
      assertEquals(LeaseState.WITHDRAWN, reader.end);
    }
  }

  @Test
  void read_onceWithdrawn_saysConflict() {
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(100));
      try (ObjectLease lease = main().lease("object")) {
        writer.abort();
        assertEquals(LeaseState.WITHDRAWN, lease.state());
        assertEquals(ErrorCode.CONFLICT, codeOf(() -> lease.read(0, ByteBuffer.allocate(1))));
        assertEquals(ErrorCode.CONFLICT, codeOf(() -> lease.view(0, 1)));
      }
    }
  }

  @Test
  void reader_ofAnOvertakenUpload_readsItToItsEnd() {
    byte[] content = Content.of(1, 2000);
    Reader reader;
    try (ObjectWriter first = main().streaming("object")) {
      first.append(ByteBuffer.wrap(content, 0, 1000));
      reader = new Reader(main().lease("object"));
      reader.pump();
      main().put("object", Content.of(2, 500));
      first.append(ByteBuffer.wrap(content, 1000, 1000));
      first.commit(StoreDriver.seal(null));
    }

    assertEquals(LeaseState.COMPLETE, reader.end);
    assertArrayEquals(content, reader.read.toByteArray());
    assertArrayEquals(Content.of(2, 500), main().get("object").orElseThrow());
  }

  @Test
  void lease_openedWhileGrowing_keepsTheMetadataItWasOpenedWith() {
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.wrap(Content.of(1, 500)));
      try (ObjectLease lease = main().lease("object")) {
        assertEquals(LeaseState.GROWING, lease.state());
        assertEquals(500, lease.availableBytes());
        assertEquals(0, lease.read(500, ByteBuffer.allocate(1)), "nothing there yet");
        writer.commit(StoreDriver.seal(null));

        assertEquals(-1, lease.metadata().lengthBytes());
        assertEquals(LeaseState.COMPLETE, lease.state());
        assertEquals(500, lease.availableBytes());
        assertEquals(-1, lease.read(500, ByteBuffer.allocate(1)), "the end");
      }
    }
  }

  @Test
  void onGrowth_bytesThereAlready_callsAtOnce() {
    AtomicInteger calls = new AtomicInteger();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(10));
      try (ObjectLease lease = main().lease("object")) {
        lease.onGrowth(9, calls::incrementAndGet);
        assertEquals(1, calls.get());
        lease.onGrowth(10, calls::incrementAndGet);
        assertEquals(1, calls.get());
        writer.commit(StoreDriver.seal(null));
        assertEquals(2, calls.get());
        lease.onGrowth(10, calls::incrementAndGet);
        assertEquals(3, calls.get(), "complete: nothing to wait for");
      }
    }
  }

  @Test
  void onGrowth_once_callsOnce() {
    AtomicInteger calls = new AtomicInteger();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(10));
      try (ObjectLease lease = main().lease("object")) {
        lease.onGrowth(15, calls::incrementAndGet);
        writer.append(ByteBuffer.allocate(5));
        assertEquals(0, calls.get(), "not beyond the position yet");
        writer.append(ByteBuffer.allocate(1));
        assertEquals(1, calls.get());
        writer.append(ByteBuffer.allocate(1));
        writer.commit(StoreDriver.seal(null));
        assertEquals(1, calls.get());
      }
    }
  }

  @Test
  void onGrowth_again_replacesTheFirstRequest() {
    List<String> calls = new ArrayList<>();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(10));
      try (ObjectLease lease = main().lease("object")) {
        lease.onGrowth(10, () -> calls.add("first"));
        lease.onGrowth(10, () -> calls.add("second"));
        writer.append(ByteBuffer.allocate(1));
        assertEquals(List.of("second"), calls);
      }
    }
  }

  @Test
  void onGrowth_leaseClosed_isForgotten() {
    AtomicInteger calls = new AtomicInteger();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(10));
      try (ObjectLease lease = main().lease("object")) {
        lease.onGrowth(10, calls::incrementAndGet);
      }
      writer.append(ByteBuffer.allocate(1));
      writer.commit(StoreDriver.seal(null));
    }
    assertEquals(0, calls.get());
  }

  @Test
  void onGrowth_wakeThrows_harmsNeitherWriterNorOtherReaders() {
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(10));
      try (ObjectLease broken = main().lease("object")) {
        broken.onGrowth(
            10,
            () -> {
              throw new IllegalStateException("on purpose");
            });
        Reader reader = new Reader(main().lease("object"));
        reader.pump();
        writer.append(ByteBuffer.wrap(Content.of(1, 20)));
        writer.commit(StoreDriver.seal(null));
        assertEquals(LeaseState.COMPLETE, reader.end);
        assertTrue(Arrays.equals(reader.read.toByteArray(), 10, 30, Content.of(1, 20), 0, 20));
      }
    }
  }

  @Test
  void onGrowth_wakeUsesTheStore_worksWithoutDeadlock() {
    List<String> seen = new ArrayList<>();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(ByteBuffer.allocate(10));
      try (ObjectLease lease = main().lease("object")) {
        lease.onGrowth(
            10,
            () -> {
              main().put("other", new byte[1]);
              seen.addAll(main().list(""));
              lease.close();
            });
        writer.commit(StoreDriver.seal(null));
      }
    }
    assertEquals(List.of("object", "other"), seen);
    assertFalse(main().get("other").isEmpty());
  }
}
