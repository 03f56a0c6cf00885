// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectSeal;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A complete version as the index keeps it; {@link VersionCodec} gives it its bytes. Immutable.
 *
 * @param metadata what is known of it
 * @param order place among the versions of its path
 * @param location where its bytes lie, understood by the backing
 */
@SuppressWarnings("ArrayRecordComponent") // Never changed, and compared by isAt only.
record Version(ObjectMetadata metadata, long order, byte[] location) {

  static Version of(ObjectDraft draft, ObjectSeal seal, long order, long length, byte[] location) {
    ObjectMetadata metadata =
        new ObjectMetadata(
            draft.path(),
            length,
            draft.contentType(),
            draft.cacheControl(),
            draft.contentEncoding(),
            seal.entityTag(),
            seal.sha256(),
            seal.lastModified(),
            draft.availability(),
            seal.expiresAt(),
            versionId(order));
    return new Version(metadata, order, location);
  }

  Version movedTo(byte[] newLocation) {
    return new Version(metadata, order, newLocation);
  }

  long lengthBytes() {
    return metadata.lengthBytes();
  }

  /** When it is gone, or null. */
  @Nullable Instant expiresAt() {
    return metadata.expiresAt();
  }

  boolean isAt(long someOrder, byte[] someLocation) {
    return order == someOrder && Arrays.equals(location, someLocation);
  }

  /** The id of a version is its order: no two versions of a store have the same. */
  static String versionId(long order) {
    return Long.toString(order, Character.MAX_RADIX);
  }
}
