// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.internal.flight.UploadFlight;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.SegmentStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one container: limits, expiry and events around the store. Safe for any thread.
 */
final class ContainerObjects {
  private static final int WALK_STEP = 1000;

  private final Origin origin;
  private final SegmentStore store;
  private final ContainerState state;
  private final ContainerId id;
  private final ContainerArn arn;
  private final Arrivals arrivals;

  ContainerObjects(Origin origin, ContainerState state, ContainerId id, ContainerArn arn) {
    this.origin = origin;
    this.store = origin.store();
    this.state = state;
    this.id = id;
    this.arn = arn;
    this.arrivals = state.arrivals();
  }

  ObjectUpload beginUpload(ObjectPath path, UploadOptions options, long declaredLength) {
    state.requireActive();
    long max = origin.limits().objectBytes(options.availability());
    if (declaredLength > max) {
      throw tooLarge(path, max);
    }
    UploadAdmission.Ticket ticket = origin.admission().admit(declaredLength);
    try {
      ObjectDraft draft = draft(path, options, declaredLength);
      ObjectWriter writer = store.openWriter(id, draft);
      return new ObjectUpload(this, draft, options, writer, ticket, max);
    } catch (RuntimeException | Error e) {
      ticket.release();
      throw e;
    }
  }

  private ObjectDraft draft(ObjectPath path, UploadOptions options, long declaredLength) {
    ObjectDraft.Streaming streaming = null;
    if (options.availability() == UploadAvailability.STREAMING) {
      Instant startedAt = now();
      streaming =
          new ObjectDraft.Streaming(
              origin.identifiers().entityTag(),
              startedAt,
              transientExpiry(path, startedAt),
              origin.limits().streamingVisibleAfterBytes());
    }
    return new ObjectDraft(
        path,
        declaredLength,
        options.contentType(),
        options.cacheControl(),
        options.contentEncoding(),
        streaming);
  }

  /** Returns the time to stamp objects with. */
  Instant now() {
    return origin.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Nullable Instant transientExpiry(ObjectPath path, Instant createdAt) {
    return LifecyclePolicy.transientExpiry(state.record().lifecycleRules(), path, createdAt)
        .orElse(null);
  }

  ArrivalWatch onArrival(ObjectPath path, Runnable wake) {
    state.requireActive();
    ArrivalWatch watch = arrivals.watch(path, wake);
    if (state.gone()) {
      arrivals.end();
    }
    return watch;
  }

  /** A growing object has become visible, or it will soon. */
  void growing(ObjectPath path, long received, UploadFlight flight) {
    if (received >= origin.limits().streamingVisibleAfterBytes()) {
      flight.visible(received);
      if (arrivals.awaited()) {
        arrivals.arrived(path);
      }
    }
  }

  UploadFlight flight(boolean streaming) {
    return UploadFlight.begin(arn.name(), streaming);
  }

  void updated(ObjectMetadata object) {
    arrivals.arrived(object.path());
    origin.events().tell(new MediaStoreEvent.ObjectUpdated(arn, id.value(), object, origin.now()));
  }

  MediaStoreException tooLarge(ObjectPath path, long max) {
    return failure(
        ErrorCode.OBJECT_TOO_LARGE, "The object is larger than " + max + " bytes.", path);
  }

  MediaStoreException failure(ErrorCode code, String message, ObjectPath path) {
    return MediaStoreException.builder(code, message).container(arn.name()).path(path).build();
  }

  Optional<ObjectLease> open(ObjectPath path) {
    state.requireActive();
    Optional<ObjectLease> lease = store.open(id, path);
    if (lease.isPresent() && expired(lease.get().metadata())) {
      lease.get().close();
      return Optional.empty();
    }
    return lease;
  }

  Optional<ObjectMetadata> head(ObjectPath path) {
    state.requireActive();
    return store.head(id, path).filter(object -> !expired(object));
  }

  private boolean expired(ObjectMetadata object) {
    return object.expiresAt() != null && object.expired(origin.now());
  }

  boolean delete(ObjectPath path) {
    while (true) {
      Optional<ObjectMetadata> seen = head(path);
      if (seen.isEmpty()) {
        return false;
      }
      // The version that was judged not expired is the one to go, or the judgement is made again.
      if (store.delete(id, path, seen.get().versionId())) {
        origin
            .events()
            .tell(new MediaStoreEvent.ObjectRemoved(arn, id.value(), path, origin.now()));
        return true;
      }
    }
  }

  Listing list(FolderPath folder, @Nullable ListingCursor after, int max) {
    state.requireActive();
    int most = origin.limits().listingItems();
    if (max < 1 || max > most) {
      throw MediaStoreException.of(ErrorCode.VALIDATION, "MaxResults must be 1 to " + most + ".");
    }
    return store.list(id, folder, after, max);
  }

  boolean isArchived(ObjectMetadata object) {
    return LifecyclePolicy.transitionDue(
        state.requireActive().lifecycleRules(), object, origin.now());
  }

  long sweep(Instant now) {
    long removed = 0;
    ObjectPath after = null;
    while (true) {
      if (state.requireActive().lifecycleRules().stream().noneMatch(LifecycleRule::deletesByDays)) {
        return removed;
      }
      List<ObjectMetadata> step = store.walk(id, after, WALK_STEP);
      for (ObjectMetadata object : step) {
        removed += sweep(object, now) ? 1 : 0;
      }
      if (step.size() < WALK_STEP) {
        return removed;
      }
      after = step.get(step.size() - 1).path();
    }
  }

  private boolean sweep(ObjectMetadata object, Instant now) {
    boolean removed =
        LifecyclePolicy.deletionDue(state.record().lifecycleRules(), object, now)
            && store.delete(id, object.path(), object.versionId());
    if (removed) {
      origin.events().tell(new MediaStoreEvent.ObjectRemoved(arn, id.value(), object.path(), now));
    }
    return removed;
  }
}
