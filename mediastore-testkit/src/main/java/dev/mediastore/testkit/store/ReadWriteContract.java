// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.StoreUsage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes in comes out: bytes, metadata, misuse, room. */
abstract class ReadWriteContract extends StoreFixture {
  private static final int[] LENGTHS = {
    0, 1, 2, 63, 64, 65, 1023, 1024, 1025, 4095, 4096, 4097, 16384, 65_537, 200_000
  };

  @Test
  void commit_anyLength_givesTheSameBytes() {
    for (int length : LENGTHS) {
      byte[] content = Content.of(length, length);
      main().put("object", content);

      assertArrayEquals(content, main().get("object").orElseThrow(), length + " bytes");
    }
  }

  @Test
  void commit_unknownLengthInPiecesOfAnySize_givesTheSameBytes() {
    byte[] content = Content.of(7, 50_000);
    for (int piece : new int[] {1, 63, 64, 100, 4096, 5000, 50_000}) {
      try (ObjectWriter writer = main().writer("object")) {
        for (int start = 0; start < content.length; start += piece) {
          writer.append(ByteBuffer.wrap(content, start, Math.min(piece, content.length - start)));
        }
        writer.commit(StoreDriver.seal(null));
      }

      assertArrayEquals(content, main().get("object").orElseThrow(), "pieces of " + piece);
    }
  }

  @Test
  void append_anyKindOfBuffer_isCopiedAndLeftAtItsLimit() {
    byte[] content = Content.of(3, 100);
    List<ByteBuffer> buffers = new ArrayList<>();
    buffers.add(ByteBuffer.wrap(content.clone()));
    buffers.add(ByteBuffer.allocateDirect(100).put(content).flip());
    buffers.add(ByteBuffer.wrap(content.clone()).asReadOnlyBuffer());
    buffers.add(ByteBuffer.allocate(300).position(100).put(content).flip().position(100).slice());
    buffers.add(ByteBuffer.allocateDirect(300).position(100).put(content).flip().position(100));
    for (ByteBuffer buffer : buffers) {
      int limit = buffer.limit();
      try (ObjectWriter writer = main().writer("object")) {
        writer.append(buffer);
        assertEquals(limit, buffer.position());
        assertEquals(limit, buffer.limit());
        scribble(buffer);
        writer.commit(StoreDriver.seal(null));
      }

      assertArrayEquals(content, main().get("object").orElseThrow(), buffer.toString());
    }
  }

  private static void scribble(ByteBuffer buffer) {
    if (!buffer.isReadOnly()) {
      for (int i = 0; i < buffer.limit(); i++) {
        buffer.put(i, (byte) -1);
      }
    }
  }

  @Test
  void read_everyRangeOfAnObject_givesExactlyThoseBytes() {
    byte[] content = Content.of(5, 300);
    main().put("object", content);

    try (ObjectLease lease = main().lease("object")) {
      for (int first = 0; first < 300; first++) {
        for (int length = 1; first + length <= 300; length++) {
          ByteBuffer target = ByteBuffer.allocate(length);
          assertEquals(length, lease.read(first, target));
          assertEquals(length, target.position());
          assertTrue(
              Arrays.equals(target.array(), 0, length, content, first, first + length),
              () -> "range of " + target.position());
        }
      }
    }
  }

  @Test
  void read_atTheEdges_saysEndOrNothing() {
    main().put("object", Content.of(1, 10));

    try (ObjectLease lease = main().lease("object")) {
      assertEquals(-1, lease.read(10, ByteBuffer.allocate(1)));
      assertEquals(-1, lease.read(Long.MAX_VALUE, ByteBuffer.allocate(1)));
      assertEquals(0, lease.read(0, ByteBuffer.allocate(0)));
      assertEquals(3, lease.read(7, ByteBuffer.allocate(100)));
      assertThrows(IllegalArgumentException.class, () -> lease.read(-1, ByteBuffer.allocate(1)));
    }
  }

  @Test
  void read_targetWithAnOffset_fillsBetweenPositionAndLimit() {
    byte[] content = Content.of(1, 50);
    main().put("object", content);

    try (ObjectLease lease = main().lease("object")) {
      ByteBuffer target = ByteBuffer.allocateDirect(30).position(10).limit(20);
      assertEquals(10, lease.read(5, target));
      assertEquals(20, target.position());
      target.clear();
      for (int i = 0; i < 30; i++) {
        assertEquals(i < 10 || i >= 20 ? 0 : content[i - 5], target.get(i));
      }
    }
  }

