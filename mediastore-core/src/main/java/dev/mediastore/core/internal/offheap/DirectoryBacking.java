// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.log.HeldRecord;
import dev.mediastore.core.internal.log.Log;
import dev.mediastore.core.internal.log.LogChange;
import dev.mediastore.core.internal.log.LogCompactor;
import dev.mediastore.core.internal.log.LogFile;
import dev.mediastore.core.internal.log.LogRecord;
import dev.mediastore.core.internal.log.RecordKind;
import dev.mediastore.core.internal.log.RecordPlace;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.StoreCapabilities;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Versions lie in a log; every change is a record there before it is in the index. Uploads gather
 * in slabs and go to the log in one piece when they are committed.
 */
final class DirectoryBacking implements Backing, LogCompactor.Index {
  private static final VersionCodec META = new VersionCodec(null);

  private final Log log;
  private final SlabPool pool;
  private final ConcurrentHashMap<ContainerId, Placed> containers = new ConcurrentHashMap<>();
  private final AtomicLong objectBytes = new AtomicLong();

  /** Set before the first use: what holds the versions is made with this. */
  private Function<ContainerId, @Nullable ContainerSpace> spaces = id -> null;

  /** The newest record of a container, and where it lies. Immutable. */
  record Placed(long order, RecordPlace place) {}

  DirectoryBacking(Log log, SlabPool pool) {
    this.log = log;
    this.pool = pool;
  }

  void spaces(Function<ContainerId, @Nullable ContainerSpace> known) {
    this.spaces = known;
  }

  @Override
  public StoreCapabilities capabilities() {
    return new StoreCapabilities(true, true, -1);
  }

  @Override
  public void store(
      ContainerId container, StoredObject object, ObjectSeal seal, Publication publication) {
    Version version = Version.of(object.draft(), seal, 0, object.bytes().available(), new byte[0]);
    byte[] key = LogKey.of(container, object.path());
    log.append(new ObjectChange(key, META.encode(version).toBytes(), object, publication));
  }

  /** The record of a version; holds its bytes until it is written. */
  private final class ObjectChange extends LogChange {
    private final StoredObject object;
    private final List<ByteBuffer> payload;
    private final Publication publication;

    ObjectChange(byte[] key, byte[] meta, StoredObject object, Publication publication) {
      super(RecordKind.OBJECT, key, meta);
      this.object = object;
      this.publication = publication;
      object.bytes().hold();
      this.payload = object.bytes().views();
    }

    @Override
    protected long order() {
      return object.streaming() ? object.order() : NEXT;
    }

    @Override
    protected List<ByteBuffer> payload() {
      return payload;
    }

    @Override
    protected void apply(long order, RecordPlace place) {
      needed(place);
      publication.publish(() -> order, LogKey.location(place));
    }

    @Override
    protected void ended() {
      object.bytes().letGo();
    }
  }

  private void needed(RecordPlace place) {
    objectBytes.addAndGet(place.recordBytes());
    log.needed(place);
  }

  private void notNeeded(RecordPlace place) {
    objectBytes.addAndGet(-place.recordBytes());
    log.notNeeded(place);
  }

  /** For the recovery: the version in a record has entered the index. */
  void found(RecordPlace place) {
    needed(place);
  }

  /** For the recovery: a container is as this record says. */
  void found(ContainerId id, Placed placed) {
    settle(id, placed);
  }

  @Override
  public void release(Version version) {
    notNeeded(LogKey.place(version.location()));
  }

  /** A change without a payload of its own. */
  private static class PlainChange extends LogChange {
    private final long upTo;
    private final Runnable apply;

    PlainChange(RecordKind kind, byte[] key, long upTo, Runnable apply) {
      super(kind, key, new byte[0]);
      this.upTo = upTo;
      this.apply = apply;
    }

    @Override
    protected long upTo() {
      return upTo;
    }

