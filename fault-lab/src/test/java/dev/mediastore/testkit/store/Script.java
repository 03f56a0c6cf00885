// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A seeded client of a store: puts, uploads in pieces, deletes and so on, one after the other, and
 * tells an {@link Expectation} what it is about to do and what came of it. Used by one thread.
 *
 * <p>It never looks at what the store holds, so the same seed does the same on every store as long
 * as the same calls fail.
 */
final class Script {
  static final ContainerId MAIN = new ContainerId("idmain");
  private static final List<String> PATHS = List.of("a", "a/b", "a/b/c", "a-b", "b");
  private static final Instant EXPIRY = StoreDriver.TIME.plusSeconds(60);

  /** Sizes of what is written. Immutable. */
  record Sizes(int usual, int large, int largeOneIn) {
    static final Sizes SMALL = new Sizes(300, 6000, 12);
  }

  /** An upload in progress. */
  private record Upload(long id, Expectation.Key key, boolean streaming, ObjectWriter writer) {}

  private final String prefix;
  private final ContainerId main;
  private final Engine engine;
  private final Expectation expectation;
  private final SplittableRandom random;
  private final Sizes sizes;
  private final List<Upload> uploads = new ArrayList<>();
  private SegmentStore store;
  private long number;
  private long refusals;
  private @Nullable ContainerRecord side;
  private int sides;

  Script(Engine engine, SegmentStore store, Expectation expectation, long seed, Sizes sizes) {
    this("", engine, store, expectation, seed, sizes);
  }

  /**
   * A script that may share its store with others.
   *
   * @param prefix of the names of its containers; if empty it is alone
   */
  Script(
      String prefix,
      Engine engine,
      SegmentStore store,
      Expectation expectation,
      long seed,
      Sizes sizes) {
    this.prefix = prefix;
    this.main = new ContainerId("id" + prefix + "main");
    this.engine = engine;
    this.store = store;
    this.expectation = expectation;
    this.random = new SplittableRandom(seed);
    this.sizes = sizes;
  }

  long refusals() {
    return refusals;
  }

  SegmentStore store() {
    return store;
  }

  /** Creates the container that most of the script is about; false if that failed. */
  boolean begin() {
    ContainerRecord record = StoreFixture.record(prefix + "main", main.value());
    return catalogue(main, record, () -> store.catalogue().create(record));
  }

  /** Goes on with a store that was opened again; uploads in progress are gone. */
  void continueWith(SegmentStore reopened) {
    store = reopened;
    uploads.clear();
  }

  /** Ends all uploads, as a client that goes away. */
  void end() {
    abortAll(upload -> true);
  }

  void step() {
    int dice = random.nextInt(100);
    if (dice < 34) {
      put(key(), random.nextInt(8) == 0);
    } else if (dice < 46) {
      delete(key());
    } else if (dice < 54) {
      open(key(), random.nextBoolean());
    } else if (dice < 68) {
      withUpload(this::append);
    } else if (dice < 80) {
      withUpload(this::commit);
    } else if (dice < 84) {
      withUpload(this::abort);
    } else if (dice < 87 && prefix.isEmpty()) {
      reclaim(); // which concerns everybody's objects
    } else if (dice < 93) {
      engineStep();
    } else {
      sideContainer();
    }
  }

  private Expectation.Key key() {
    ContainerId container = side != null && random.nextInt(5) == 0 ? side.id() : main;
    return new Expectation.Key(container, PATHS.get(random.nextInt(PATHS.size())));
  }

  private int length() {
    int most = random.nextInt(sizes.largeOneIn()) == 0 ? sizes.large() : sizes.usual();
    return random.nextInt(most + 1);
  }

  private static ObjectSeal seal(long id, boolean expires) {
    // Everything a record keeps differs from version to version, so that a mixture shows.
    return new ObjectSeal(
        tag(id),
        String.format("%064x", id),
        StoreDriver.TIME.plusMillis(id),
        expires ? EXPIRY : null);
  }

