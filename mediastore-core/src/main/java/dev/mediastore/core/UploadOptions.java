// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an upload before its first byte. Immutable.
 *
 * @since 0.1
 */
public final class UploadOptions {
  /** Longest content type, in characters. */
  public static final int MAX_CONTENT_TYPE = 255;

  /** Longest cache control and longest content encoding, in characters. */
  public static final int MAX_HEADER_VALUE = 1024;

  private static final UploadOptions NONE = builder().build();

  private final @Nullable String contentType;
  private final @Nullable String cacheControl;
  private final @Nullable String contentEncoding;
  private final UploadAvailability availability;
  private final StorageClass storageClass;
  private final long declaredLength;
  private final @Nullable String expectedSha256;
  private final @Nullable Consumer<ByteBuffer> bodyTap;

  private UploadOptions(Builder builder) {
    this.contentType = builder.contentType;
    this.cacheControl = builder.cacheControl;
    this.contentEncoding = builder.contentEncoding;
    this.availability = builder.availability;
    this.storageClass = builder.storageClass;
    this.declaredLength = builder.declaredLength;
    this.expectedSha256 = builder.expectedSha256;
    this.bodyTap = builder.bodyTap;
  }

  /**
   * Returns the options of an upload nothing is known about: STANDARD, of unknown length.
   *
   * @return the defaults
   */
  public static UploadOptions none() {
    return NONE;
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder for use by one thread
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the content type to store.
   *
   * @return at most 255 characters, or null
   */
  public @Nullable String contentType() {
    return contentType;
  }

  /**
   * Returns the cache control to store.
   *
   * @return at most 1024 characters, or null
   */
  public @Nullable String cacheControl() {
    return cacheControl;
  }

  /**
   * Returns the content encoding to store; the bytes are never decoded.
   *
   * @return at most 1024 characters, or null
   */
  public @Nullable String contentEncoding() {
    return contentEncoding;
  }

  /**
   * Returns when the object becomes readable.
   *
   * @return STANDARD unless set
   */
  public UploadAvailability availability() {
    return availability;
  }

  /**
   * Returns the storage class.
   *
   * @return always TEMPORAL
   */
  public StorageClass storageClass() {
    return storageClass;
  }

  /**
   * Returns the length the uploader announced.
   *
   * @return bytes, or -1 if unknown
   */
  public long declaredLength() {
    return declaredLength;
  }

  /**
   * Returns the digest the content must have.
   *
   * @return 64 lower-case hexadecimal digits, or null
   */
  public @Nullable String expectedSha256() {
    return expectedSha256;
  }

  /**
   * Returns who else sees the bytes as they are appended.
   *
   * @return the tap, or null
   */
  public @Nullable Consumer<ByteBuffer> bodyTap() {
    return bodyTap;
  }

  /**
   * Collects options, each checked as it is set. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private @Nullable String contentType;
    private @Nullable String cacheControl;
    private @Nullable String contentEncoding;
    private UploadAvailability availability = UploadAvailability.STANDARD;
    private StorageClass storageClass = StorageClass.TEMPORAL;
    private long declaredLength = -1;
    private @Nullable String expectedSha256;
    private @Nullable Consumer<ByteBuffer> bodyTap;

    private Builder() {}

    /**
     * Sets the content type, stored verbatim.
     *
     * @param value at most 255 characters without control characters; null or empty for none
     * @return this builder
     * @throws MediaStoreException with {@link ErrorCode#VALIDATION}
     */
    public Builder contentType(@Nullable String value) {
      this.contentType = checked("Content-Type", value, MAX_CONTENT_TYPE);
      return this;
    }

    /**
     * Sets the cache control, stored verbatim.
     *
     * @param value at most 1024 characters without control characters; null or empty for none
     * @return this builder
     * @throws MediaStoreException with {@link ErrorCode#VALIDATION}
     */
    public Builder cacheControl(@Nullable String value) {
      this.cacheControl = checked("Cache-Control", value, MAX_HEADER_VALUE);
      return this;
    }

    /**
     * Sets the content encoding, stored verbatim.
     *
     * @param value at most 1024 characters without control characters; null or empty for none
     * @return this builder
     * @throws MediaStoreException with {@link ErrorCode#VALIDATION}
     */
    public Builder contentEncoding(@Nullable String value) {
      this.contentEncoding = checked("Content-Encoding", value, MAX_HEADER_VALUE);
      return this;
    }

    /**
     * Sets when the object becomes readable.
     *
     * @param value STANDARD or STREAMING
     * @return this builder
     */
    public Builder availability(UploadAvailability value) {
      this.availability = Objects.requireNonNull(value, "availability");
      return this;
    }

    /**
     * Sets the storage class.
     *
     * @param value TEMPORAL, the only one
     * @return this builder
     */
    public Builder storageClass(StorageClass value) {
      this.storageClass = Objects.requireNonNull(value, "storageClass");
      return this;
    }

    /**
     * Announces the exact length; an upload that turns out different is refused at commit.
     *
     * @param bytes from 0, or -1 for unknown
     * @return this builder
     * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if negative otherwise
     */
    public Builder declaredLength(long bytes) {
      if (bytes < -1) {
        throw MediaStoreException.of(
            ErrorCode.VALIDATION, "The length of an object is not negative.");
      }
      this.declaredLength = bytes;
      return this;
    }

    /**
     * Announces the digest of the content; an upload that turns out different is refused at commit.
     *
     * @param hex 64 hexadecimal digits of any letter case, or null for none
     * @return this builder
     * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if it is no such digest
     */
    public Builder expectedSha256(@Nullable String hex) {
      this.expectedSha256 = hex == null ? null : Sha256.checkHex(hex);
      return this;
    }

    /**
     * Shows every byte to a further digest while it is still in the processor's cache.
     *
     * @param tap called in order on the appending thread with read-only buffers that are valid for
     *     the call only; what it throws aborts the upload
     * @return this builder
     */
    public Builder bodyTap(@Nullable Consumer<ByteBuffer> tap) {
      this.bodyTap = tap;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return what was set so far
     */
    public UploadOptions build() {
      return new UploadOptions(this);
    }

    private static @Nullable String checked(String name, @Nullable String value, int max) {
      if (value == null || value.isEmpty()) {
        return null;
      }
      if (value.length() > max) {
        throw MediaStoreException.of(
            ErrorCode.VALIDATION, name + " must have at most " + max + " characters.");
      }
      if (!value.chars().allMatch(c -> (c >= ' ' && c != 0x7F && c <= 0xFF) || c == '\t')) {
        throw MediaStoreException.of(
            ErrorCode.VALIDATION, name + " must not hold control characters.");
      }
      return value;
    }
  }
}