  @Test
  void view_anyPosition_lendsTheBytesAndNothingElse() {
    byte[] content = Content.of(9, 5000);
    main().put("object", content);

    try (ObjectLease lease = main().lease("object")) {
      for (int position = 0; position < content.length; position += 37) {
        ByteBuffer view = lease.view(position, 1500);
        assertTrue(view.isReadOnly());
        assertEquals(0, view.position());
        assertTrue(view.remaining() >= 1 && view.remaining() <= 1500);
        assertEquals(view.remaining(), view.capacity(), "nothing behind the view");
        for (int i = 0; i < view.remaining(); i++) {
          assertEquals(content[position + i], view.get(i));
        }
      }
      assertFalse(lease.view(5000, 1).hasRemaining());
      assertFalse(lease.view(Long.MAX_VALUE, Integer.MAX_VALUE).hasRemaining());
      assertEquals(1, lease.view(4999, Integer.MAX_VALUE).remaining());
      assertThrows(IllegalArgumentException.class, () -> lease.view(-1, 1));
      assertThrows(IllegalArgumentException.class, () -> lease.view(0, 0));
    }
  }

  @Test
  void metadata_everyField_isKeptAsGiven() {
    ObjectDraft draft =
        new ObjectDraft(ObjectPath.of("a/b"), 3, "video/MP2T", "max-age=5", "gzip", null);
    Instant modified = Instant.parse("2026-05-06T07:08:09.012Z");
    Instant expires = modified.plusSeconds(60);
    EntityTag tag = new EntityTag("12ab");
    String sha256 = "0f".repeat(32);
    ObjectMetadata stored;
    try (ObjectWriter writer = store().openWriter(main().container(), draft)) {
      writer.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      stored = writer.commit(new ObjectSeal(tag, sha256, modified, expires));
    }

    ObjectMetadata expected =
        new ObjectMetadata(
            ObjectPath.of("a/b"),
            3,
            "video/MP2T",
            "max-age=5",
            "gzip",
            tag,
            sha256,
            modified,
            UploadAvailability.STANDARD,
            expires,
            stored.versionId());
    assertEquals(expected, stored);
    assertEquals(Optional.of(expected), main().head("a/b"));
    try (ObjectLease lease = main().lease("a/b")) {
      assertEquals(expected, lease.metadata());
      assertEquals(LeaseState.COMPLETE, lease.state());
      assertEquals(3, lease.availableBytes());
    }
  }

  @Test
  void versionId_sameContentTwice_differs() {
    String first = main().put("object", new byte[1]).versionId();

    assertNotEquals(first, main().put("object", new byte[1]).versionId());
  }

  @Test
  void open_nothingThere_isEmpty() {
    main().put("a/b", new byte[1]);

    for (String path : List.of("a", "b", "a/b/c", "A/b", "a/bb")) {
      assertEquals(Optional.empty(), main().get(path), path);
      assertEquals(Optional.empty(), main().head(path), path);
    }
  }