  private static EntityTag tag(long id) {
    return new EntityTag(String.format("%032x", id));
  }

  private static ObjectDraft draft(Expectation.Key key, long id, long length, boolean streaming) {
    ObjectDraft.Streaming growing =
        streaming
            ? new ObjectDraft.Streaming(
                tag(id), StoreDriver.TIME.plusMillis(id), null, Versions.VISIBLE_AFTER)
            : null;
    return new ObjectDraft(
        ObjectPath.of(key.path()),
        length,
        "type/" + id,
        id % 3 == 0 ? "max-age=" + id : null,
        null,
        growing);
  }

  private void put(Expectation.Key key, boolean expires) {
    long id = ++number;
    byte[] content = Content.of(id, length());
    ObjectDraft draft = draft(key, id, random.nextBoolean() ? content.length : -1, false);
    expectation.upload(id, draft, seal(id, expires));
    expectation.append(id, content);
    change(
        key,
        before -> before.put(id, content.length, expires),
        () -> {
          try (ObjectWriter writer = store.openWriter(key.container(), draft)) {
            int middle = random.nextInt(content.length + 1);
            writer.append(ByteBuffer.wrap(content, 0, middle));
            writer.append(ByteBuffer.wrap(content, middle, content.length - middle));
            writer.commit(seal(id, expires));
          }
        });
  }

  private void open(Expectation.Key key, boolean streaming) {
    long id = ++number;
    ObjectDraft draft = draft(key, id, -1, streaming);
    expectation.upload(id, draft, seal(id, false));
    ObjectWriter[] opened = new ObjectWriter[1];
    boolean done =
        change(
            key,
            before -> streaming ? before.start(id) : before,
            () -> opened[0] = store.openWriter(key.container(), draft));
    if (done && opened[0] != null) {
      uploads.add(new Upload(id, key, streaming, opened[0]));
    }
  }

  private interface UploadStep {
    void on(Upload upload);
  }

  private void withUpload(UploadStep step) {
    int which = random.nextInt(100);
    if (uploads.isEmpty()) {
      open(key(), random.nextBoolean());
    } else {
      step.on(uploads.get(which % uploads.size()));
    }
  }

  private boolean withdrawn(Upload upload) {
    return expectation.isDropped(upload.key().container())
        || (upload.streaming() && !expectation.at(upload.key()).has(upload.id()));
  }

  private void append(Upload upload) {
    byte[] content = Content.of(++number, length());
    if (withdrawn(upload)) {
      expectConflict(() -> upload.writer().append(ByteBuffer.wrap(content)));
      abort(upload);
      return;
    }
    boolean done =
        change(
            upload.key(),
            before -> upload.streaming() ? before.append(upload.id(), content.length) : before,
            () -> upload.writer().append(ByteBuffer.wrap(content)));
    if (done) {
      expectation.append(upload.id(), content);
    } else {
      abort(upload);
    }
  }

  private void commit(Upload upload) {
    ObjectSeal seal = seal(upload.id(), false);
    if (withdrawn(upload)) {
      expectConflict(() -> upload.writer().commit(seal));
      abort(upload);
      return;
    }
    long length = expectation.lengthOf(upload.id());
    boolean done =
        change(
            upload.key(),
            before ->
                upload.streaming()
                    ? before.commit(upload.id())
                    : before.put(upload.id(), length, false),
            () -> upload.writer().commit(seal));
    if (done) {
      uploads.remove(upload);
    } else {
      abort(upload);
    }
  }

  private void abort(Upload upload) {
    uploads.remove(upload);
    change(
        upload.key(),
        before -> upload.streaming() ? before.abort(upload.id()) : before,
        () -> upload.writer().abort());
  }

