// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.LifecycleRule.Action;
import dev.mediastore.core.LifecycleRule.AgeUnit;
import dev.mediastore.core.LifecycleRule.Comparison;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lifecycle rules over time (contract section 14.2), without a sweeper unless it says so. */
class ExpiryTest {
  private static final ObjectPath SEGMENT = ObjectPath.of("live/1.ts");
  private static final ObjectPath PLAYLIST = ObjectPath.of("live/list.m3u8");

  private final ManualClock clock = new ManualClock();
  private final SegmentStore segments = OffHeapStores.memory(1 << 20);
  private final List<MediaStoreEvent> events = new ArrayList<>();
  private final MediaStore store =
      MediaStore.builder().store(segments).clock(clock).listener(events::add).build();
  private final Container container = store.createContainer("live");

  @AfterEach
  void close() {
    store.close();
  }

  private static LifecycleRule seconds(Comparison comparison, int threshold, String pattern) {
    return new LifecycleRule(
        List.of(PathPattern.wildcard(pattern)),
        AgeUnit.SECONDS,
        comparison,
        threshold,
        Action.EXPIRE);
  }

  private static LifecycleRule days(Comparison comparison, int threshold, String prefix) {
    return new LifecycleRule(
        List.of(PathPattern.prefix(prefix)), AgeUnit.DAYS, comparison, threshold, Action.EXPIRE);
  }

  private void policy(LifecycleRule... rules) {
    container.putLifecyclePolicy(new LifecyclePolicy("{}", Arrays.asList(rules)));
  }

  private void put(ObjectPath path) {
    container.put(path, UploadOptions.none(), new byte[100]);
  }

  private long removals() {
    return events.stream().filter(MediaStoreEvent.ObjectRemoved.class::isInstance).count();
  }

  @Test
  void transient_greaterThanFifteen_isGoneAtSecondSixteen() {
    policy(seconds(Comparison.GREATER, 15, "*.ts"));
    put(SEGMENT);
    put(PLAYLIST);

    clock.advance(Duration.ofMillis(15_999));
    assertTrue(container.head(SEGMENT).isPresent());
    clock.advance(Duration.ofMillis(1));
    assertEquals(Optional.empty(), container.head(SEGMENT));
    assertEquals(Optional.empty(), container.open(SEGMENT));
    assertFalse(container.delete(SEGMENT), "what is gone cannot be deleted");
    assertTrue(container.head(PLAYLIST).isPresent());
    assertEquals(0, removals(), "transient data expires silently");
  }

  @Test
  void transient_atLeastFifteen_isGoneAtSecondFifteen() {
    policy(seconds(Comparison.GREATER_OR_EQUAL, 15, "*"));
    put(SEGMENT);

    clock.advance(Duration.ofMillis(14_999));
    assertTrue(container.delete(SEGMENT), "deleting works until expiry");
    put(SEGMENT);
    clock.advance(Duration.ofSeconds(15));
    assertEquals(Optional.empty(), container.head(SEGMENT));
  }

  @Test
  void transient_objects_areNeverListedNorTheirFolders() {
    policy(seconds(Comparison.GREATER, 15, "live/*"));
    put(SEGMENT);
    put(ObjectPath.of("vod/a"));

    assertEquals(List.of(), container.list(FolderPath.of("live"), null, 10).items());
    assertEquals(
        List.of("vod"),
        container.list(FolderPath.ROOT, null, 10).items().stream().map(Item::name).toList());
  }

  @Test
  void transient_objectsOlderThanThePolicy_areNotTouched() {
    put(SEGMENT);
    policy(seconds(Comparison.GREATER, 15, "*"));

    clock.advance(Duration.ofDays(1));
    assertTrue(container.head(SEGMENT).isPresent());
    assertNull(container.head(SEGMENT).orElseThrow().expiresAt());
  }

  @Test
  void transient_policyGone_theStampStays() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    put(SEGMENT);
    container.deleteDocument(DocumentKind.LIFECYCLE_POLICY);
    put(PLAYLIST);

