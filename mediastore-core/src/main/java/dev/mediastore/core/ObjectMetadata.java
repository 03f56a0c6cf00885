// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one version of an object. Immutable.
 *
 * @param path key inside the container
 * @param lengthBytes length, or -1 while the object is still growing
 * @param contentType as uploaded, or null
 * @param cacheControl as uploaded, or null
 * @param contentEncoding as uploaded, or null
 * @param entityTag the same from the first visible byte on
 * @param sha256 64 lower-case hexadecimal digits over the content, or null while growing
 * @param lastModified in whole milliseconds: completion of the upload for STANDARD, its start for
 *     STREAMING
 * @param availability how the object was uploaded
 * @param expiresAt the instant from which the object is gone, stamped at upload by a transient data
 *     rule, or null; an object with an expiry is never listed
 * @param versionId opaque, unique in the container; differs even between equal contents
 * @since 0.1
 */
public record ObjectMetadata(
    ObjectPath path,
    long lengthBytes,
    @Nullable String contentType,
    @Nullable String cacheControl,
    @Nullable String contentEncoding,
    EntityTag entityTag,
    @Nullable String sha256,
    Instant lastModified,
    UploadAvailability availability,
    @Nullable Instant expiresAt,
    String versionId) {

  /** Checks that length and digest are known together. */
  public ObjectMetadata {
    if (lengthBytes < -1 || (lengthBytes == -1) != (sha256 == null)) {
      throw new IllegalArgumentException("length and digest are known together or not at all");
    }
  }

  /**
   * Tells whether the upload had not ended when this was read.
   *
   * @return true while length and digest are unknown
   */
  public boolean growing() {
    return lengthBytes == -1;
  }

  /**
   * Tells whether the object is gone at an instant.
   *
   * @param now the instant to judge by
   * @return true from {@link #expiresAt()} on
   */
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
