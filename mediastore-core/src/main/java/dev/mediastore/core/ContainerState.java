// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The newest record known of one container, and the changes to it. Safe for any thread.
 *
 * <p>Reading is one volatile read. A change is made from the record known, written conditionally,
 * and made again from the newer record if someone was faster. What passing time decides (CREATING
 * to ACTIVE, DELETING to gone) is written by whoever looks first, so that no timer is needed.
 */
final class ContainerState {
  private final Origin origin;
  private final ContainerId id;
  private final ContainerArn arn;
  private volatile ContainerRecord newest;
  private final Arrivals arrivals = new Arrivals();
  private volatile boolean gone;

  ContainerState(Origin origin, ContainerRecord record) {
    this.origin = origin;
    this.id = record.id();
    this.arn = record.arn();
    this.newest = record;
  }

  ContainerRecord record() {
    return newest;
  }

  boolean gone() {
    return gone;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /** Takes note of a record read from the catalogue. */
  void refresh(ContainerRecord read) {
    if (read.revision() > newest.revision()) {
      synchronized (this) {
        if (read.revision() > newest.revision()) {
          newest = read;
        }
      }
    }
  }

  /** Writes what time has decided; returns the record, or nothing if the container is gone. */
  Optional<ContainerRecord> settle() {
    while (!gone) {
      ContainerRecord known = record();
      Instant now;
      switch (known.status()) {
        case CREATING -> {
          now = origin.now();
          if (now.isBefore(known.statusSince().plus(origin.activationDelay()))) {
            return Optional.of(known);
          }
          activate(known, now);
        }
        case DELETING -> {
          now = origin.now();
          if (now.isBefore(known.statusSince().plus(origin.deletionDelay()))) {
            return Optional.of(known);
          }
          remove(known, now);
        }
        case ACTIVE -> {
          return Optional.of(known);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the record if the container can be used.
   *
   * @throws MediaStoreException CONTAINER_NOT_FOUND if it is gone, CONTAINER_IN_USE if not ACTIVE
   */
  ContainerRecord requireActive() {
    ContainerRecord known = record();
    if (gone || known.status() != ContainerStatus.ACTIVE) {
      known = settle().orElseThrow(() -> notFound(arn));
      if (known.status() != ContainerStatus.ACTIVE) {
        throw MediaStoreException.builder(
                ErrorCode.CONTAINER_IN_USE,
                "Container must be ACTIVE in order to perform this operation.")
            .container(arn.name())
            .build();
      }
    }
    return known;
  }

  /** Changes the record of an ACTIVE container; a change that returns its argument is none. */
  ContainerRecord update(UnaryOperator<ContainerRecord> change) {
    while (true) {
      ContainerRecord known = requireActive();
      ContainerRecord next = change.apply(known);
      if (next.equals(known) || replace(known, next)) {
        return next;
      }
    }
  }

  private void activate(ContainerRecord known, Instant now) {
    if (replace(known, known.withStatus(ContainerStatus.ACTIVE, now))) {
      origin.events().tell(new MediaStoreEvent.ContainerCreated(arn, id.value(), now));
    }
  }

  private void remove(ContainerRecord known, Instant now) {
    origin.store().drop(id);
    if (catalogue().remove(known)) {
      gone = true;
      arrivals.end();
      origin.events().tell(new MediaStoreEvent.ContainerRemoved(arn, id.value(), now));
    } else {
      reload();
    }
  }

  private boolean replace(ContainerRecord known, ContainerRecord next) {
    if (catalogue().replace(known, next)) {
      refresh(next);
      return true;
    }
    reload();
    return false;
  }

  private void reload() {
    catalogue().find(id).ifPresentOrElse(this::refresh, this::goneElsewhere);
  }

  private void goneElsewhere() {
    gone = true;
    arrivals.end();
  }

  private Catalogue catalogue() {
    return origin.store().catalogue();
  }

  static MediaStoreException notFound(ContainerArn arn) {
    return MediaStoreException.builder(
            ErrorCode.CONTAINER_NOT_FOUND, "The container does not exist.")
        .container(arn.name())
        .build();
  }
}