    clock.advance(Duration.ofSeconds(16));
    assertEquals(Optional.empty(), container.head(SEGMENT));
    assertTrue(container.head(PLAYLIST).isPresent());
  }

  @Test
  void transient_replacedBeforeExpiry_hasANewAge() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    put(SEGMENT);
    clock.advance(Duration.ofSeconds(15));
    put(SEGMENT);
    clock.advance(Duration.ofSeconds(15));

    store.sweepExpired();
    assertTrue(container.head(SEGMENT).isPresent());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), container.head(SEGMENT));
  }

  @Test
  void transient_streaming_agesFromTheStartOfItsUpload() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    UploadOptions options =
        UploadOptions.builder().availability(UploadAvailability.STREAMING).build();
    try (ObjectUpload upload = container.beginUpload(SEGMENT, options)) {
      upload.append(ByteBuffer.allocate(10));
      clock.advance(Duration.ofSeconds(10));
      ObjectMetadata stored = upload.commit();
      assertEquals(
          stored.lastModified().plusSeconds(16), Objects.requireNonNull(stored.expiresAt()));
    }

    clock.advance(Duration.ofSeconds(6));
    assertEquals(Optional.empty(), container.head(SEGMENT));
  }

  @Test
  void transient_readerAtExpiry_finishes() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    put(SEGMENT);
    try (ObjectLease lease = container.open(SEGMENT).orElseThrow()) {
      clock.advance(Duration.ofSeconds(16));
      store.sweepExpired();
      assertEquals(Optional.empty(), container.open(SEGMENT));
      assertEquals(100, lease.read(0, ByteBuffer.allocate(200)));
    }
  }

  @Test
  void sweep_expiredTransientData_givesItsRoomBackSilently() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    for (int i = 0; i < 50; i++) {
      put(ObjectPath.of("live/" + i));
    }
    clock.advance(Duration.ofSeconds(16));
    put(PLAYLIST);
    long withEverything = segments.usage().bytesInUse();

    assertEquals(50, store.sweepExpired());
    assertEquals(withEverything / 51, segments.usage().bytesInUse());
    assertTrue(container.head(PLAYLIST).isPresent());
    assertEquals(0, removals());
    assertEquals(0, store.sweepExpired());
  }

  @Test
  void clock_goingBackwards_deletesNothingEarly() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    put(SEGMENT);
    clock.advance(Duration.ofHours(-1));

    store.sweepExpired();
    assertTrue(container.head(SEGMENT).isPresent());
  }

  @Test
  void days_beforeTheSweep_theObjectIsStillReadable() {
    policy(days(Comparison.GREATER_OR_EQUAL, 1, "live/"));
    put(SEGMENT);
    put(ObjectPath.of("vod/a"));

    clock.advance(Duration.ofDays(1).minusMillis(1));
    assertEquals(0, container.sweepExpired());
    clock.advance(Duration.ofMillis(1));
    assertTrue(container.head(SEGMENT).isPresent());
    assertEquals(1, container.sweepExpired());
    assertEquals(Optional.empty(), container.head(SEGMENT));
    assertTrue(container.head(ObjectPath.of("vod/a")).isPresent());
    assertEquals(1, removals());
  }

  @Test
  void days_objectsOlderThanThePolicy_goToo() {
    put(SEGMENT);
    clock.advance(Duration.ofDays(10));
    policy(days(Comparison.GREATER, 9, ""));

    assertEquals(1, store.sweepExpired());
  }

  @Test
  void days_manyObjects_areAllVisited() {
    policy(days(Comparison.GREATER_OR_EQUAL, 1, ""));
    try (MediaStore large = MediaStore.builder().memory(16 << 20).clock(clock).build()) {
      Container many = large.createContainer("many");
      many.putLifecyclePolicy(
          new LifecyclePolicy("{}", List.of(days(Comparison.GREATER_OR_EQUAL, 1, "a/"))));
      for (int i = 0; i < 2500; i++) {
        many.put(ObjectPath.of((i % 2 == 0 ? "a/" : "b/") + i), UploadOptions.none(), new byte[1]);
      }
      clock.advance(Duration.ofDays(2));
      assertEquals(1250, large.sweepExpired());
      assertEquals(0, large.sweepExpired());
    }
  }

  @Test
  void days_replacedBetweenJudgementAndDeletion_leavesTheNewVersion() {
    List<Runnable> meanwhile = new ArrayList<>();
    SegmentStore interrupted =
        new ForwardingSegmentStore(OffHeapStores.memory(1 << 20)) {
          @Override
          public List<ObjectMetadata> walk(ContainerId id, @Nullable ObjectPath after, int max) {
            List<ObjectMetadata> found = super.walk(id, after, max);
            meanwhile.forEach(Runnable::run);
            return found;
          }
        };
    try (MediaStore other = MediaStore.builder().store(interrupted).clock(clock).build()) {
      Container replaced = other.createContainer("live");
      replaced.putLifecyclePolicy(
          new LifecyclePolicy("{}", List.of(days(Comparison.GREATER_OR_EQUAL, 1, ""))));
      replaced.put(SEGMENT, UploadOptions.none(), new byte[1]);
      clock.advance(Duration.ofDays(2));
      meanwhile.add(() -> replaced.put(SEGMENT, UploadOptions.none(), new byte[2]));

      assertEquals(0, other.sweepExpired());
      assertEquals(2, replaced.head(SEGMENT).orElseThrow().lengthBytes());
    }
  }

  @Test
  void archive_rule_changesNothingVisible() {
    policy(
        new LifecycleRule(
            List.of(PathPattern.prefix("")),
            AgeUnit.DAYS,
            Comparison.GREATER_OR_EQUAL,
            30,
            Action.ARCHIVE));
    put(SEGMENT);
    clock.advance(Duration.ofDays(40));

    assertEquals(0, store.sweepExpired());
    assertTrue(container.head(SEGMENT).isPresent());
  }

  @Test
  void deleteContainer_withExpiredTransientDataOnly_works() {
    policy(seconds(Comparison.GREATER, 15, "*"));
    put(SEGMENT);
    clock.advance(Duration.ofSeconds(16));

    store.deleteContainer(container.arn());
    assertEquals(Optional.empty(), store.container("live"));
  }
}
