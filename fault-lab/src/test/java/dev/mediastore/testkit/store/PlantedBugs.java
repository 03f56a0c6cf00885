// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.SegmentStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores that are wrong in one way each, to see whether the histories tell. */
enum PlantedBugs {
  /** A read sometimes shows what was there at the read before. */
  STALE_READ(StaleReads::new),
  /** A delete sometimes does nothing and says it did. */
  LOST_DELETE(
      store ->
          new Sometimes(store) {
            @Override
            public boolean delete(ContainerId container, ObjectPath path, @Nullable String only) {
              return now(3)
                  ? head(container, path).isPresent()
                  : super.delete(container, path, only);
            }
          }),
  /** Whoever deletes what is not there is told that it was. */
  DUPLICATE_DELETE_SUCCESS(
      store ->
          new Sometimes(store) {
            @Override
            public boolean delete(ContainerId container, ObjectPath path, @Nullable String only) {
              return super.delete(container, path, only) || now(2);
            }
          }),
  /** A delete does its work and says there was nothing. */
  DELETE_DENIED(
      store ->
          new Sometimes(store) {
            @Override
            public boolean delete(ContainerId container, ObjectPath path, @Nullable String only) {
              return super.delete(container, path, only) && !now(3);
            }
          }),
  /** The condition on the version is not looked at. */
  CONDITION_IGNORED(
      store ->
          new ForwardingSegmentStore(store) {
            @Override
            public boolean delete(ContainerId container, ObjectPath path, @Nullable String only) {
              return super.delete(container, path, null);
            }
          }),
  /** A STANDARD upload is visible before it is complete. */
  HALF_PUBLISHED(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new ForwardingWriter(writer) {
                @Override
                public void append(ByteBuffer bytes) {
                  ByteBuffer copy = bytes.duplicate();
                  super.append(bytes);
                  if (draft.streaming() == null && copy.remaining() > 4) {
                    copy.limit(copy.position() + copy.remaining() / 2);
                    put(container, draft.path(), copy);
                  }
                }
              };
            }
          }),
  /** An abort commits what is there. */
  RESURRECTED_AFTER_ABORT(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new ForwardingWriter(writer) {
                @Override
                public void abort() {
                  if (!ended() && draft.streaming() != null) {
                    ObjectDraft.Streaming streaming = draft.streaming();
                    try {
                      super.commit(
                          new ObjectSeal(
                              streaming.entityTag(),
                              "ab".repeat(32),
                              streaming.startedAt(),
                              streaming.expiresAt()));
                      return;
                    } catch (RuntimeException e) {
                      // it was withdrawn: nothing to bring back
                    }
                  }
                  super.abort();
                }
              };
            }
          }),
  /** An aborted upload takes the version before it along. */
  ABORT_TAKES_MORE(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new ForwardingWriter(writer) {
                @Override
                public void abort() {
                  boolean first = !ended();
                  super.abort();
                  if (first && draft.streaming() != null) {
                    delegate().delete(container, draft.path(), null);
                  }
                }
              };
            }
          }),
  /** A STREAMING upload takes its place by its end, not by its start. */
  STREAMING_ORDERED_BY_COMMIT(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new Copied(container, draft, writer, this, draft.streaming() != null);
            }
          }),
  /** A STANDARD upload takes its place by its start: one that was overtaken is not seen. */
  STANDARD_ORDERED_BY_START(
      store ->
          new Writers(store) {
            private final Map<ObjectPath, Integer> commits = new ConcurrentHashMap<>();

            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              int atStart = commits.getOrDefault(draft.path(), 0);
              return new ForwardingWriter(writer) {
                @Override
                public ObjectMetadata commit(ObjectSeal seal) {
                  int before = commits.merge(draft.path(), 1, Integer::sum) - 1;
                  if (draft.streaming() == null && before > atStart) {
                    abort();
                    return metadata(draft, seal);
                  }
                  return super.commit(seal);
                }
              };
            }
          }),
  /** A commit is sometimes lost though it was acknowledged. */
  LOST_COMMIT(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new ForwardingWriter(writer) {
                @Override
                public ObjectMetadata commit(ObjectSeal seal) {
                  if (now(4)) {
                    abort();
                    return metadata(draft, seal);
                  }
                  return super.commit(seal);
                }
              };
            }
          }),
  /** A commit is acknowledged before it has taken effect. */
  LATE_COMMIT(LateCommits::new),
  /** An upload that was withdrawn goes on as if it had not been. */
  CONFLICT_HIDDEN(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new ForwardingWriter(writer) {
                @Override
                public ObjectMetadata commit(ObjectSeal seal) {
                  try {
                    return super.commit(seal);
                  } catch (RuntimeException e) {
                    return metadata(draft, seal);
                  }
                }
              };
            }
          }),
  /** A withdrawn upload that commits comes back. */
  CONFLICT_OVERRULED(
      store ->
          new Writers(store) {
            @Override
            ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
              return new Copied(container, draft, writer, this, false);
            }
          }),
  /** A growing object is visible from its first byte, not from the byte that was agreed. */
  VISIBLE_TOO_EARLY(
      store ->
          new ForwardingSegmentStore(store) {
            @Override
            public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
              ObjectDraft.Streaming streaming = draft.streaming();
              return super.openWriter(
                  container,
                  streaming == null
                      ? draft
                      : new ObjectDraft(
                          draft.path(),
                          draft.declaredLength(),
                          draft.contentType(),
                          draft.cacheControl(),
                          draft.contentEncoding(),
                          new ObjectDraft.Streaming(
                              streaming.entityTag(),
                              streaming.startedAt(),
                              streaming.expiresAt(),
                              1)));
            }
          }),
  /** A read of a version shows a byte of something else. */
  WRONG_BYTE(
      store ->
          new Leases(store) {
            @Override
            ObjectLease wrap(ObjectLease lease) {
              return new ForwardingLease(lease) {
                @Override
                public int read(long position, ByteBuffer target) {
                  int at = target.position();
                  int read = super.read(position, target);
                  if (read > 3 && now(10)) {
                    target.put(at + 3, (byte) (target.get(at + 3) + 1));
                  }
                  return read;
                }
              };
            }
          }),
  /** A growing object tells of bytes that nobody has written. */
  AVAILABLE_TOO_MUCH(
      store ->
          new Leases(store) {
            @Override
            ObjectLease wrap(ObjectLease lease) {
              return new ForwardingLease(lease) {
                @Override
                public long availableBytes() {
                  return super.availableBytes() + (lease.metadata().growing() && now(5) ? 1 : 0);
                }
              };
            }
          }),
  /** A reader is told that an upload was withdrawn when it was not. */
  WITHDRAWN_FOR_NOTHING(
      store ->
          new Leases(store) {
            private final AtomicInteger deletes = new AtomicInteger();

            @Override
            public boolean delete(ContainerId container, ObjectPath path, @Nullable String only) {
              deletes.incrementAndGet();
              return super.delete(container, path, only);
            }

            @Override
            ObjectLease wrap(ObjectLease lease) {
              return new ForwardingLease(lease) {
                @Override
                public LeaseState state() {
                  return deletes.get() == 0 ? LeaseState.WITHDRAWN : super.state();
                }
              };
            }
          });

  @SuppressWarnings("ImmutableEnumChecker") // none of the functions keeps anything
  private final Function<SegmentStore, SegmentStore> plant;

  PlantedBugs(Function<SegmentStore, SegmentStore> plant) {
    this.plant = plant;
  }

  /** Stands a wrong store in front of a right one. */
  SegmentStore in(SegmentStore right) {
    return plant.apply(right);
  }

  private static ObjectMetadata metadata(ObjectDraft draft, ObjectSeal seal) {
    return new ObjectMetadata(
        draft.path(),
        0,
        null,
        null,
        null,
        seal.entityTag(),
        seal.sha256(),
        seal.lastModified(),
        draft.availability(),
        null,
        "none");
  }

  /** A store that is wrong now and then, without chance. */
  private static class Sometimes extends ForwardingSegmentStore {
    private final AtomicInteger counter = new AtomicInteger();

    Sometimes(SegmentStore store) {
      super(store);
    }

    boolean now(int oneIn) {
      return counter.incrementAndGet() % oneIn == 0;
    }
  }

  /** A store that is wrong in what its writers do. */
  private abstract static class Writers extends Sometimes {
    Writers(SegmentStore store) {
      super(store);
    }

    abstract ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer);

    SegmentStore right() {
      return delegate();
    }

    @Override
    public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
      return wrap(container, draft, super.openWriter(container, draft));
    }

    void put(ContainerId container, ObjectPath path, ByteBuffer bytes) {
      try (ObjectWriter writer =
          delegate()
              .openWriter(container, StoreDriver.standardDraft(path.value(), bytes.remaining()))) {
        writer.append(bytes);
        writer.commit(
            new ObjectSeal(new EntityTag("ffff"), "ab".repeat(32), StoreDriver.TIME, null));
      }
    }
  }

  /** A store that is wrong in what its leases show. */
  private abstract static class Leases extends Sometimes {
    Leases(SegmentStore store) {
      super(store);
    }

    abstract ObjectLease wrap(ObjectLease lease);

    @Override
    public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
      return super.open(container, path).map(this::wrap);
    }
  }

  private static class ForwardingWriter implements ObjectWriter {
    private final ObjectWriter writer;
    private boolean ended;

    ForwardingWriter(ObjectWriter writer) {
      this.writer = writer;
    }

    boolean ended() {
      return ended;
    }

    @Override
    public void append(ByteBuffer bytes) {
      writer.append(bytes);
    }

    @Override
    public ObjectMetadata commit(ObjectSeal seal) {
      ObjectMetadata metadata = writer.commit(seal);
      ended = true;
      return metadata;
    }

    @Override
    public void abort() {
      ended = true;
      writer.abort();
    }
  }

  private static class ForwardingLease implements ObjectLease {
    private final ObjectLease lease;

    ForwardingLease(ObjectLease lease) {
      this.lease = lease;
    }

    @Override
    public ObjectMetadata metadata() {
      return lease.metadata();
    }

    @Override
    public LeaseState state() {
      return lease.state();
    }

    @Override
    public long availableBytes() {
      return lease.availableBytes();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      return lease.read(position, target);
    }

    @Override
    public ByteBuffer view(long position, int maxLength) {
      return lease.view(position, maxLength);
    }

    @Override
    public void onGrowth(long position, Runnable wake) {
      lease.onGrowth(position, wake);
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  /** At its end, makes a copy that comes last: always, or instead of a conflict. */
  private static final class Copied extends ForwardingWriter {
    private final ContainerId container;
    private final ObjectDraft draft;
    private final Writers store;
    private final boolean always;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Copied(
        ContainerId container,
        ObjectDraft draft,
        ObjectWriter writer,
        Writers store,
        boolean always) {
      super(writer);
      this.container = container;
      this.draft = draft;
      this.store = store;
      this.always = always;
    }

    @Override
    public void append(ByteBuffer source) {
      byte[] copy = new byte[source.remaining()];
      source.duplicate().get(copy);
      bytes.writeBytes(copy);
      super.append(source);
    }

    @Override
    public ObjectMetadata commit(ObjectSeal seal) {
      try {
        ObjectMetadata metadata = super.commit(seal);
        if (always) {
          again(seal);
        }
        return metadata;
      } catch (RuntimeException e) {
        if (!always) {
          again(seal);
        }
        throw e;
      }
    }

    private void again(ObjectSeal seal) {
      ObjectDraft last = StoreDriver.standardDraft(draft.path().value(), bytes.size());
      try (ObjectWriter writer = store.right().openWriter(container, last)) {
        writer.append(ByteBuffer.wrap(bytes.toByteArray()));
        writer.commit(seal);
      }
    }
  }

  /** Shows the version of the read before at every third read. */
  private static final class StaleReads extends Sometimes {
    private final Map<ObjectPath, ObjectLease> before = new ConcurrentHashMap<>();

    StaleReads(SegmentStore store) {
      super(store);
    }

    @Override
    public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
      ObjectLease old = now(3) ? before.remove(path) : null;
      if (old != null) {
        return Optional.of(old);
      }
      super.open(container, path)
          .map(lease -> before.put(path, lease))
          .ifPresent(ObjectLease::close);
      return super.open(container, path);
    }

    @Override
    public void close() {
      before.values().forEach(ObjectLease::close);
      super.close();
    }
  }

  /** Does each commit only when the next call of the same kind comes. */
  private static final class LateCommits extends Writers {
    private @Nullable Runnable late;

    LateCommits(SegmentStore store) {
      super(store);
    }

    private synchronized void later(@Nullable Runnable next) {
      Runnable now = late;
      late = next;
      if (now != null) {
        now.run();
      }
    }

    @Override
    ObjectWriter wrap(ContainerId container, ObjectDraft draft, ObjectWriter writer) {
      return new ForwardingWriter(writer) {
        private boolean taken;

        @Override
        public ObjectMetadata commit(ObjectSeal seal) {
          if (draft.streaming() != null) {
            return super.commit(seal);
          }
          taken = true;
          later(() -> writer.commit(seal));
          return metadata(draft, seal);
        }

        @Override
        public void abort() {
          if (!taken) {
            super.abort();
          }
        }
      };
    }

    @Override
    public void close() {
      later(null);
      super.close();
    }
  }
}
