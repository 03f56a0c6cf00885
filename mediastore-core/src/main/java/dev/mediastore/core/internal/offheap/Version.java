// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectSeal;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A complete version as the index keeps it; {@link VersionCodec} gives it its bytes. Immutable.
 *
 * @param order place among the versions of its path
 * @param lengthBytes length of the object
 * @param contentType as stored, or null
 * @param cacheControl as stored, or null
 * @param contentEncoding as stored, or null
 * @param entityTag tag
 * @param sha256 digest, 64 lower-case hexadecimal digits
 * @param lastModified in whole milliseconds
 * @param expiresAt when it is gone, or null
 * @param availability how it was uploaded
 * @param location where its bytes lie, understood by the backing
 */
@SuppressWarnings("ArrayRecordComponent") // Never changed, and compared by isAt only.
record Version(
    long order,
    long lengthBytes,
    @Nullable String contentType,
    @Nullable String cacheControl,
    @Nullable String contentEncoding,
    EntityTag entityTag,
    String sha256,
    Instant lastModified,
    @Nullable Instant expiresAt,
    UploadAvailability availability,
    byte[] location) {

  static Version of(ObjectDraft draft, ObjectSeal seal, long order, long length, byte[] location) {
    return new Version(
        order,
        length,
        draft.contentType(),
        draft.cacheControl(),
        draft.contentEncoding(),
        seal.entityTag(),
        seal.sha256(),
        seal.lastModified(),
        seal.expiresAt(),
        draft.availability(),
        location);
  }

  Version at(long newOrder, byte[] newLocation) {
    return new Version(
        newOrder,
        lengthBytes,
        contentType,
        cacheControl,
        contentEncoding,
        entityTag,
        sha256,
        lastModified,
        expiresAt,
        availability,
        newLocation);
  }

  boolean isAt(long someOrder, byte[] someLocation) {
    return order == someOrder && Arrays.equals(location, someLocation);
  }

  ObjectMetadata metadata(ObjectPath path) {
    return new ObjectMetadata(
        path,
        lengthBytes,
        contentType,
        cacheControl,
        contentEncoding,
        entityTag,
        sha256,
        lastModified,
        availability,
        expiresAt,
        versionId(order));
  }

  /** The id of a version is its order: no two versions of a store have the same. */
  static String versionId(long order) {
    return Long.toString(order, Character.MAX_RADIX);
  }
}
