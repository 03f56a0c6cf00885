// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.internal.index.PagePool;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.OffHeapOptions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * A version that the index has no memory for is in none of the index's parts: what is left in one
 * of them alone is found due, or the oldest, for ever.
 */
class VersionIndexTest {
  private static final int PAGE_BYTES = 4096;
  private static final ContainerId CONTAINER = new ContainerId("main");
  private static final ObjectPath PATH = ObjectPath.of("live/seg1.m4s");
  private static final Instant SOON = Instant.EPOCH.plusSeconds(15);
  private static final Instant LATER = Instant.EPOCH.plusSeconds(60);

  /** So long that it needs pages of its own. */
  private static final byte[] FAR = new byte[2000];

  private static final byte[] HERE = {1, 2, 3};

  private final SlabPool pool = new SlabPool(new OffHeapOptions(1 << 16, 1 << 12, 16, false));

  @Test
  void put_withoutAPageForTheVersion_leavesNothingDueAndNothingOldest() {
    EngineParts parts = parts(2);
    VersionIndex index = new VersionIndex(CONTAINER, parts);

    assertRefused(() -> index.put(PATH, version(7, SOON, HERE), null));

    assertEquals(List.of(), parts.expiry().due(LATER, 10));
    AgeIndex ages = ages(parts);
    assertNull(ages.oldest());
    assertEquals(0, ages.bytes());
  }

  @Test
  void put_withoutAPageForWhatReplacesAnother_leavesTheOther() {
    EngineParts parts = parts(3);
    VersionIndex index = new VersionIndex(CONTAINER, parts);
    Version before = version(7, SOON, HERE);
    index.put(PATH, before, null);

    assertRefused(() -> index.put(PATH, version(8, SOON, FAR), before));

    assertOnly(7, parts);
  }

  @Test
  void put_withoutAPageForAnotherPlaceOfTheSame_leavesItWhereItWas() {
    EngineParts parts = parts(3);
    VersionIndex index = new VersionIndex(CONTAINER, parts);
    Version before = version(7, SOON, HERE);
    index.put(PATH, before, null);

    assertRefused(() -> index.put(PATH, before.movedTo(FAR), before));

    assertOnly(7, parts);
  }

  private void assertOnly(long order, EngineParts parts) {
    List<IndexedVersion> due = parts.expiry().due(LATER, 10);
    assertEquals(List.of(order), due.stream().map(IndexedVersion::order).toList());
    AgeIndex ages = ages(parts);
    assertEquals(order, oldest(ages).order());
    assertEquals(pool.granuleBytes(), ages.bytes());
  }

  private static IndexedVersion oldest(AgeIndex ages) {
    return Objects.requireNonNull(ages.oldest());
  }

  private static void assertRefused(Runnable put) {
    MediaStoreException refused = assertThrows(MediaStoreException.class, put::run);
    assertEquals(ErrorCode.STORE_FULL, refused.code());
  }

  private static AgeIndex ages(EngineParts parts) {
    return Objects.requireNonNull(parts.ages());
  }

  private EngineParts parts(int pages) {
    PagePool some = new PagePool(PAGE_BYTES, (long) pages * PAGE_BYTES);
    VersionCodec codec = new VersionCodec(new StringTable());
    Orders orders = new Orders();
    return new EngineParts(
        some,
        codec,
        new RecentVersions(codec),
        new ExpiryIndex(some),
        new AgeIndex(some, pool),
        new MemoryBacking(pool, orders),
        orders,
        new LongAdder());
  }

  private static Version version(long order, Instant expiresAt, byte[] location) {
    ObjectMetadata metadata =
        new ObjectMetadata(
            PATH,
            10,
            null,
            null,
            null,
            new EntityTag("ab".repeat(16)),
            "cd".repeat(32),
            Instant.EPOCH,
            UploadAvailability.STANDARD,
            expiresAt,
            Version.versionId(order));
    return new Version(metadata, order, location);
  }
}
