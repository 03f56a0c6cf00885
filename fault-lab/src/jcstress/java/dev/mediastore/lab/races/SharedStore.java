// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.lab.races;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.EntityTag;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One memory store for all states of a test: millions of states would need millions of stores. */
final class SharedStore {
  static final int LENGTH = 16;
  private static final byte LETTER = 0x5A;
  private static final ContainerId CONTAINER = new ContainerId("races");
  private static final Instant TIME = Instant.EPOCH;
  private static final EntityTag TAG = new EntityTag("ab".repeat(16));
  private static final SegmentStore STORE = make();
  private static final AtomicLong NAMES = new AtomicLong();

  /** As many as the store remembers idle versions: one of them takes the place of any other. */
  private static final int IDLE_PLACES = 512;

  private static final long STRIDE = 1 << 12;
  private static final ObjectPath[] RIVALS = rivals();

  private SharedStore() {}

  private static SegmentStore make() {
    SegmentStore store = OffHeapStores.memory(new OffHeapOptions(256 << 20, 1 << 20, 64, true));
    store
        .catalogue()
        .create(
            new ContainerRecord(
                CONTAINER,
                new ContainerArn("aws", "us-east-1", "111122223333", "races"),
                TIME,
                ContainerStatus.ACTIVE,
                TIME,
                false,
                Map.of(),
                Map.of(),
                List.of(),
                1));
    return store;
  }

  static ObjectPath newPath() {
    return ObjectPath.of("x" + NAMES.incrementAndGet());
  }

  private static ObjectPath[] rivals() {
    ObjectPath[] all = new ObjectPath[IDLE_PLACES];
    for (int i = 0; i < IDLE_PLACES; i++) {
      ObjectPath path = newPath();
      put(path);
      all[place(path)] = path;
    }
    return all;
  }

  private static int place(ObjectPath path) {
    String version = STORE.head(CONTAINER, path).orElseThrow().versionId();
    return (int) (Long.parseLong(version, Character.MAX_RADIX) / STRIDE) & (IDLE_PLACES - 1);
  }

  /** Finds the lasting object whose reader makes the store forget that this one was read. */
  static ObjectPath rival(ObjectPath path) {
    return RIVALS[place(path)];
  }

  /** Opens an object and closes it again, so that the store remembers it as idle. */
  static void touch(ObjectPath path) {
    ObjectLease lease = open(path);
    if (lease == null) {
      throw new IllegalStateException("no object at " + path);
    }
    lease.close();
  }

  static ByteBuffer content() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    while (bytes.hasRemaining()) {
      bytes.put(LETTER);
    }
    return bytes.flip();
  }

  static void put(ObjectPath path) {
    ObjectDraft draft = new ObjectDraft(path, LENGTH, null, null, null, null);
    try (ObjectWriter writer = STORE.openWriter(CONTAINER, draft)) {
      writer.append(content());
      commit(writer);
    }
  }

  static ObjectWriter growing(ObjectPath path) {
    return STORE.openWriter(
        CONTAINER,
        new ObjectDraft(
            path, -1, null, null, null, new ObjectDraft.Streaming(TAG, TIME, null, 1)));
  }

  static boolean commit(ObjectWriter writer) {
    try {
      writer.commit(new ObjectSeal(TAG, "cd".repeat(32), TIME, null));
      return true;
    } catch (MediaStoreException e) {
      return false;
    }
  }

  static ObjectLease open(ObjectPath path) {
    return STORE.open(CONTAINER, path).orElse(null);
  }

  static boolean delete(ObjectPath path) {
    return STORE.delete(CONTAINER, path, null);
  }

  /** Reads all there is: how many bytes, or what is wrong with them. */
  static String read(ObjectLease lease) {
    ByteBuffer target = ByteBuffer.allocate(LENGTH);
    try {
      int length = lease.read(0, target);
      for (int i = 0; i < length; i++) {
        if (target.get(i) != LETTER) {
          return "wrong byte " + target.get(i);
        }
      }
      return Integer.toString(length);
    } catch (MediaStoreException e) {
      return e.code().name();
    }
  }
}
