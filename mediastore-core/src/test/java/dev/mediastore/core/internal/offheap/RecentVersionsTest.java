// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentVersionsTest {
  private static final ObjectPath PATH = ObjectPath.of("live/seg1.m4s");
  private static final byte[] HERE = {1, 2, 3};
  private static final byte[] THERE = {1, 2, 4};

  private final VersionCodec codec = new VersionCodec(new StringTable());
  private final RecentVersions recent = new RecentVersions(codec);

  @Test
  void decode_sameBytesAgain_isTheSameVersion() {
    Version first = decode(version(PATH, 7, HERE));

    assertSame(first, decode(version(PATH, 7, HERE)));
    assertVersion(version(PATH, 7, HERE), first);
  }

  @Test
  void decode_ofAWholeLiveWindow_isKeptForAll() {
    Orders orders = new Orders();
    Map<Long, Version> window = new HashMap<>();
    for (int i = 0; i < 240; i++) {
      long order = orders.next();
      window.put(order, decode(version(PATH, order, HERE)));
    }

    window.forEach((order, known) -> assertSame(known, decode(version(PATH, order, HERE))));
  }

  @Test
  void decode_movedElsewhere_isTheMovedOne() {
    decode(version(PATH, 7, HERE));

    assertVersion(version(PATH, 7, THERE), decode(version(PATH, 7, THERE)));
  }

  @Test
  void decode_sameBytesUnderAnotherPath_isTheOneOfThatPath() {
    ObjectPath other = ObjectPath.of("live/seg2.m4s");
    decode(version(PATH, 7, HERE));

    assertVersion(version(other, 7, HERE), decode(version(other, 7, HERE)));
  }

  @Test
  void decode_ofWhatFollowsInTheSamePlace_isEachTimeItsOwn() {
    for (long order = 7; order < 7 + 4 * 512; order += 512) {
      assertVersion(version(PATH, order, HERE), decode(version(PATH, order, HERE)));
    }
    assertNotSame(
        decode(version(PATH, 7, HERE)),
        decode(version(PATH, 7 + 512, HERE)),
        "the place was taken over");
    assertVersion(version(PATH, 7, HERE), decode(version(PATH, 7, HERE)));
  }

  @Test
  void decode_ofWhatIsLong_isNotKept() {
    byte[] far = new byte[600];
    Version first = decode(version(PATH, 7, far));

    assertVersion(version(PATH, 7, far), first);
    assertNotSame(first, decode(version(PATH, 7, far)));
  }

  @Test
  void decode_bytesBehindTheVersion_doNotMatter() {
    ByteWriter bytes = codec.encode(version(PATH, 7, HERE));
    byte[] longer = java.util.Arrays.copyOf(bytes.array(), bytes.length() + 50);
    Version first = recent.decode(PATH, longer, bytes.length());
    longer[bytes.length()] = 99;

    assertSame(first, recent.decode(PATH, longer, bytes.length()));
  }

  private Version decode(Version version) {
    ByteWriter bytes = codec.encode(version);
    return recent.decode(version.metadata().path(), bytes.array(), bytes.length());
  }

  private static void assertVersion(Version expected, Version actual) {
    assertEquals(expected.metadata(), actual.metadata());
    assertEquals(expected.order(), actual.order());
    assertArrayEquals(expected.location(), actual.location());
  }

  private static Version version(ObjectPath path, long order, byte[] location) {
    ObjectMetadata metadata =
        new ObjectMetadata(
            path,
            4711,
            "video/mp4",
            null,
            null,
            new EntityTag("ab".repeat(32)),
            "cd".repeat(32),
            Instant.ofEpochMilli(1_700_000_000_123L),
            UploadAvailability.STANDARD,
            null,
            Version.versionId(order));
    return new Version(metadata, order, location);
  }
}
