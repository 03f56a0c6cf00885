// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The plainest store that could be right, run beside the real one: after each operation both must
 * show the same. Used by one thread.
 */
final class StoreModel {

  /** What can be done; which path and which upload is meant is taken modulo what there is. */
  enum Kind {
    PUT,
    PUT_EXPIRING,
    DELETE,
    BEGIN_STANDARD,
    BEGIN_STREAMING,
    APPEND,
    COMMIT,
    ABORT,
    RECLAIM,
    /** Closes the store and opens it again; does nothing where a store cannot be restarted. */
    RESTART
  }

  /**
   * One step. Immutable.
   *
   * @param kind what to do
   * @param which path or upload it is done to
   * @param amount length of content, number of steps
   */
  record Operation(Kind kind, int which, int amount) {}

  private static final List<String> PATHS = List.of("a", "a/b", "a/b/c", "a-b", "b");

  /** An upload in progress. */
  private record Upload(long id, String path, boolean streaming, ObjectWriter writer) {}

  private final UnaryOperator<StoreDriver> reopen;
  private StoreDriver store;
  private final Map<String, Versions> versions = new TreeMap<>();
  private final Map<Long, ByteArrayOutputStream> bytes = new HashMap<>();
  private final List<Upload> uploads = new ArrayList<>();
  private long number;

  StoreModel(StoreDriver store) {
    this(store, same -> same);
  }

  /**
   * A model of a store that keeps what it has when its process ends.
   *
   * @param reopen closes the store of a driver and opens it again
   */
  StoreModel(StoreDriver store, UnaryOperator<StoreDriver> reopen) {
    this.store = store;
    this.reopen = reopen;
    PATHS.forEach(path -> versions.put(path, Versions.NONE));
  }

  /** Does all steps, compares after each, and ends whatever upload is left. */
  void run(List<Operation> operations) {
    try {
      for (int i = 0; i < operations.size(); i++) {
        apply(operations.get(i));
        String context = "after step " + i + " of " + operations.subList(0, i + 1);
        compare(context);
      }
    } finally {
      uploads.forEach(upload -> upload.writer().close());
    }
  }

  private void apply(Operation operation) {
    String path = PATHS.get(operation.which() % PATHS.size());
    switch (operation.kind()) {
      case PUT -> put(path, operation.amount(), false);
      case PUT_EXPIRING -> put(path, operation.amount(), true);
      case DELETE -> delete(path);
      case BEGIN_STANDARD -> begin(path, false);
      case BEGIN_STREAMING -> begin(path, true);
      case RECLAIM -> reclaim();
      case RESTART -> restart();
      default -> {
        if (!uploads.isEmpty()) {
          Upload upload = uploads.get(operation.which() % uploads.size());
          switch (operation.kind()) {
            case APPEND -> append(upload, operation.amount());
            case COMMIT -> commit(upload);
            default -> abort(upload);
          }
        }
      }
    }
  }

  private Versions at(String path) {
    return versions.getOrDefault(path, Versions.NONE);
  }

  private void change(String path, UnaryOperator<Versions> change) {
    versions.put(path, change.apply(at(path)));
  }

  private ByteArrayOutputStream bytesOf(long id) {
    return bytes.computeIfAbsent(id, key -> new ByteArrayOutputStream());
  }

  private void put(String path, int length, boolean expires) {
    long id = ++number;
    byte[] content = Content.of(id, length);
    store.put(path, content, expires ? StoreDriver.TIME : null);
    bytesOf(id).writeBytes(content);
    change(path, before -> before.put(id, length, expires));
  }

  private void begin(String path, boolean streaming) {
    long id = ++number;
    if (streaming) {
      ObjectDraft draft = StoreDriver.streamingDraft(path, Versions.VISIBLE_AFTER, null);
      uploads.add(new Upload(id, path, true, store.store().openWriter(store.container(), draft)));
      change(path, before -> before.start(id));
    } else {
      uploads.add(new Upload(id, path, false, store.writer(path)));
    }
  }

  private boolean withdrawn(Upload upload) {
    return upload.streaming() && !at(upload.path()).has(upload.id());
  }

  private void append(Upload upload, int length) {
    byte[] content = Content.of(++number, length);
    boolean done = attempt(() -> upload.writer().append(ByteBuffer.wrap(content)));
    check(done != withdrawn(upload), "append to a withdrawn upload");
    if (done) {
      bytesOf(upload.id()).writeBytes(content);
      change(upload.path(), before -> before.append(upload.id(), length));
    }
  }

  private void commit(Upload upload) {
    boolean done = attempt(() -> upload.writer().commit(StoreDriver.seal(null)));
    check(done != withdrawn(upload), "commit of a withdrawn upload");
    if (done) {
      uploads.remove(upload);
      long id = upload.id();
      change(
          upload.path(),
          before ->
              upload.streaming() ? before.commit(id) : before.put(id, bytesOf(id).size(), false));
    }
  }

  private void abort(Upload upload) {
    upload.writer().abort();
    uploads.remove(upload);
    change(upload.path(), before -> before.abort(upload.id()));
  }

  private void delete(String path) {
    check(store.delete(path) == at(path).visible().isPresent(), "delete of " + path);
    change(path, Versions::delete);
  }

  private void reclaim() {
    int removed = store.store().reclaimExpired(StoreDriver.TIME, 1000);
    int due = 0;
    for (String path : PATHS) {
      due += at(path).complete().filter(Versions.Version::expires).isPresent() ? 1 : 0;
      change(path, Versions::reclaim);
    }
    check(removed == due, "reclaimed " + removed + " of " + due);
  }

  private void restart() {
    StoreDriver next = reopen.apply(store);
    if (next != store) {
      store = next;
      uploads.clear();
      PATHS.forEach(path -> change(path, Versions::restart));
    }
  }

  private void compare(String context) {
    for (String path : PATHS) {
      Optional<Versions.Version> visible = at(path).visible();
      byte[] expected = visible.map(version -> bytesOf(version.id()).toByteArray()).orElse(null);
      byte[] actual = store.get(path).orElse(null);
      check(Arrays.equals(expected, actual), path + " " + context);
      Optional<Long> length = visible.map(version -> version.complete() ? version.length() : -1);
      check(
          length.equals(store.head(path).map(ObjectMetadata::lengthBytes)),
          "length of " + path + " " + context);
    }
    for (String folder : List.of("", "a", "a/b", "b")) {
      List<String> expected = rows(listed(), folder);
      List<String> actual = store.list(folder, 2);
      check(expected.equals(actual), folder + ": " + actual + " for " + expected + " " + context);
    }
  }

  private List<String> listed() {
    return PATHS.stream()
        .filter(path -> at(path).complete().filter(version -> !version.expires()).isPresent())
        .toList();
  }

  /** The rows of a folder if exactly these paths are listed, as {@link StoreDriver#list} prints. */
  static List<String> rows(Collection<String> paths, String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Map<String, TreeSet<String>> byName = new TreeMap<>();
    for (String path : paths) {
      if (path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        byName.computeIfAbsent(name, key -> new TreeSet<>()).add(slash < 0 ? "" : "/");
      }
    }
    List<String> rows = new ArrayList<>();
    byName.forEach((name, kinds) -> kinds.forEach(kind -> rows.add(name + kind)));
    return rows;
  }

  private static boolean attempt(Runnable step) {
    try {
      step.run();
      return true;
    } catch (MediaStoreException e) {
      check(e.code() == ErrorCode.CONFLICT, "refused with " + e.code());
      return false;
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("store and model differ: " + what);
    }
  }
}
