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

/**
 * Where complete versions lie and how changes become lasting: the one difference between the memory
 * store and the directory store. Safe for any thread.
 *
 * <p>Each change is handed over with what applies it to the index. It is applied exactly once,
 * before the call returns, when it is as durable as it is going to be; if the call throws, it was
 * not applied.
 */
interface Backing extends AutoCloseable {

  StoreCapabilities capabilities();

  /** Enters a version into the index. */
  interface Publication {
    /**
     * Enters it.
     *
     * @param order gives its place among the versions, asked at the moment of entering
     * @param location where its bytes lie from now on
     */
    void publish(LongSupplier order, byte[] location);
  }

  void store(ContainerId container, StoredObject object, ObjectSeal seal, Publication publication);

  void delete(ContainerId container, ObjectPath path, long upTo, Runnable apply);

  void put(ContainerRecord record, Runnable apply);

  void remove(ContainerId container, Runnable apply);

  void dropContent(ContainerId container, Runnable apply);

  /**
   * Prepares the reading of a version. Called while the version cannot leave the index; touches no
   * disk.
   *
   * @return opens the lease; called once, outside all locks
   */
  Supplier<ObjectLease> open(ContainerId container, Version version, LongAdder openLeases);

  /** Takes note that a version has left the index, or never got in. */
  void release(Version version);

  /** Bytes taken by versions and uploads. */
  long bytesInUse();

  @Override
  void close();
}
