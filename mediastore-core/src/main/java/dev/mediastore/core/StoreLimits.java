// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * The limits of one origin, all checked before anything is allocated. Immutable.
 *
 * @param containersPerRegion containers per account and region
 * @param standardObjectBytes longest object uploaded as STANDARD
 * @param streamingObjectBytes longest object uploaded as STREAMING
 * @param concurrentUploads uploads open at once in the whole origin
 * @param bytesInUploads bytes announced or received by open uploads, or -1 for a quarter of the
 *     store's capacity; a single upload is admitted whatever its length
 * @param tagsPerContainer tags on one container
 * @param documentCharacters longest document of a container
 * @param listingItems most rows in one page of a listing
 * @param streamingVisibleAfterBytes bytes a STREAMING upload must have received to become readable
 * @since 0.1
 */
public record StoreLimits(
    int containersPerRegion,
    long standardObjectBytes,
    long streamingObjectBytes,
    int concurrentUploads,
    long bytesInUploads,
    int tagsPerContainer,
    int documentCharacters,
    int listingItems,
    long streamingVisibleAfterBytes) {

  private static final StoreLimits DEFAULTS =
      new StoreLimits(100, 25L * 1024 * 1024, 10L * 1024 * 1024, 256, -1, 50, 512 * 1024, 1000, 1);

  /** Checks that no limit makes the origin unusable. */
  public StoreLimits {
    positive("containersPerRegion", containersPerRegion);
    positive("standardObjectBytes", standardObjectBytes);
    positive("streamingObjectBytes", streamingObjectBytes);
    positive("concurrentUploads", concurrentUploads);
    if (bytesInUploads != -1) {
      positive("bytesInUploads", bytesInUploads);
    }
    positive("tagsPerContainer", tagsPerContainer);
    positive("documentCharacters", documentCharacters);
    positive("listingItems", listingItems);
    positive("streamingVisibleAfterBytes", streamingVisibleAfterBytes);
  }

  /**
   * Returns the limits of the contract (sections 7.3, 10.1 and 18.2).
   *
   * @return 100 containers, 25 MiB and 10 MiB objects, 256 uploads, 50 tags, pages of 1000
   */
  public static StoreLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns the longest object of an upload availability.
   *
   * @param availability how the object is uploaded
   * @return its limit in bytes
   */
  public long objectBytes(UploadAvailability availability) {
    return availability == UploadAvailability.STREAMING
        ? streamingObjectBytes
        : standardObjectBytes;
  }

  /**
   * Replaces the number of containers.
   *
   * @param containers per account and region
   * @return limits that differ in this only
   */
  public StoreLimits withContainersPerRegion(int containers) {
    return new StoreLimits(
        containers,
        standardObjectBytes,
        streamingObjectBytes,
        concurrentUploads,
        bytesInUploads,
        tagsPerContainer,
        documentCharacters,
        listingItems,
        streamingVisibleAfterBytes);
  }

  /**
   * Replaces the lengths of objects.
   *
   * @param standard longest STANDARD object in bytes
   * @param streaming longest STREAMING object in bytes
   * @return limits that differ in these only
   */
  public StoreLimits withObjectBytes(long standard, long streaming) {
    return new StoreLimits(
        containersPerRegion,
        standard,
        streaming,
        concurrentUploads,
        bytesInUploads,
        tagsPerContainer,
        documentCharacters,
        listingItems,
        streamingVisibleAfterBytes);
  }

  /**
   * Replaces what uploads may occupy.
   *
   * @param concurrent uploads open at once
   * @param bytes bytes in them, or -1 for a quarter of the store's capacity
   * @return limits that differ in these only
   */
  public StoreLimits withUploads(int concurrent, long bytes) {
    return new StoreLimits(
        containersPerRegion,
        standardObjectBytes,
        streamingObjectBytes,
        concurrent,
        bytes,
        tagsPerContainer,
        documentCharacters,
        listingItems,
        streamingVisibleAfterBytes);
  }

  /**
   * Replaces the amount after which a STREAMING upload becomes readable.
   *
   * @param bytes at least 1
   * @return limits that differ in this only
   */
  public StoreLimits withStreamingVisibleAfterBytes(long bytes) {
    return new StoreLimits(
        containersPerRegion,
        standardObjectBytes,
        streamingObjectBytes,
        concurrentUploads,
        bytesInUploads,
        tagsPerContainer,
        documentCharacters,
        listingItems,
        bytes);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