  private void delete(Expectation.Key key) {
    boolean there = expectation.at(key).visible().isPresent();
    // A reclaim that failed may have come as far as this one.
    boolean maybeGone = expectation.mayBeGone(key);
    boolean[] deleted = new boolean[1];
    boolean done =
        change(
            key,
            Versions::delete,
            () -> deleted[0] = store.delete(key.container(), ObjectPath.of(key.path()), null));
    if (!done) {
      abortAll(upload -> upload.key().equals(key));
    } else if (deleted[0] != there && !maybeGone) {
      throw new AssertionError("delete of " + key + " told " + deleted[0]);
    }
  }

  private void reclaim() {
    changeAll(expectation.keys(), Versions::reclaim, () -> store.reclaimExpired(EXPIRY, 1000));
  }

  private void engineStep() {
    refusal(() -> engine.maintain(store));
  }

  private void sideContainer() {
    ContainerRecord now = side;
    if (now == null) {
      String name = prefix + "side" + ++sides;
      ContainerRecord created = StoreFixture.record(name, "id" + name);
      if (catalogue(created.id(), created, () -> store.catalogue().create(created))) {
        side = created;
      }
    } else if (random.nextInt(3) > 0) {
      ContainerRecord next = now.withTags(Map.of("step", Long.toString(++number)));
      boolean done = catalogue(now.id(), next, () -> store.catalogue().replace(now, next));
      side = done ? next : null;
    } else {
      side = null;
      if (dropContent(now.id())) {
        catalogue(now.id(), null, () -> store.catalogue().remove(now));
      }
    }
  }

  private boolean dropContent(ContainerId id) {
    List<Expectation.Key> keys =
        expectation.keys().stream().filter(key -> key.container().equals(id)).toList();
    boolean done = changeAll(keys, before -> Versions.NONE, () -> store.dropWithContent(id));
    if (done) {
      expectation.dropped(id);
    } else {
      abortAll(upload -> upload.key().container().equals(id));
    }
    return done;
  }

  private void abortAll(Predicate<Upload> which) {
    uploads.stream().filter(which).toList().forEach(this::abort);
  }

  /** Changes the catalogue; after a failure nobody knows, and the container is left alone. */
  private boolean catalogue(ContainerId id, @Nullable ContainerRecord next, BooleanSupplier call) {
    expectation.announceRecord(id, next);
    boolean[] told = new boolean[1];
    ErrorCode refusal = refusal(() -> told[0] = call.getAsBoolean());
    if (refusal == null && !told[0]) {
      throw new AssertionError("the catalogue refused a change of " + id + " to " + next);
    }
    expectation.recordChanged(refusal == null);
    return refusal == null;
  }

  private boolean change(Expectation.Key key, UnaryOperator<Versions> change, Runnable call) {
    return changeAll(List.of(key), change, call);
  }

  /** Announces a change, makes it, and tells what came of it. */
  private boolean changeAll(
      List<Expectation.Key> keys, UnaryOperator<Versions> change, Runnable call) {
    expectation.announce(keys, change);
    ErrorCode refusal = refusal(call);
    if (refusal == null) {
      expectation.acknowledge();
      return true;
    }
    expectation.refused(refusal);
    return false;
  }

  private @Nullable ErrorCode refusal(Runnable call) {
    try {
      call.run();
      return null;
    } catch (MediaStoreException e) {
      switch (e.code()) {
        case STORE_FULL, STORE_READ_ONLY, INTERNAL, CLOSED, CORRUPT -> refusals++;
        default -> throw new AssertionError("refused with " + e.code(), e);
      }
      if (!expectation.failuresAllowed()) {
        throw new AssertionError("refused without a fault", e);
      }
      return e.code();
    }
  }

  private void expectConflict(Runnable call) {
    try {
      call.run();
    } catch (MediaStoreException e) {
      boolean said = e.code() == ErrorCode.CONFLICT;
      if (!said && !expectation.failuresAllowed()) {
        throw new AssertionError("a withdrawn upload was refused with " + e.code(), e);
      }
      return;
    }
    throw new AssertionError("a withdrawn upload went on");
  }
}
