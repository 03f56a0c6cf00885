// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
    RECLAIM
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
  private static final long VISIBLE_AFTER = 10;

  private static final class Version {
    final String path;
    final boolean streaming;
    final boolean expires;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    @Nullable ObjectWriter writer;
    long order;
    boolean complete;
    boolean withdrawn;

    Version(String path, boolean streaming, boolean expires) {
      this.path = path;
      this.streaming = streaming;
      this.expires = expires;
    }

    boolean candidate() {
      return !withdrawn && (complete || reached());
    }

    boolean reached() {
      return streaming && !complete && bytes.size() >= VISIBLE_AFTER;
    }
  }

  private final StoreDriver store;
  private final List<Version> versions = new ArrayList<>();
  private final List<Version> uploads = new ArrayList<>();
  private long order;
  private long number;

  StoreModel(StoreDriver store) {
    this.store = store;
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
      uploads.forEach(upload -> Objects.requireNonNull(upload.writer).close());
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
      default -> {
        if (!uploads.isEmpty()) {
          Version upload = uploads.get(operation.which() % uploads.size());
          switch (operation.kind()) {
            case APPEND -> append(upload, operation.amount());
            case COMMIT -> commit(upload);
            default -> abort(upload);
          }
        }
      }
    }
  }

  private void put(String path, int length, boolean expires) {
    byte[] content = Content.of(++number, length);
    store.put(path, content, expires ? StoreDriver.TIME : null);
    Version version = new Version(path, false, expires);
    version.bytes.writeBytes(content);
    complete(version);
  }

  private void begin(String path, boolean streaming) {
    Version upload = new Version(path, streaming, false);
    upload.order = ++order;
    upload.writer =
        streaming
            ? store
                .store()
                .openWriter(
                    store.container(), StoreDriver.streamingDraft(path, VISIBLE_AFTER, null))
            : store.writer(path);
    uploads.add(upload);
    versions.add(upload);
  }

  private void append(Version upload, int length) {
    byte[] content = Content.of(++number, length);
    boolean done = attempt(() -> writer(upload).append(ByteBuffer.wrap(content)));
    check(done != upload.withdrawn, "append to a withdrawn upload");
    if (done) {
      upload.bytes.writeBytes(content);
    }
  }

  private void commit(Version upload) {
    boolean done = attempt(() -> writer(upload).commit(StoreDriver.seal(null)));
    check(done != upload.withdrawn, "commit of a withdrawn upload");
    if (done) {
      uploads.remove(upload);
      complete(upload);
    }
  }

  private void complete(Version version) {
    if (!version.streaming) {
      version.order = ++order;
    }
    version.complete = true;
    if (!versions.contains(version)) {
      versions.add(version);
    }
    versions.removeIf(
        other ->
            other.complete
                && other.path.equals(version.path)
                && versions.stream()
                    .anyMatch(
                        newer ->
                            newer.complete
                                && newer.path.equals(other.path)
                                && newer.order > other.order));
  }

  private void abort(Version upload) {
    writer(upload).abort();
    uploads.remove(upload);
    versions.remove(upload);
  }

  private void delete(String path) {
    Optional<Version> visible = visible(path);
    check(store.delete(path) == visible.isPresent(), "delete of " + path);
    if (visible.isPresent()) {
      long upTo = visible.get().order;
      for (Version version : List.copyOf(versions)) {
        boolean growing = version.streaming && !version.complete;
        if (version.path.equals(path)
            && (version.complete || (growing && (version.reached() || version.order <= upTo)))) {
          version.withdrawn = true;
          versions.remove(version);
        }
      }
    }
  }

  private void reclaim() {
    long due = versions.stream().filter(version -> version.complete && version.expires).count();
    int removed = store.store().reclaimExpired(StoreDriver.TIME, 1000);
    check(removed == due, "reclaimed " + removed + " of " + due);
    versions.removeIf(version -> version.complete && version.expires);
  }

  private Optional<Version> visible(String path) {
    return versions.stream()
        .filter(version -> version.path.equals(path) && version.candidate())
        .max((a, b) -> Long.compare(a.order, b.order));
  }

  private void compare(String context) {
    for (String path : PATHS) {
      byte[] expected = visible(path).map(version -> version.bytes.toByteArray()).orElse(null);
      byte[] actual = store.get(path).orElse(null);
      check(Arrays.equals(expected, actual), path + " " + context);
      check(
          visible(path).map(version -> version.complete ? version.bytes.size() : -1L).isPresent()
              == store.head(path).isPresent(),
          path + " " + context);
    }
    for (String folder : List.of("", "a", "a/b", "b")) {
      List<String> expected = rows(folder);
      List<String> actual = store.list(folder, 2);
      check(expected.equals(actual), folder + ": " + actual + " for " + expected + " " + context);
    }
  }

  private List<String> rows(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Map<String, TreeSet<String>> byName = new TreeMap<>();
    for (Version version : versions) {
      if (version.complete && !version.expires && version.path.startsWith(prefix)) {
        String rest = version.path.substring(prefix.length());
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        byName.computeIfAbsent(name, key -> new TreeSet<>()).add(slash < 0 ? "" : "/");
      }
    }
    List<String> rows = new ArrayList<>();
    byName.forEach((name, kinds) -> kinds.forEach(kind -> rows.add(name + kind)));
    return rows;
  }

  private static ObjectWriter writer(Version upload) {
    return Objects.requireNonNull(upload.writer);
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
