// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of an origin, each checked as it is set. Used by one thread at a time, for
 * one origin.
 *
 * @since 0.1
 */
public final class MediaStoreBuilder {
  private static final long DEFAULT_MEMORY = 256L * 1024 * 1024;
  private static final Duration SWEEP_PERIOD = Duration.ofSeconds(10);

  private final Set<String> set = new HashSet<>();
  private final List<MediaStoreListener> listeners = new ArrayList<>();
  private String account = "111122223333";
  private String region = "us-east-1";
  private String partition = "aws";
  private @Nullable SegmentStore store;
  private OffHeapOptions memory = OffHeapOptions.ofCapacity(DEFAULT_MEMORY);
  private InstantSource clock = InstantSource.system();
  private @Nullable RandomGenerator random;
  private StoreLimits limits = StoreLimits.defaults();
  private Duration activationDelay = Duration.ZERO;
  private Duration deletionDelay = Duration.ZERO;
  private boolean eagerActivation;
  private @Nullable Duration sweepEvery;
  private @Nullable Path folder;
  private DirectoryOptions directoryOptions = DirectoryOptions.defaults();

  MediaStoreBuilder() {}

  /** What an origin keeps of its settings. */
  record Settings(
      String partition,
      String account,
      String region,
      boolean eagerActivation,
      Optional<Duration> sweepEvery) {}

  /**
   * Sets the account of containers named without one.
   *
   * @param digits twelve digits
   * @return this builder
   */
  public MediaStoreBuilder account(String digits) {
    once("account");
    new ContainerArn("aws", "us-east-1", digits, "x");
    this.account = digits;
    return this;
  }

  /**
   * Sets the region of containers named without one.
   *
   * @param name such as {@code us-east-1}
   * @return this builder
   */
  public MediaStoreBuilder region(String name) {
    once("region");
    new ContainerArn("aws", name, "111122223333", "x");
    this.region = name;
    return this;
  }

  /**
   * Sets the partition of containers named without one.
   *
   * @param name such as {@code aws}
   * @return this builder
   */
  public MediaStoreBuilder partition(String name) {
    once("partition");
    new ContainerArn(name, "us-east-1", "111122223333", "x");
    this.partition = name;
    return this;
  }

  /**
   * Sets the store. The origin owns it and closes it.
   *
   * @param custom the store
   * @return this builder
   */
  public MediaStoreBuilder store(SegmentStore custom) {
    once("store");
    exclude("store", "memory");
    exclude("store", "directory");
    this.store = Objects.requireNonNull(custom, "store");
    return this;
  }

  /**
   * Sets the budget of the off-heap memory store that is used unless another store is set.
   *
   * @param bytes at least one extent of 4096 bytes; 256 MiB unless set
   * @return this builder
   */
  public MediaStoreBuilder memory(long bytes) {
    memoryOnce();
    if (bytes < 4096) {
      throw new IllegalArgumentException("memory must be at least 4096 bytes, was " + bytes);
    }
    this.memory = OffHeapOptions.ofCapacity(bytes);
    return this;
  }

  /**
   * Sets budget and geometry of the off-heap memory store that is used unless another store is set,
   * and what it does when it is full.
   *
   * @param options 256 MiB, refusing what has no room, unless set
   * @return this builder
   */
  public MediaStoreBuilder memory(OffHeapOptions options) {
    memoryOnce();
    this.memory = Objects.requireNonNull(options, "options");
    return this;
  }

  private void memoryOnce() {
    once("memory");
    exclude("memory", "store");
    exclude("memory", "directory");
  }

  /**
   * Keeps the objects in a folder instead of in memory: what was acknowledged is there again when
   * an origin is built over the same folder.
   *
   * @param path made by {@link #build} if it is not there; for one origin at a time
   * @return this builder
   */
  public MediaStoreBuilder directory(Path path) {
    return directory(path, DirectoryOptions.defaults());
  }

  /**
   * Keeps the objects in a folder instead of in memory.
   *
   * @param path made by {@link #build} if it is not there; for one origin at a time
   * @param options durability and shape
   * @return this builder
   */
  public MediaStoreBuilder directory(Path path, DirectoryOptions options) {
    once("directory");
    exclude("directory", "store");
    exclude("directory", "memory");
    this.folder = Objects.requireNonNull(path, "path");
    this.directoryOptions = Objects.requireNonNull(options, "options");
    return this;
  }