    @Override
    protected void apply(long order, RecordPlace place) {
      apply.run();
    }
  }

  @Override
  public void delete(ContainerId container, ObjectPath path, long upTo, Runnable apply) {
    byte[] key = LogKey.of(container, path);
    log.append(
        new PlainChange(RecordKind.DELETION, key, upTo, apply) {
          @Override
          protected @Nullable RecordPlace victim() {
            ContainerSpace space = spaces.apply(container);
            Version version = space == null ? null : space.complete(path);
            return version == null || version.order() > upTo
                ? null
                : LogKey.place(version.location());
          }
        });
  }

  @Override
  public void put(ContainerRecord record, Runnable apply) {
    ByteBuffer payload = ByteBuffer.wrap(ContainerCodec.encode(record));
    log.append(
        new LogChange(RecordKind.CONTAINER, LogKey.of(record.id()), new byte[0]) {
          @Override
          protected List<ByteBuffer> payload() {
            return List.of(payload);
          }

          @Override
          protected void apply(long order, RecordPlace place) {
            settle(record.id(), new Placed(order, place));
            apply.run();
          }
        });
  }

  private void settle(ContainerId id, Placed placed) {
    log.needed(placed.place());
    Placed before = containers.put(id, placed);
    if (before != null) {
      log.notNeeded(before.place());
    }
  }

  @Override
  public void remove(ContainerId container, Runnable apply) {
    Placed placed = containers.get(container);
    long upTo = placed == null ? 0 : placed.order();
    Runnable removal =
        () -> {
          Placed before = containers.remove(container);
          if (before != null) {
            log.notNeeded(before.place());
          }
          apply.run();
        };
    byte[] key = LogKey.of(container);
    log.append(new PlainChange(RecordKind.CONTAINER_REMOVAL, key, upTo, removal));
  }

  @Override
  public void dropContent(ContainerId container, Runnable apply) {
    log.append(new PlainChange(RecordKind.CONTENT_DROP, LogKey.of(container), 0, apply));
  }

  @Override
  public Supplier<ObjectLease> open(ContainerId container, Version version, LongAdder openLeases) {
    ObjectPath path = version.metadata().path();
    RecordPlace place = LogKey.place(version.location());
    LogFile file = log.hold(place);
    return () -> {
      if (file == null) {
        throw corrupt(path);
      }
      HeldRecord record = HeldRecord.of(file, place);
      if (!record.isAbout(LogKey.of(container, path)) || record.length() != version.lengthBytes()) {
        record.close();
        throw corrupt(path);
      }
      return new FileLease(version.metadata(), record, openLeases);
    };
  }

  private static MediaStoreException corrupt(ObjectPath path) {
    return MediaStoreException.builder(ErrorCode.CORRUPT, "The object is not where it was stored.")
        .path(path)
        .build();
  }

  @Override
  public boolean needs(LogRecord record) {
    ContainerId id = LogKey.container(record.key());
    if (record.kind() == RecordKind.CONTAINER) {
      Placed placed = containers.get(id);
      return placed != null && placed.place().equals(record.place());
    }
    ContainerSpace space = spaces.apply(id);
    return space != null
        && space.isAt(LogKey.path(record.key()), record.order(), LogKey.location(record.place()));
  }

  @Override
  public void moved(LogRecord record, RecordPlace to) {
    ContainerId id = LogKey.container(record.key());
    if (record.kind() == RecordKind.CONTAINER) {
      if (needs(record)) {
        settle(id, new Placed(record.order(), to));
      }
      return;
    }
    ContainerSpace space = spaces.apply(id);
    byte[] from = LogKey.location(record.place());
    needed(to);
    boolean taken =
        space != null
            && space.move(LogKey.path(record.key()), record.order(), from, LogKey.location(to));
    notNeeded(taken ? record.place() : to);
  }

  @Override
  public long bytesInUse() {
    return pool.bytesInUse() + objectBytes.get();
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }
}
