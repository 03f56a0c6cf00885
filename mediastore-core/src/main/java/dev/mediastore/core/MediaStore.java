// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.internal.Heartbeat;
import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.StoreUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A media origin in this process: containers of any number of accounts and regions over one store.
 * Safe for any thread.
 *
 * <p>Nothing is shared between two of them; a process may hold as many as it likes. Every failure
 * is a {@link MediaStoreException}.
 *
 * <pre>{@code
 * try (MediaStore store = MediaStore.builder().memory(64 << 20).build()) {
 *   Container live = store.createContainer("live");
 *   live.put(ObjectPath.of("hls/seg001.ts"), UploadOptions.none(), bytes);
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class MediaStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);
  private static final int EXPIRY_STEP = 1000;

  private final Origin origin;
  private final Catalogue catalogue;
  private final String partition;
  private final String account;
  private final String region;
  private final boolean eagerActivation;
  private final ConcurrentHashMap<ContainerId, Container> handles = new ConcurrentHashMap<>();
  private final Object creation = new Object();
  private final @Nullable Heartbeat sweeper;

  MediaStore(MediaStoreBuilder.Settings settings, Origin origin) {
    this.origin = origin;
    this.catalogue = origin.store().catalogue();
    this.partition = settings.partition();
    this.account = settings.account();
    this.region = settings.region();
    this.eagerActivation = settings.eagerActivation();
    this.sweeper = settings.sweepEvery().map(this::sweeper).orElse(null);
  }

  private Heartbeat sweeper(Duration period) {
    SweepClock time =
        new SweepClock(origin.clock(), System::nanoTime, origin.store().newest().orElse(null));
    return new Heartbeat("mediastore-sweep", period, () -> sweep(time.instant()));
  }

  private void sweep(Instant now) {
    try {
      sweepExpired(now);
    } catch (MediaStoreException e) {
      // A container that is deleted meanwhile, a store that is full or read-only: next time.
      LOG.debug("A sweep ended early", e);
    }
  }

  /**
   * Starts from the defaults: 256 MiB of memory, account 111122223333, region us-east-1.
   *
   * @return a builder for use by one thread
   */
  public static MediaStoreBuilder builder() {
    return new MediaStoreBuilder();
  }

  /**
   * Returns the resource name of a container of the default account and region.
   *
   * @param name name of the container
   * @return its resource name, whether or not it exists
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if the name is not legal
   */
  public ContainerArn arn(String name) {
    return new ContainerArn(partition, region, account, name);
  }

  /**
   * Creates a container without tags in the default account and region.
   *
   * @param name name of the container
   * @return the container, CREATING at the first look
   * @throws MediaStoreException as {@link #createContainer(ContainerArn, Map, Map)}
   */
  public Container createContainer(String name) {
    return createContainer(arn(name), Map.of());
  }

  /**
   * Creates a container without documents.
   *
   * @param arn resource name
   * @param tags its tags
   * @return the container, CREATING at the first look
   * @throws MediaStoreException as {@link #createContainer(ContainerArn, Map, Map)}
   */
  public Container createContainer(ContainerArn arn, Map<String, String> tags) {
    return createContainer(arn, tags, Map.of());
  }

  /**
   * Creates a container with the documents it has from its first moment on.
   *
   * @param arn resource name
   * @param tags its tags
   * @param documents its documents, such as the default container policy; no lifecycle policy
   * @return the container, CREATING at the first look
   * @throws MediaStoreException with {@link ErrorCode#CONTAINER_IN_USE} if the name is taken,
   *     {@link ErrorCode#LIMIT_EXCEEDED} if the account has too many in the region, {@link
   *     ErrorCode#VALIDATION} if a tag is not legal
   */
  public Container createContainer(
      ContainerArn arn, Map<String, String> tags, Map<DocumentKind, String> documents) {
    Map<String, String> checkedTags = Tags.add(Map.of(), tags, origin.limits().tagsPerContainer());
    Map<DocumentKind, StoredDocument> stored = initial(documents);
    // Looked at before the lock is taken: what time has decided is written, and told, without it.
    if (container(arn).isPresent()) {
      throw taken(arn);
    }
    Container created;
    synchronized (creation) {
      int max = origin.limits().containersPerRegion();
      if (records(arn.account(), arn.region()).count() >= max) {
        throw MediaStoreException.builder(
                ErrorCode.LIMIT_EXCEEDED,
                "An account has at most " + max + " containers in a region.")
            .container(arn.name())
            .build();
      }
      created = handle(create(arn, checkedTags, stored));
    }
    if (eagerActivation) {
      created.state().settle();
    }
    return created;
  }

  private ContainerRecord create(
      ContainerArn arn, Map<String, String> tags, Map<DocumentKind, StoredDocument> documents) {
    Instant now = origin.now().truncatedTo(ChronoUnit.MILLIS);
    while (true) {
      ContainerRecord record =
          new ContainerRecord(
              origin.identifiers().containerId(),
              arn,
              now,
              ContainerStatus.CREATING,
              now,
              false,
              tags,
              documents,
              List.of(),
              1);
      if (catalogue.create(record)) {
        return record;
      }
      if (catalogue.find(arn).isPresent()) {
        throw taken(arn);
      }
    }
  }

  private static Map<DocumentKind, StoredDocument> initial(Map<DocumentKind, String> documents) {
    if (documents.containsKey(DocumentKind.LIFECYCLE_POLICY)) {
      throw new IllegalArgumentException("a lifecycle policy is put with its rules");
    }
    Map<DocumentKind, StoredDocument> stored = new EnumMap<>(DocumentKind.class);
    documents.forEach((kind, text) -> stored.put(kind, new StoredDocument(text, 1)));
    return stored;
  }

  private static MediaStoreException taken(ContainerArn arn) {
    return MediaStoreException.builder(
            ErrorCode.CONTAINER_IN_USE, "A container of that name exists already.")
        .container(arn.name())
        .build();
  }

  /**
   * Finds a container of the default account and region.
   *
   * @param name name of the container
   * @return the container, if it exists
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if the name is not legal
   */
  public Optional<Container> container(String name) {
    return container(arn(name));
  }

  /**
   * Finds a container.
   *
   * @param arn resource name
   * @return the container, if it exists
   */
  public Optional<Container> container(ContainerArn arn) {
    return look(catalogue.find(arn));
  }

  /**
   * Finds a container by the id in its endpoint.
   *
   * @param endpointId any text
   * @return the container, if it exists
   */
  public Optional<Container> containerById(String endpointId) {
    return ContainerId.legal(endpointId)
        ? look(catalogue.find(new ContainerId(endpointId)))
        : Optional.empty();
  }

  /**
   * Lists the containers of an account in a region, those in CREATING and DELETING included.
   *
   * @param ofAccount twelve digits
   * @param inRegion name of the region
   * @return by name in byte order
   */
  public List<Container> containers(String ofAccount, String inRegion) {
    return records(ofAccount, inRegion)
        .sorted(Comparator.comparing(record -> record.arn().name()))
        .flatMap(record -> look(Optional.of(record)).stream())
        .toList();
  }

  private Stream<ContainerRecord> records(String ofAccount, String inRegion) {
    return catalogue.list().stream()
        .filter(
            record ->
                record.arn().account().equals(ofAccount) && record.arn().region().equals(inRegion));
  }

  private Optional<Container> look(Optional<ContainerRecord> found) {
    Optional<Container> container = found.map(this::handle);
    if (container.isPresent() && container.get().state().settle().isEmpty()) {
      handles.remove(new ContainerId(container.get().id()));
      return Optional.empty();
    }
    return container;
  }

  private Container handle(ContainerRecord record) {
    Container known = handles.get(record.id());
    if (known == null) {
      known = handles.computeIfAbsent(record.id(), id -> new Container(origin, record));
    }
    known.state().refresh(record);
    return known;
  }

  /**
   * Deletes a container that holds no objects and no uploads; its documents and tags go with it.
   *
   * @param arn resource name
   * @throws MediaStoreException with {@link ErrorCode#CONTAINER_NOT_FOUND}, or {@link
   *     ErrorCode#CONTAINER_IN_USE} if it is not empty or not ACTIVE
   */
  public void deleteContainer(ContainerArn arn) {
    Container container = container(arn).orElseThrow(() -> ContainerState.notFound(arn));
    container.requireActive();
    reclaimExpired(origin.now());
    if (!origin.store().drop(new ContainerId(container.id()))) {
      throw MediaStoreException.builder(ErrorCode.CONTAINER_IN_USE, "The container is not empty.")
          .container(arn.name())
          .build();
    }
    retire(container);
  }

  /**
   * Deletes a container with everything in it. Uploads in progress end with {@link
   * ErrorCode#CONFLICT}; reads that have begun finish. No object event is told. The service has no
   * such operation; it is for hosts and tests.
   *
   * @param arn resource name
   * @throws MediaStoreException with {@link ErrorCode#CONTAINER_NOT_FOUND}, or {@link
   *     ErrorCode#CONTAINER_IN_USE} if it is not ACTIVE
   */
  public void deleteContainerWithContent(ContainerArn arn) {
    Container container = container(arn).orElseThrow(() -> ContainerState.notFound(arn));
    container.requireActive();
    origin.store().dropWithContent(new ContainerId(container.id()));
    retire(container);
  }

  private void retire(Container container) {
    Instant now = origin.now();
    container.state().update(record -> record.withStatus(ContainerStatus.DELETING, now));
    look(catalogue.find(container.arn()));
  }

  /**
   * Gives the room of expired transient data back and removes what the rules in days of all
   * containers say. Readers never see expired transient data, whether or not this has run.
   *
   * @return number of objects removed
   */
  public long sweepExpired() {
    return sweepExpired(origin.now());
  }

  private long sweepExpired(Instant now) {
    long removed = reclaimExpired(now);
    for (ContainerRecord record : catalogue.list()) {
      Optional<Container> container = look(Optional.of(record));
      if (container.isPresent() && container.get().status() == ContainerStatus.ACTIVE) {
        removed += container.get().sweepExpired(now);
      }
    }
    return removed;
  }

  private long reclaimExpired(Instant now) {
    long removed = 0;
    int step;
    do {
      step = origin.store().reclaimExpired(now, EXPIRY_STEP);
      removed += step;
    } while (step == EXPIRY_STEP);
    return removed;
  }

  /**
   * Returns the clock that every instant of this origin comes from.
   *
   * @return the clock
   */
  public InstantSource clock() {
    return origin.clock();
  }

  /**
   * Returns the limits in force.
   *
   * @return the limits
   */
  public StoreLimits limits() {
    return origin.limits();
  }

  /**
   * Tells whether calls may wait for a disk or a network, so that callers keep them off event
   * loops.
   *
   * @return false for the memory store
   */
  public boolean mayBlock() {
    return origin.store().capabilities().mayBlock();
  }

  /**
   * Tells whether the store takes writes, for health checks.
   *
   * @return false once a sync of the disk has failed, until the store is opened again
   */
  public boolean isWritable() {
    return origin.store().isWritable();
  }

  /**
   * Tells what the store holds now, for metrics and health checks.
   *
   * @return a snapshot, exact when nothing else is going on
   */
  public StoreUsage usage() {
    return origin.store().usage();
  }

  /**
   * Returns the most bytes the store can hold.
   *
   * @return bytes, or -1 if not fixed
   */
  public long capacityBytes() {
    return origin.store().capabilities().capacityBytes();
  }

  /** Closes the origin and its store. Closing again does nothing. */
  @Override
  public void close() {
    if (sweeper != null) {
      sweeper.close();
    }
    origin.store().close();
  }
}
