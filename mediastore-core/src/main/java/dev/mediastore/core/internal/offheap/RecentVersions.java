// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The versions that were read lately, so that a segment at the live edge is not made of its bytes
 * anew for each of its thousands of readers. Safe for any thread.
 *
 * <p>Nothing has to be taken out of it: a version is given only for the very bytes that it was made
 * of, and whoever asks has these from the index. Bounded: each version has one place, by its order,
 * in which the next one that belongs there follows it.
 */
final class RecentVersions {
  /** A power of two. Some 700 bytes of heap each, once used. */
  private static final int PLACES = 512;

  /** Longer are only those with long texts of a client's own, which must not fill the heap. */
  private static final int MOST_BYTES = 512;

  private final AtomicReferenceArray<Entry> places = new AtomicReferenceArray<>(PLACES);
  private final VersionCodec codec;

  /** A version and the bytes that it was made of. Immutable. */
  @SuppressWarnings("ArrayRecordComponent") // Never changed, and compared by isOf only.
  private record Entry(Version version, byte[] value) {
    boolean isOf(ObjectPath path, byte[] bytes, int length) {
      return Arrays.equals(value, 0, value.length, bytes, 0, length)
          && version.metadata().path().equals(path);
    }
  }

  RecentVersions(VersionCodec codec) {
    this.codec = codec;
  }

  /**
   * Does what {@link VersionCodec#decode(ObjectPath, byte[], int)} does.
   *
   * @param value from the index; stays the caller's
   * @param length how much of it is the version
   */
  Version decode(ObjectPath path, byte[] value, int length) {
    int place = Orders.slot(VersionCodec.order(value, length), PLACES);
    Entry known = places.get(place);
    if (known != null && known.isOf(path, value, length)) {
      return known.version();
    }
    Version version = codec.decode(path, value, length);
    if (length <= MOST_BYTES) {
      places.set(place, new Entry(version, Arrays.copyOf(value, length)));
    }
    return version;
  }
}
