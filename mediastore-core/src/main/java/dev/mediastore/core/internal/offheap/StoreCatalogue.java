// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Containers in maps: look-ups take no lock, changes take a lock and become lasting before they are
 * seen. Safe for any thread.
 */
final class StoreCatalogue implements Catalogue {
  private final OffHeapStore store;
  private final Backing backing;
  private final ConcurrentHashMap<ContainerId, ContainerRecord> byId = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ContainerArn, ContainerRecord> byArn = new ConcurrentHashMap<>();

  /** No monitor: a change waits for the disk, and a virtual thread might keep its carrier then. */
  private final ReentrantLock lock = new ReentrantLock();

  StoreCatalogue(OffHeapStore store, Backing backing) {
    this.store = store;
    this.backing = backing;
  }

  /** Enters a container that was there before. */
  void found(ContainerRecord record) {
    put(record);
  }

  @Override
  public Optional<ContainerRecord> find(ContainerArn arn) {
    store.requireOpen();
    return Optional.ofNullable(byArn.get(arn));
  }

  @Override
  public Optional<ContainerRecord> find(ContainerId id) {
    store.requireOpen();
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<ContainerRecord> list() {
    store.requireOpen();
    return List.copyOf(byId.values());
  }

  @Override
  public boolean create(ContainerRecord record) {
    return alone(() -> createAlone(record));
  }

  private boolean createAlone(ContainerRecord record) {
    if (byArn.containsKey(record.arn()) || byId.containsKey(record.id())) {
      return false;
    }
    backing.put(
        record,
        () -> {
          store.createSpace(record.id());
          put(record);
        });
    return true;
  }

  @Override
  public boolean replace(ContainerRecord expected, ContainerRecord next) {
    return alone(() -> replaceAlone(expected, next));
  }

  private boolean replaceAlone(ContainerRecord expected, ContainerRecord next) {
    if (!next.id().equals(expected.id())
        || !next.arn().equals(expected.arn())
        || next.revision() != expected.revision() + 1) {
      throw new IllegalArgumentException("not the next revision of the same container");
    }
    if (!newest(expected)) {
      return false;
    }
    backing.put(next, () -> put(next));
    return true;
  }

  @Override
  public boolean remove(ContainerRecord expected) {
    return alone(() -> removeAlone(expected));
  }

  private boolean removeAlone(ContainerRecord expected) {
    if (!newest(expected)) {
      return false;
    }
    backing.remove(
        expected.id(),
        () -> {
          byId.remove(expected.id());
          byArn.remove(expected.arn());
          store.removeSpace(expected.id());
        });
    return true;
  }

  private boolean alone(BooleanSupplier change) {
    lock.lock();
    try {
      store.requireOpen();
      return change.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private boolean newest(ContainerRecord expected) {
    @Nullable ContainerRecord present = byId.get(expected.id());
    return present != null && present.revision() == expected.revision();
  }

  private void put(ContainerRecord record) {
    byId.put(record.id(), record);
    byArn.put(record.arn(), record);
  }
}