  /**
   * Sets how often a thread of the origin calls {@link MediaStore#sweepExpired}. Should the clock
   * leap forward, that thread goes on by the time it had for an hour, so that a clock set wrong
   * deletes nothing.
   *
   * @param period positive; ten seconds unless set, and never unless set if the clock is set
   * @return this builder
   */
  public MediaStoreBuilder sweepEvery(Duration period) {
    once("sweepEvery");
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("sweepEvery must be positive, was " + period);
    }
    this.sweepEvery = period;
    return this;
  }

  /**
   * Sets the clock.
   *
   * @param source the system clock unless set
   * @return this builder
   */
  public MediaStoreBuilder clock(InstantSource source) {
    once("clock");
    this.clock = Objects.requireNonNull(source, "clock");
    return this;
  }

  /**
   * Sets the source of endpoint ids and random entity tags. It is used by one thread at a time.
   *
   * @param source a {@link SecureRandom} unless set
   * @return this builder
   */
  public MediaStoreBuilder random(RandomGenerator source) {
    once("random");
    this.random = Objects.requireNonNull(source, "random");
    return this;
  }

  /**
   * Sets the limits.
   *
   * @param values {@link StoreLimits#defaults()} unless set
   * @return this builder
   */
  public MediaStoreBuilder limits(StoreLimits values) {
    once("limits");
    this.limits = Objects.requireNonNull(values, "limits");
    return this;
  }

  /**
   * Sets how long a new container stays CREATING.
   *
   * @param delay not negative; zero unless set: ACTIVE from the second look on
   * @return this builder
   */
  public MediaStoreBuilder activationDelay(Duration delay) {
    once("activationDelay");
    exclude("activationDelay", "eagerActivation");
    this.activationDelay = notNegative("activationDelay", delay);
    return this;
  }

  /**
   * Sets how long a deleted container stays DELETING.
   *
   * @param delay not negative; zero unless set: gone at once
   * @return this builder
   */
  public MediaStoreBuilder deletionDelay(Duration delay) {
    once("deletionDelay");
    this.deletionDelay = notNegative("deletionDelay", delay);
    return this;
  }

  /**
   * Makes new containers ACTIVE already in the answer to their creation.
   *
   * @param eager false unless set
   * @return this builder
   */
  public MediaStoreBuilder eagerActivation(boolean eager) {
    once("eagerActivation");
    exclude("eagerActivation", "activationDelay");
    this.eagerActivation = eager;
    return this;
  }

  /**
   * Adds a listener; there may be several.
   *
   * @param listener told about changes
   * @return this builder
   */
  public MediaStoreBuilder listener(MediaStoreListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Makes the origin.
   *
   * @return an origin the caller closes
   * @throws MediaStoreException STORE_READ_ONLY if another origin has the folder or a newer version
   *     wrote it, INTERNAL if it cannot be read or written
   */
  public MediaStore build() {
    once("build");
    SegmentStore segments = segments();
    Origin origin =
        new Origin(
            segments,
            clock,
            limits,
            new UploadAdmission(limits, segments.capabilities().capacityBytes()),
            new Events(listeners),
            new Identifiers(random != null ? random : new SecureRandom()),
            activationDelay,
            deletionDelay);
    return new MediaStore(
        new Settings(partition, account, region, eagerActivation, sweepPeriod()), origin);
  }

  private SegmentStore segments() {
    if (store != null) {
      return store;
    }
    return folder != null
        ? OffHeapStores.directory(folder, directoryOptions)
        : OffHeapStores.memory(memory);
  }

  private Optional<Duration> sweepPeriod() {
    if (sweepEvery == null && !set.contains("clock")) {
      return Optional.of(SWEEP_PERIOD);
    }
    return Optional.ofNullable(sweepEvery);
  }

  private void once(String setting) {
    if (!set.add(setting)) {
      throw new IllegalStateException(setting + " was set already");
    }
  }

  private void exclude(String setting, String other) {
    if (set.contains(other)) {
      throw new IllegalStateException(
          setting + " contradicts " + other + ", which was set already");
    }
  }

  private static Duration notNegative(String setting, Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException(setting + " must not be negative, was " + delay);
    }
    return delay;
  }
}