  @Test
  void lease_afterClose_refusesInsteadOfReading() {
    main().put("object", new byte[10]);
    ObjectLease lease = main().lease("object");
    lease.close();
    lease.close();

    assertEquals(ErrorCode.CLOSED, codeOf(() -> lease.read(0, ByteBuffer.allocate(1))));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> lease.view(0, 1)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> lease.onGrowth(0, () -> {})));
  }

  @Test
  void writer_afterCommit_refusesEverythingButClosing() {
    ObjectWriter writer = main().writer("object");
    writer.append(ByteBuffer.wrap(new byte[10]));
    writer.commit(StoreDriver.seal(null));

    assertThrows(IllegalStateException.class, () -> writer.append(ByteBuffer.allocate(1)));
    assertThrows(IllegalStateException.class, () -> writer.commit(StoreDriver.seal(null)));
    writer.abort();
    writer.close();
    assertEquals(10, main().get("object").orElseThrow().length);
  }

  @Test
  void writer_afterAbort_refusesEverythingButClosing() {
    ObjectWriter writer = main().writer("object");
    writer.abort();
    writer.abort();

    assertThrows(IllegalStateException.class, () -> writer.append(ByteBuffer.allocate(1)));
    assertThrows(IllegalStateException.class, () -> writer.commit(StoreDriver.seal(null)));
    assertEquals(Optional.empty(), main().get("object"));
  }

  @Test
  void lease_overwritten_keepsItsBytesWhileTheRoomIsWantedByOthers() {
    byte[] content = Content.of(1, 60_000);
    main().put("object", content);
    try (ObjectLease lease = main().lease("object")) {
      ByteBuffer view = lease.view(0, 1000);
      for (int round = 0; round < 40; round++) {
        main().put("object", Content.of(100 + round, 60_000));
        main().put("other", Content.of(200 + round, 60_000));
      }
      main().delete("object");
      main().delete("other");
      main().put("third", Content.of(300, 60_000));

      assertArrayEquals(content, StoreDriver.available(lease));
      byte[] seen = new byte[view.remaining()];
      view.get(seen);
      assertArrayEquals(Arrays.copyOf(content, seen.length), seen);
    }
  }

  @Test
  void writer_brokenOffAfterAnyNumberOfBytes_leavesNothing() {
    main().put("object", Content.of(1, 100));
    StoreUsage before = store().usage();

    for (int length : LENGTHS) {
      try (ObjectWriter writer = main().writer("object")) {
        writer.append(ByteBuffer.wrap(Content.of(2, length)));
      }
      assertArrayEquals(Content.of(1, 100), main().get("object").orElseThrow());
      assertEquals(before, store().usage(), "after " + length + " bytes");
    }
  }

  @Test
  void openWriter_moreThanTheStoreHolds_isRefusedBeforeAByte() {
    long capacity = boundedCapacity();
    main().put("object", Content.of(1, 100));
    StoreUsage before = store().usage();

    assertEquals(
        ErrorCode.STORE_FULL,
        codeOf(
            () ->
                store()
                    .openWriter(
                        main().container(), StoreDriver.standardDraft("big", capacity + 1))));
    assertEquals(before, store().usage());
  }

  @Test
  void append_untilTheStoreIsFull_leavesEverythingElseWorking() {
    boundedCapacity();
    main().put("object", Content.of(1, 100));
    long before = store().usage().bytesInUse();

    try (ObjectWriter writer = main().writer("filler")) {
      ByteBuffer piece = ByteBuffer.allocate(10_000);
      assertEquals(
          ErrorCode.STORE_FULL,
          codeOf(
              () -> {
                while (true) {
                  writer.append(piece.clear());
                }
              }));
      assertArrayEquals(Content.of(1, 100), main().get("object").orElseThrow());
      assertTrue(main().delete("object"));
    }

    assertTrue(store().usage().bytesInUse() < before);
    assertEquals(Optional.empty(), main().get("filler"));
    main().put("object", Content.of(2, 50_000));
  }

  @Test
  void room_filledAndEmptiedInAnyOrder_isAllUsableAgain() {
    long capacity = boundedCapacity();
    for (int round = 0; round < 3; round++) {
      int stored = 0;
      try {
        while (stored < 200) {
          main().put("o" + stored, new byte[1 + (stored * 7919) % 20_000]);
          stored++;
        }
      } catch (dev.mediastore.core.MediaStoreException e) {
        assertEquals(ErrorCode.STORE_FULL, e.code());
      }
      // Every second one: what is free lies scattered, and must serve one long object.
      for (int i = 0; i < stored; i += 2) {
        main().delete("o" + i);
      }
      long free = capacity - store().usage().bytesInUse();
      main().put("long", new byte[(int) free]);
      assertEquals(free, main().get("long").orElseThrow().length);
      main().delete("long");
      for (int i = 1; i < stored; i += 2) {
        main().delete("o" + i);
      }
      assertEquals(0, store().usage().bytesInUse());
    }
  }

  /** Skips a test about full stores where filling one would take too long. */
  private long boundedCapacity() {
    long capacity = store().capabilities().capacityBytes();
    assumeTrue(capacity >= 0 && capacity <= 64 << 20, "a store of small fixed capacity");
    assumeTrue(!store().capabilities().durable(), "a store that reuses room at once");
    return capacity;
  }
}
