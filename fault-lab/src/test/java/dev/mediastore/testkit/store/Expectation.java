// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a store must hold, kept outside of it. Used by one thread.
 *
 * <p>What was acknowledged is there, byte for byte; what was aborted or refused for want of room is
 * not; of a change under way, or refused for any other reason, the old state or the new one is
 * there after a restart, as a whole.
 */
final class Expectation {
  /** Stands for "no version". */
  static final long NOTHING = 0;

  /** Where an object is. Immutable. */
  record Key(ContainerId container, String path) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int containers = container.value().compareTo(other.container.value());
      return containers != 0 ? containers : path.compareTo(other.path);
    }

    @Override
    public String toString() {
      return container + "/" + path;
    }
  }

  /** What was sent to the store under one upload. */
  private static final class Content {
    final ObjectDraft draft;
    final ObjectSeal seal;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Content(ObjectDraft draft, ObjectSeal seal) {
      this.draft = draft;
      this.seal = seal;
    }
  }

  private final boolean failuresAllowed;
  private boolean shared;
  private final Map<Long, Content> contents = new HashMap<>();
  private final TreeMap<Key, Versions> state = new TreeMap<>();
  private final Map<Key, Versions> announced = new HashMap<>();
  private final Map<Key, Set<Long>> doubts = new HashMap<>();
  private final Set<Key> maybeGone = new HashSet<>();
  private final Set<ContainerId> dropped = new HashSet<>();
  private final Map<ContainerId, Optional<ContainerRecord>> records = new HashMap<>();
  private final Map<ContainerId, Set<Optional<ContainerRecord>>> recordDoubts = new HashMap<>();
  private @Nullable ContainerId announcedContainer;
  private Optional<ContainerRecord> announcedRecord = Optional.empty();

  Expectation(boolean failuresAllowed) {
    this.failuresAllowed = failuresAllowed;
  }

  boolean failuresAllowed() {
    return failuresAllowed;
  }

  /** Others have containers in the store too. */
  Expectation shared() {
    shared = true;
    return this;
  }

  Versions at(Key key) {
    return state.getOrDefault(key, Versions.NONE);
  }

  List<Key> keys() {
    return List.copyOf(state.keySet());
  }

  boolean isDropped(ContainerId container) {
    return dropped.contains(container);
  }

  void upload(long id, ObjectDraft draft, ObjectSeal seal) {
    contents.put(id, new Content(draft, seal));
  }

  void append(long id, byte[] more) {
    content(id).bytes.writeBytes(more);
  }

  long lengthOf(long id) {
    return content(id).bytes.size();
  }

  private Content content(long id) {
    Content found = contents.get(id);
    if (found == null) {
      throw new AssertionError("a version that nobody wrote: " + id);
    }
    return found;
  }

  /** Says what will be true if the call that follows succeeds. */
  void announce(List<Key> keys, UnaryOperator<Versions> change) {
    announced.clear();
    keys.forEach(key -> announced.put(key, change.apply(at(key))));
  }

  void acknowledge() {
    announced.forEach(
        (key, next) -> {
          if (!completeId(next).equals(completeId(at(key)))) {
            doubts.remove(key);
            maybeGone.remove(key);
          }
          state.put(key, next);
        });
    announced.clear();
  }

  void refused(ErrorCode code) {
    if (code != ErrorCode.STORE_FULL) {
      announced.forEach((key, next) -> doubt(key).add(completeId(next)));
    }
    if (announced.size() > 1) {
      announced.forEach(this::remainsInDoubt);
    }
    announced.clear();
  }

  private void remainsInDoubt(Key key, Versions next) {
    if (next.visible().isEmpty() && at(key).visible().isPresent()) {
      maybeGone.add(key);
    }
  }

  /** Whether a change of several keys that failed may have come as far as this one. */
  boolean mayBeGone(Key key) {
    return maybeGone.contains(key);
  }

  private Set<Long> doubt(Key key) {
    return doubts.computeIfAbsent(key, unknown -> new HashSet<>());
  }

  private static Long completeId(Versions versions) {
    return versions.complete().map(Versions.Version::id).orElse(NOTHING);
  }

  void dropped(ContainerId container) {
    dropped.add(container);
  }

  void announceRecord(ContainerId id, @Nullable ContainerRecord next) {
    announcedContainer = id;
    announcedRecord = Optional.ofNullable(next);
  }

  void recordChanged(boolean done) {
    ContainerId id = announcedContainer;
    announcedContainer = null;
    if (id == null) {
      throw new IllegalStateException("nothing was announced");
    }
    if (done) {
      records.put(id, announcedRecord);
      recordDoubts.remove(id);
    } else {
      recordDoubts.computeIfAbsent(id, unknown -> new HashSet<>()).add(announcedRecord);
    }
  }

  private Set<Long> allowedAfterRestart(Key key) {
    Set<Long> allowed = new HashSet<>(doubts.getOrDefault(key, Set.of()));
    allowed.add(completeId(at(key)));
    Versions next = announced.get(key);
    if (next != null) {
      allowed.add(completeId(next));
    }
    return allowed;
  }

  /** What another expects may be true as well: it knows of one step more. */
  void orAs(Expectation later) {
    contents.putAll(later.contents);
    later.state.forEach((key, versions) -> doubt(key).add(completeId(versions)));
    Set<ContainerId> all = new HashSet<>(later.records.keySet());
    all.forEach(
        id ->
            recordDoubts
                .computeIfAbsent(id, unknown -> new HashSet<>())
                .add(later.records.getOrDefault(id, Optional.empty())));
  }

  /** The version at each key that survives a restart. */
  Map<Key, Long> complete() {
    Map<Key, Long> complete = new TreeMap<>();
    state.forEach((key, versions) -> complete.put(key, completeId(versions)));
    return complete;
  }

  /**
   * Checks a store that was just opened.
   *
   * @return which version it shows at each key
   */
  Map<Key, Long> checkRestarted(SegmentStore store) {
    StoreUsage usage = store.usage();
    check(usage.openWriters() == 0 && usage.openLeases() == 0, "left open: " + usage);
    checkCatalogue(store);
    Map<Key, Long> found = new TreeMap<>();
    Set<Key> all = new HashSet<>(state.keySet());
    all.addAll(announced.keySet());
    all.addAll(doubts.keySet());
    for (Key key : all) {
      long id = versionAt(store, key);
      Set<Long> allowed = allowedAfterRestart(key);
      check(allowed.contains(id), key + " shows " + id + ", expected one of " + allowed);
      found.put(key, id);
    }
    checkListings(store, found);
    return found;
  }

  private void checkCatalogue(SegmentStore store) {
    Set<ContainerId> all = new HashSet<>(records.keySet());
    if (announcedContainer != null) {
      all.add(announcedContainer);
    }
    all.addAll(recordDoubts.keySet());
    for (ContainerId id : all) {
      Set<Optional<ContainerRecord>> allowed =
          new HashSet<>(recordDoubts.getOrDefault(id, Set.of()));
      allowed.add(records.getOrDefault(id, Optional.empty()));
      if (id.equals(announcedContainer)) {
        allowed.add(announcedRecord);
      }
      Optional<ContainerRecord> actual = store.catalogue().find(id);
      check(allowed.contains(actual), "container " + id + " is " + actual + ", not of " + allowed);
      check(
          actual.equals(actual.flatMap(found -> store.catalogue().find(found.arn()))),
          "container " + id + " is not found by its name");
    }
    check(
        shared
            || all.containsAll(store.catalogue().list().stream().map(ContainerRecord::id).toList()),
        "a container nobody made");
  }

  /** Reads the object at a key in full and checks every byte and all metadata. */
  long versionAt(SegmentStore store, Key key) {
    Optional<ObjectLease> opened = store.open(key.container(), ObjectPath.of(key.path()));
    if (opened.isEmpty()) {
      return NOTHING;
    }
    try (ObjectLease lease = opened.get()) {
      ObjectMetadata metadata = lease.metadata();
      long id = Long.parseLong(metadata.entityTag().value(), 16);
      byte[] expected = content(id).bytes.toByteArray();
      byte[] actual = StoreDriver.available(lease);
      check(Arrays.equals(expected, actual), key + " has wrong bytes of version " + id);
      checkMetadata(content(id), metadata, expected.length);
      return id;
    }
  }

  private static void checkMetadata(Content content, ObjectMetadata actual, int length) {
    boolean growing = actual.growing();
    ObjectMetadata expected =
        new ObjectMetadata(
            content.draft.path(),
            growing ? -1 : length,
            content.draft.contentType(),
            content.draft.cacheControl(),
            content.draft.contentEncoding(),
            content.seal.entityTag(),
            growing ? null : content.seal.sha256(),
            content.seal.lastModified(),
            content.draft.availability(),
            content.seal.expiresAt(),
            actual.versionId());
    if (!expected.equals(actual)) {
      throw new AssertionError("metadata is " + actual + " instead of " + expected);
    }
  }

  private void checkListings(SegmentStore store, Map<Key, Long> found) {
    Map<ContainerId, List<String>> listed = new HashMap<>();
    records.keySet().forEach(id -> listed.put(id, new ArrayList<>()));
    found.forEach(
        (key, id) -> {
          if (id != NOTHING && content(id).seal.expiresAt() == null) {
            listed.computeIfAbsent(key.container(), unknown -> new ArrayList<>()).add(key.path());
          }
        });
    listed.forEach(
        (container, paths) -> {
          StoreDriver driver = new StoreDriver(store, container);
          for (String folder : List.of("", "a", "a/b")) {
            List<String> rows = driver.list(folder, 2);
            List<String> expected = StoreModel.rows(paths, folder);
            check(
                rows.equals(expected), "folder " + folder + " lists " + rows + " not " + expected);
          }
          List<String> walked = driver.walk(2);
          List<String> expected =
              paths.stream().map(ObjectPath::of).sorted().map(ObjectPath::value).toList();
          check(walked.equals(expected), "the walk gives " + walked + " not " + expected);
        });
  }

  /** Takes what a store shows after {@link #checkRestarted} for the truth from now on. */
  void adopt(SegmentStore store, Map<Key, Long> found) {
    found.forEach(
        (key, id) -> {
          Versions now = at(key).restart();
          if (!completeId(now).equals(id)) {
            boolean expires = id != NOTHING && content(id).seal.expiresAt() != null;
            now = id == NOTHING ? Versions.NONE : Versions.NONE.put(id, lengthOf(id), expires);
          }
          state.put(key, now);
        });
    doubts.clear();
    announced.clear();
    announcedContainer = null;
    Set<ContainerId> all = new HashSet<>(records.keySet());
    all.addAll(recordDoubts.keySet());
    all.forEach(id -> records.put(id, store.catalogue().find(id)));
    recordDoubts.clear();
  }

  /** Checks a store that runs on: whatever was refused, what was there before is what is shown. */
  void checkRunning(SegmentStore store) {
    for (Key key : state.keySet()) {
      long visible = at(key).visible().map(Versions.Version::id).orElse(NOTHING);
      long id = versionAt(store, key);
      boolean gone = id == NOTHING && mayBeGone(key);
      check(id == visible || gone, key + " shows " + id + " instead of " + visible);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
