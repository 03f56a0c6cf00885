// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The shape of a directory store. Immutable.
 *
 * @param durability what "acknowledged" means
 * @param uploadMemoryBytes memory outside the heap for uploads in progress, at least 4096
 * @param logFileBytes length of a log file; a larger object gets a file of its own
 * @param blockBytes bytes under one checksum; a read checks whole blocks
 * @param reserveBytes room on the disk kept for deletions when it is full
 * @param patience how long a change may wait for the disk before it is refused
 * @param scrubBytesPerSecond how fast what was written is read again and checked all the time, file
 *     by file, in bytes per second; 0 for never
 * @param maintenance whether a thread of the store gives room back; without it, somebody calls for
 *     it, as tests do
 * @param fileSystemTrusted whether the file system is taken as it is; otherwise the store tries,
 *     each time it is opened, whether it syncs and maps files, and with {@link Durability#FSYNC}
 *     refuses to open over one that does not
 * @since 0.1
 */
public record DirectoryOptions(
    Durability durability,
    long uploadMemoryBytes,
    int logFileBytes,
    int blockBytes,
    int reserveBytes,
    Duration patience,
    long scrubBytesPerSecond,
    boolean maintenance,
    boolean fileSystemTrusted) {
  /** One extent. */
  private static final long LEAST_UPLOAD_MEMORY = 4096;

  private static final DirectoryOptions DEFAULTS =
      new DirectoryOptions(
          Durability.FSYNC,
          256L << 20,
          64 << 20,
          64 << 10,
          4 << 20,
          Duration.ofSeconds(30),
          0,
          true,
          false);

  /** Checks that nothing is missing, and the sizes. */
  public DirectoryOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(patience, "patience");
    if (uploadMemoryBytes < LEAST_UPLOAD_MEMORY) {
      throw new IllegalArgumentException(
          "uploadMemoryBytes must be at least "
              + LEAST_UPLOAD_MEMORY
              + ", was "
              + uploadMemoryBytes);
    }
    if (blockBytes < 1) {
      throw new IllegalArgumentException("blockBytes must be at least 1, was " + blockBytes);
    }
    if (logFileBytes < 1024 || logFileBytes > 1 << 30 || logFileBytes % 8 != 0) {
      throw new IllegalArgumentException(
          "logFileBytes must be a multiple of 8 from 1024 to 2^30, was " + logFileBytes);
    }
    if (reserveBytes < 0) {
      throw new IllegalArgumentException("reserveBytes must not be negative, was " + reserveBytes);
    }
    if (scrubBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "scrubBytesPerSecond must not be negative, was " + scrubBytesPerSecond);
    }
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience must be positive, was " + patience);
    }
  }

  /**
   * Returns the default shape.
   *
   * @return FSYNC, 256 MiB for uploads, log files of 64 MiB, blocks of 64 KiB, a reserve of 4 MiB,
   *     30 seconds of patience, nothing read again, with maintenance, no file system trusted
   */
  public static DirectoryOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Replaces the durability.
   *
   * @param mode what "acknowledged" means
   * @return options that differ in this only
   */
  public DirectoryOptions withDurability(Durability mode) {
    return with(draft -> draft.durability = mode);
  }

  /**
   * Replaces the memory for uploads.
   *
   * @param bytes at least 4096
   * @return options that differ in this only
   */
  public DirectoryOptions withUploadMemory(long bytes) {
    return with(draft -> draft.uploadMemoryBytes = bytes);
  }

  /**
   * Replaces the geometry.
   *
   * @param logFile length of a log file in bytes
   * @param block bytes under one checksum
   * @param reserve bytes kept for deletions
   * @return options that differ in these only
   */
  public DirectoryOptions withGeometry(int logFile, int block, int reserve) {
    return with(
        draft -> {
          draft.logFileBytes = logFile;
          draft.blockBytes = block;
          draft.reserveBytes = reserve;
        });
  }

  /**
   * Replaces how long a change may wait.
   *
   * @param longest positive
   * @return options that differ in this only
   */
  public DirectoryOptions withPatience(Duration longest) {
    return with(draft -> draft.patience = longest);
  }

  /**
   * Replaces how fast what was written is read again.
   *
   * @param bytesPerSecond at least 0; 0 for never
   * @return options that differ in this only
   */
  public DirectoryOptions withScrub(long bytesPerSecond) {
    return with(draft -> draft.scrubBytesPerSecond = bytesPerSecond);
  }

  /**
   * Replaces whether a thread of the store gives room back.
   *
   * @param on false for tests that do it themselves
   * @return options that differ in this only
   */
  public DirectoryOptions withMaintenance(boolean on) {
    return with(draft -> draft.maintenance = on);
  }

  /**
   * Replaces whether the file system is taken as it is.
   *
   * @param on true for whoever knows better than the probe
   * @return options that differ in this only
   */
  public DirectoryOptions withTrustedFileSystem(boolean on) {
    return with(draft -> draft.fileSystemTrusted = on);
  }

  private DirectoryOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** The same values while one of them changes, so that each wither names what it changes only. */
  private static final class Draft {
    private Durability durability;
    private long uploadMemoryBytes;
    private int logFileBytes;
    private int blockBytes;
    private int reserveBytes;
    private Duration patience;
    private long scrubBytesPerSecond;
    private boolean maintenance;
    private boolean fileSystemTrusted;

    Draft(DirectoryOptions from) {
      durability = from.durability;
      uploadMemoryBytes = from.uploadMemoryBytes;
      logFileBytes = from.logFileBytes;
      blockBytes = from.blockBytes;
      reserveBytes = from.reserveBytes;
      patience = from.patience;
      scrubBytesPerSecond = from.scrubBytesPerSecond;
      maintenance = from.maintenance;
      fileSystemTrusted = from.fileSystemTrusted;
    }

    DirectoryOptions finished() {
      return new DirectoryOptions(
          durability,
          uploadMemoryBytes,
          logFileBytes,
          blockBytes,
          reserveBytes,
          patience,
          scrubBytesPerSecond,
          maintenance,
          fileSystemTrusted);
    }
  }
}
