// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerObjectsTest {
  private static final ObjectPath PATH = ObjectPath.of("live/seg1.ts");
  private static final StoreLimits SMALL =
      StoreLimits.defaults().withObjectBytes(1000, 500).withUploads(3, 1500);

  private final ManualClock clock = new ManualClock();
  private final SegmentStore segments = OffHeapStores.memory(1 << 20);
  private final List<MediaStoreEvent> events = new ArrayList<>();
  private final MediaStore store =
      MediaStore.builder()
          .store(segments)
          .clock(clock)
          .random(new Random(1))
          .limits(SMALL)
          .listener(
              event -> {
                throw new IllegalStateException("a listener that fails");
              })
          .listener(events::add)
          .build();
  private final Container container = store.createContainer("live");

  @AfterEach
  void leaveNothing() {
    StoreUsage usage = segments.usage();
    assertEquals(0, usage.openWriters());
    assertEquals(0, usage.openLeases());
    // The whole allowance is there again: three uploads that fill it are admitted.
    try (ObjectUpload first = container.beginUpload(PATH, declared(1000));
        ObjectUpload second = container.beginUpload(PATH, declared(500));
        ObjectUpload third = container.beginUpload(PATH, UploadOptions.none())) {
      assertEquals(0, first.receivedBytes() + second.receivedBytes() + third.receivedBytes());
    }
    store.close();
  }

  private static UploadOptions declared(long length) {
    return UploadOptions.builder().declaredLength(length).build();
  }

  private static UploadOptions.Builder streaming() {
    return UploadOptions.builder().availability(UploadAvailability.STREAMING);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] content) {
    MessageDigest digest = Sha256.create();
    return HexFormat.of().formatHex(digest.digest(content));
  }

  private byte[] read(ObjectPath path) {
    try (ObjectLease lease = container.open(path).orElseThrow()) {
      ByteBuffer target = ByteBuffer.allocate((int) lease.availableBytes());
      lease.read(0, target);
      return target.array();
    }
  }

  @Test
  void put_answer_saysWhatWasStored() {
    UploadOptions options =
        UploadOptions.builder()
            .contentType("video/MP2T")
            .cacheControl("max-age=6")
            .contentEncoding("gzip")
            .build();
    ObjectMetadata stored = container.put(PATH, options, bytes(700));

    assertEquals(700, stored.lengthBytes());
    assertEquals(sha256(bytes(700)), stored.sha256());
    assertEquals("video/MP2T", stored.contentType());
    assertEquals("max-age=6", stored.cacheControl());
    assertEquals("gzip", stored.contentEncoding());
    assertEquals(clock.instant().truncatedTo(ChronoUnit.MILLIS), stored.lastModified());
    assertEquals(
        EntityTag.ofContent(HexFormat.of().parseHex(sha256(bytes(700))), "video/MP2T", "max-age=6"),
        stored.entityTag());
    assertEquals(Optional.of(stored), container.head(PATH));
    assertArrayEquals(bytes(700), read(PATH));
  }

  @Test
  void put_sameAgain_hasTheSameTagAndAnotherVersion() {
    ObjectMetadata first = container.put(PATH, UploadOptions.none(), bytes(10));
    ObjectMetadata second = container.put(PATH, UploadOptions.none(), bytes(10));

    assertEquals(first.entityTag(), second.entityTag());
    assertNotEquals(first.versionId(), second.versionId());
  }

  @Test
  void put_zeroBytes_isAnObject() {
    ObjectMetadata stored = container.put(PATH, UploadOptions.none(), new byte[0]);

    assertEquals(0, stored.lengthBytes());
    assertEquals(sha256(new byte[0]), stored.sha256());
    assertEquals(1, container.list(FolderPath.of("live"), null, 10).items().size());
  }

  @Test
  void upload_inPiecesWithTap_everyOneSeesTheSameBytes() {
    ByteArrayOutputStream tapped = new ByteArrayOutputStream();
    UploadOptions options =
        UploadOptions.builder()
            .bodyTap(
                piece -> {
                  assertTrue(piece.isReadOnly());
                  byte[] copy = new byte[piece.remaining()];
                  piece.get(copy);
                  tapped.writeBytes(copy);
                })
            .build();
    byte[] content = bytes(900);
    try (ObjectUpload upload = container.beginUpload(PATH, options)) {
      for (int start = 0; start < 900; start += 100) {
        ByteBuffer piece = ByteBuffer.wrap(content, start, 100);
        upload.append(piece);
        assertFalse(piece.hasRemaining());
      }
      assertEquals(900, upload.receivedBytes());
      assertEquals(sha256(content), upload.commit().sha256());
    }
    assertArrayEquals(content, tapped.toByteArray());
    assertArrayEquals(content, read(PATH));
  }

  @ParameterizedTest
  @EnumSource
  void upload_declaredTooLong_isRefusedBeforeAByte(UploadAvailability availability) {
    long limit = SMALL.objectBytes(availability);
    UploadOptions.Builder options = UploadOptions.builder().availability(availability);

    assertEquals(
        ErrorCode.OBJECT_TOO_LARGE,
        codeOf(() -> container.beginUpload(PATH, options.declaredLength(limit + 1).build())));
    assertEquals(
        ErrorCode.OBJECT_TOO_LARGE,
        codeOf(() -> container.beginUpload(PATH, options.declaredLength(1L << 40).build())));
    container.put(PATH, options.declaredLength(limit).build(), bytes((int) limit));
  }

  @ParameterizedTest
  @EnumSource
  void upload_growsTooLong_isAbortedAndTheOldOneStays(UploadAvailability availability) {
    container.put(PATH, UploadOptions.none(), bytes(10));
    int limit = (int) SMALL.objectBytes(availability);
    ObjectUpload upload =
        container.beginUpload(PATH, UploadOptions.builder().availability(availability).build());
    upload.append(ByteBuffer.wrap(bytes(limit)));

    assertEquals(ErrorCode.OBJECT_TOO_LARGE, codeOf(() -> upload.append(ByteBuffer.allocate(1))));
    assertArrayEquals(bytes(10), read(PATH));
    assertEquals(ErrorCode.CLOSED, codeOf(upload::commit));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, 101})
  void upload_otherThanDeclared_storesNothing(int length) {
    container.put(PATH, UploadOptions.none(), bytes(10));

    assertEquals(
        ErrorCode.VALIDATION, codeOf(() -> container.put(PATH, declared(100), bytes(length))));
    assertArrayEquals(bytes(10), read(PATH));
  }

  @Test
  void upload_expectedDigest_isComparedInAnyLetterCase() {
    String digest = sha256(bytes(20));
    container.put(
        PATH,
        UploadOptions.builder().expectedSha256(digest.toUpperCase(java.util.Locale.ROOT)).build(),
        bytes(20));

    assertEquals(
        ErrorCode.DIGEST_MISMATCH,
        codeOf(
            () ->
                container.put(
                    PATH, UploadOptions.builder().expectedSha256(digest).build(), bytes(21))));
    assertArrayEquals(bytes(20), read(PATH));
  }

  @Test
  void upload_tapThrows_isAborted() {
    UploadOptions options =
        UploadOptions.builder()
            .bodyTap(
                piece -> {
                  throw new IllegalStateException("digest failed");
                })
            .build();

    assertThrows(IllegalStateException.class, () -> container.put(PATH, options, bytes(1)));
    assertEquals(Optional.empty(), container.head(PATH));
  }

  @Test
  void upload_closedWithoutCommit_leavesNothing() {
    try (ObjectUpload upload = container.beginUpload(PATH, UploadOptions.none())) {
      upload.append(ByteBuffer.wrap(bytes(10)));
    }

    assertEquals(Optional.empty(), container.head(PATH));
    assertEquals(0, segments.usage().bytesInUse());
  }

  @Test
  void upload_afterItsEnd_saysClosed() {
    ObjectUpload upload = container.beginUpload(PATH, UploadOptions.none());
    upload.commit();

    assertEquals(ErrorCode.CLOSED, codeOf(upload::commit));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> upload.append(ByteBuffer.allocate(1))));
    upload.abort();
    assertTrue(container.head(PATH).isPresent());
  }

  @Test
  void uploads_tooMany_areRefusedUntilOneEnds() {
    List<ObjectUpload> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.add(container.beginUpload(PATH, UploadOptions.none()));
    }

    assertEquals(
        ErrorCode.LIMIT_EXCEEDED, codeOf(() -> container.beginUpload(PATH, UploadOptions.none())));
    open.remove(0).abort();
    open.add(container.beginUpload(PATH, UploadOptions.none()));
    open.forEach(ObjectUpload::close);
  }

  @Test
  void uploads_tooManyBytes_areRefusedByDeclarationAndByCount() {
    try (ObjectUpload first = container.beginUpload(PATH, declared(1000))) {
      assertEquals(
          ErrorCode.LIMIT_EXCEEDED, codeOf(() -> container.beginUpload(PATH, declared(501))));
      try (ObjectUpload second = container.beginUpload(PATH, UploadOptions.none())) {
        second.append(ByteBuffer.allocate(500));
        assertEquals(ErrorCode.LIMIT_EXCEEDED, codeOf(() -> second.append(ByteBuffer.allocate(1))));
      }
      first.append(ByteBuffer.allocate(1000));
      first.commit();
    }
  }

  @Test
  void upload_alone_isAdmittedWhateverTheAllowance() {
    try (MediaStore tight =
        MediaStore.builder()
            .memory(1 << 20)
            .limits(StoreLimits.defaults().withUploads(10, 100))
            .build()) {
      Container other = tight.createContainer("live");
      other.put(PATH, UploadOptions.none(), bytes(5000));
      try (ObjectUpload unknown = other.beginUpload(PATH, UploadOptions.none())) {
        unknown.append(ByteBuffer.allocate(5000));
        assertEquals(ErrorCode.LIMIT_EXCEEDED, codeOf(() -> other.beginUpload(PATH, declared(1))));
        unknown.commit();
      }
    }
  }

  @Test
  void upload_storeFull_isRefusedAndReadsAndDeletesWork() {
    try (MediaStore small = MediaStore.builder().memory(64 << 10).build()) {
      Container full = small.createContainer("full");
      full.put(PATH, UploadOptions.none(), bytes(60 << 10));

      assertEquals(
          ErrorCode.STORE_FULL,
          codeOf(() -> full.beginUpload(ObjectPath.of("b"), declared(8 << 10))));
      assertEquals(60 << 10, full.head(PATH).orElseThrow().lengthBytes());
      assertTrue(full.delete(PATH));
      full.put(PATH, UploadOptions.none(), bytes(64 << 10));
    }
  }

  @Test
  void streaming_metadata_isTheSameBeforeAndAfter() {
    ObjectMetadata growing;
    ObjectMetadata complete;
    try (ObjectUpload upload = container.beginUpload(PATH, streaming().build())) {
      assertEquals(Optional.empty(), container.head(PATH));
      upload.append(ByteBuffer.wrap(bytes(5)));
      growing = container.head(PATH).orElseThrow();
      clock.advance(Duration.ofSeconds(3));
      upload.append(ByteBuffer.wrap(bytes(5)));
      complete = upload.commit();
    }

    assertTrue(growing.growing());
    assertEquals(growing.entityTag(), complete.entityTag());
    assertEquals(growing.lastModified(), complete.lastModified());
    assertEquals(10, complete.lengthBytes());
  }

  @Test
  void streaming_sameContentTwice_hasDifferentTags() {
    assertNotEquals(
        container.put(PATH, streaming().build(), bytes(5)).entityTag(),
        container.put(PATH, streaming().build(), bytes(5)).entityTag());
  }

  @Test
  void streaming_deletedWhileGrowing_isAConflictForTheUploader() {
    try (ObjectUpload upload = container.beginUpload(PATH, streaming().build())) {
      upload.append(ByteBuffer.wrap(bytes(5)));
      try (ObjectLease lease = container.open(PATH).orElseThrow()) {
        assertTrue(container.delete(PATH));
        assertEquals(LeaseState.WITHDRAWN, lease.state());
      }
      assertEquals(ErrorCode.CONFLICT, codeOf(upload::commit));
    }
    assertFalse(container.delete(PATH));
  }

  @Test
  void streaming_aborted_bringsTheOldOneBack() {
    container.put(PATH, UploadOptions.none(), bytes(10));
    ObjectUpload upload = container.beginUpload(PATH, streaming().build());
    upload.append(ByteBuffer.wrap(bytes(5)));
    assertArrayEquals(bytes(5), read(PATH));
    upload.abort();

    assertArrayEquals(bytes(10), read(PATH));
  }

  @Test
  void delete_missing_isFalseAndSilent() {
    assertFalse(container.delete(PATH));
    assertTrue(events.stream().noneMatch(MediaStoreEvent.ObjectRemoved.class::isInstance));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001})
  void list_pageSizeOutOfRange_isRefused(int max) {
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> container.list(FolderPath.ROOT, null, max)));
  }

  @Test
  void events_inOrder_areToldAfterTheFactToEveryListener() {
    ObjectMetadata first = container.put(PATH, UploadOptions.none(), bytes(1));
    ObjectMetadata second;
    try (ObjectUpload upload = container.beginUpload(PATH, streaming().build())) {
      upload.append(ByteBuffer.wrap(bytes(1)));
      assertEquals(2, events.size(), "not before the upload is complete");
      second = upload.commit();
    }
    container.delete(PATH);
    store.createContainer("other");
    store.deleteContainer(store.arn("other"));

    ContainerArn arn = container.arn();
    String id = container.id();
    assertEquals(
        List.of(
            new MediaStoreEvent.ContainerCreated(arn, id, clock.instant()),
            new MediaStoreEvent.ObjectUpdated(arn, id, first, clock.instant()),
            new MediaStoreEvent.ObjectUpdated(arn, id, second, clock.instant()),
            new MediaStoreEvent.ObjectRemoved(arn, id, PATH, clock.instant())),
        events.subList(0, 4));
    assertEquals(6, events.size());
    assertTrue(events.get(4) instanceof MediaStoreEvent.ContainerCreated);
    assertTrue(events.get(5) instanceof MediaStoreEvent.ContainerRemoved);
  }

  @Test
  void failure_names_containerAndPathButNothingElse() {
    MediaStoreException refusal =
        assertThrows(MediaStoreException.class, () -> container.beginUpload(PATH, declared(5000)));

    assertEquals(Optional.of("live"), refusal.container());
    assertEquals(Optional.of(PATH.value()), refusal.path());
    assertEquals(StandardCharsets.US_ASCII.newEncoder().canEncode(refusal.publicMessage()), true);
  }
}
