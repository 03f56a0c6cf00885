// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store is told when a writer is opened. Immutable.
 *
 * @param path key inside the container
 * @param declaredLength exact length in bytes, or -1 if unknown
 * @param contentType to keep, or null
 * @param cacheControl to keep, or null
 * @param contentEncoding to keep, or null
 * @param streaming what readers see before the commit, or null for a STANDARD upload
 * @since 0.1
 */
public record ObjectDraft(
    ObjectPath path,
    long declaredLength,
    @Nullable String contentType,
    @Nullable String cacheControl,
    @Nullable String contentEncoding,
    @Nullable Streaming streaming) {

  /** Checks the length. */
  public ObjectDraft {
    if (declaredLength < -1) {
      throw new IllegalArgumentException("negative length: " + declaredLength);
    }
  }

  /**
   * Tells how the object is uploaded.
   *
   * @return STREAMING if readers may see it grow
   */
  public UploadAvailability availability() {
    return streaming == null ? UploadAvailability.STANDARD : UploadAvailability.STREAMING;
  }

  /**
   * What is fixed at the start of a STREAMING upload; the seal repeats it unchanged. Immutable.
   *
   * @param entityTag tag from the first visible byte on
   * @param startedAt start of the upload, in whole milliseconds
   * @param expiresAt when the object will be gone, or null
   * @param visibleAfterBytes bytes after which the object becomes readable, at least 1
   * @since 0.1
   */
  public record Streaming(
      EntityTag entityTag, Instant startedAt, @Nullable Instant expiresAt, long visibleAfterBytes) {

    /** Checks the amount. */
    public Streaming {
      if (visibleAfterBytes < 1) {
        throw new IllegalArgumentException("visible after " + visibleAfterBytes + " bytes");
      }
    }
  }
}
