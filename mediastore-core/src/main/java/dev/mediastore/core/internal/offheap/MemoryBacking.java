// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.StoreCapabilities;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Versions stay in the slabs they were uploaded to; nothing survives the process. */
final class MemoryBacking implements Backing {
  private final SlabPool pool;
  private final Orders orders;
  private final Residents residents;

  MemoryBacking(SlabPool pool, Orders orders) {
    this.pool = pool;
    this.orders = orders;
    this.residents = new Residents(pool);
  }

  @Override
  public StoreCapabilities capabilities() {
    return new StoreCapabilities(false, false, pool.capacityBytes());
  }

  @Override
  public void store(
      ContainerId container, StoredObject object, ObjectSeal seal, Publication publication) {
    object.bytes().seal();
    LongSupplier order =
        () -> {
          long place = object.streaming() ? object.order() : orders.next();
          residents.enter(place, object.bytes());
          return place;
        };
    publication.publish(order, SlabLocation.encode(object.bytes().pieces()));
  }

  @Override
  public void delete(ContainerId container, ObjectPath path, long upTo, Runnable apply) {
    apply.run();
  }

  @Override
  public void put(ContainerRecord record, Runnable apply) {
    apply.run();
  }

  @Override
  public void remove(ContainerId container, Runnable apply) {
    apply.run();
  }

  @Override
  public void dropContent(ContainerId container, Runnable apply) {
    apply.run();
  }

  @Override
  public Supplier<ObjectLease> open(ContainerId container, Version version, LongAdder openLeases) {
    ObjectBytes bytes = residents.hold(version.order(), version.lengthBytes(), version.location());
    return () -> OffHeapLease.of(StoredObject.complete(version, bytes), openLeases);
  }

  @Override
  public void release(Version version) {
    residents.release(version.order(), version.location());
  }

  @Override
  public long bytesInUse() {
    return pool.bytesInUse();
  }

  @Override
  public void close() {
    pool.close();
  }
}
