// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to a store and records what came back. Safe for any thread; each upload is used by
 * one.
 *
 * <p>What lies inside one call is checked at once: bytes are those of the version that the metadata
 * names, a growing object never shrinks, has at least what was appended before and at most what was
 * begun, and is withdrawn or complete only if somebody did that.
 */
final class Recorder {
  private final AtomicLong time = new AtomicLong();
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, ConcurrentLinkedQueue<Call>> calls = new ConcurrentHashMap<>();
  private final Map<Long, Growth> growths = new ConcurrentHashMap<>();

  /** How many are under way. */
  private final AtomicLong deletions = new AtomicLong();

  private volatile StoreDriver driver;

  /** How far an upload has come, for the readers that follow it. */
  private static final class Growth {
    volatile long begun;
    volatile long done;
    volatile boolean ending;
    volatile boolean removing;
  }

  /** An upload that this recorder opened. Immutable. */
  record Upload(long id, String path, boolean streaming, ObjectWriter writer) {}

  Recorder(StoreDriver driver) {
    this.driver = driver;
  }

  List<Call> calls(String path) {
    return List.copyOf(of(path));
  }

  List<String> paths() {
    return List.copyOf(calls.keySet());
  }

  private ConcurrentLinkedQueue<Call> of(String path) {
    return calls.computeIfAbsent(path, unknown -> new ConcurrentLinkedQueue<>());
  }

  private Growth growth(long id) {
    Growth growth = growths.computeIfAbsent(id, unknown -> new Growth());
    if (deletions.get() > 0) {
      // One that has begun before this upload may take effect after it.
      growth.removing = true;
    }
    return growth;
  }

  /** The store was opened again; no other call is going on. */
  void restarted(StoreDriver reopened) {
    driver = reopened;
    growths.values().forEach(growth -> growth.removing = true);
    for (String path : paths()) {
      record(path, Call.Kind.RESTART, 0, 0, time.incrementAndGet(), Call.Answer.DONE);
    }
  }

  private void record(
      String path, Call.Kind kind, long id, long amount, long begin, Call.Answer answer) {
    of(path)
        .add(
            new Call(
                kind,
                id,
                amount,
                false,
                answer,
                Expectation.NOTHING,
                false,
                begin,
                time.incrementAndGet()));
  }

  private void record(
      String path, Call.Kind kind, long id, long amount, Supplier<Call.Answer> call) {
    long begin = time.incrementAndGet();
    Call.Answer answer = Call.Answer.UNKNOWN;
    try {
      answer = call.get();
    } catch (MediaStoreException e) {
      answer = answer(e);
    } finally {
      record(path, kind, id, amount, begin, answer);
    }
  }

  private static Call.Answer answer(MediaStoreException e) {
    return switch (e.code()) {
      case CONFLICT -> Call.Answer.CONFLICT;
      case INTERNAL, STORE_READ_ONLY, CLOSED -> Call.Answer.UNKNOWN;
      default -> throw e;
    };
  }

  static byte[] bytes(long id, long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (id * 31 + (from + i) * 7 + ((from + i) >> 8));
    }
    return bytes;
  }

  private static EntityTag tag(long id) {
    return new EntityTag(String.format("%032x", id));
  }

  private static ObjectSeal seal(long id) {
    return new ObjectSeal(tag(id), String.format("%064x", id), StoreDriver.TIME, null);
  }

  void put(String path, int length) {
    long id = ids.incrementAndGet();
    growth(id).begun = length;
    growth(id).done = length;
    record(
        path,
        Call.Kind.PUT,
        id,
        length,
        () -> {
          try (ObjectWriter writer = openStandard(path, length)) {
            writer.append(ByteBuffer.wrap(bytes(id, 0, length)));
            writer.commit(seal(id));
            return Call.Answer.DONE;
          }
        });
  }

  private ObjectWriter openStandard(String path, long length) {
    StoreDriver now = driver;
    return now.store().openWriter(now.container(), StoreDriver.standardDraft(path, length));
  }

  /** Opens an upload; null if that failed. */
  @Nullable Upload start(String path, boolean streaming) {
    long id = ids.incrementAndGet();
    if (!streaming) {
      try {
        return new Upload(id, path, false, openStandard(path, -1));
      } catch (MediaStoreException e) {
        answer(e);
        return null;
      }
    }
    ObjectWriter[] opened = new ObjectWriter[1];
    record(
        path,
        Call.Kind.START,
        id,
        0,
        () -> {
          StoreDriver now = driver;
          ObjectDraft draft =
              new ObjectDraft(
                  ObjectPath.of(path),
                  -1,
                  null,
                  null,
                  null,
                  new ObjectDraft.Streaming(
                      tag(id), StoreDriver.TIME, null, Versions.VISIBLE_AFTER));
          opened[0] = now.store().openWriter(now.container(), draft);
          return Call.Answer.DONE;
        });
    return opened[0] == null ? null : new Upload(id, path, true, opened[0]);
  }

  /** Appends; false if the upload can only be aborted now. */
  boolean append(Upload upload, int length) {
    Growth growth = growth(upload.id());
    long from = growth.begun;
    growth.begun = from + length;
    boolean[] done = new boolean[1];
    Supplier<Call.Answer> call =
        () -> {
          upload.writer().append(ByteBuffer.wrap(bytes(upload.id(), from, length)));
          done[0] = true;
          growth.done = from + length;
          return Call.Answer.DONE;
        };
    if (upload.streaming()) {
      record(upload.path(), Call.Kind.APPEND, upload.id(), length, call);
    } else {
      unrecorded(call);
    }
    return done[0];
  }

  private static void unrecorded(Supplier<Call.Answer> call) {
    try {
      Call.Answer answer = call.get();
      check(answer == Call.Answer.DONE, "told " + answer);
    } catch (MediaStoreException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        throw new AssertionError("a STANDARD upload was withdrawn", e);
      }
      answer(e);
    }
  }

  void commit(Upload upload) {
    growth(upload.id()).ending = true;
    record(
        upload.path(),
        upload.streaming() ? Call.Kind.COMMIT : Call.Kind.PUT,
        upload.id(),
        upload.streaming() ? 0 : growth(upload.id()).done,
        () -> {
          upload.writer().commit(seal(upload.id()));
          return Call.Answer.DONE;
        });
    upload.writer().close();
  }

  void abort(Upload upload) {
    growth(upload.id()).removing = true;
    Supplier<Call.Answer> call =
        () -> {
          upload.writer().abort();
          return Call.Answer.DONE;
        };
    if (upload.streaming()) {
      record(upload.path(), Call.Kind.ABORT, upload.id(), 0, call);
    } else {
      unrecorded(call);
    }
  }

  void delete(String path) {
    removing(path, Call.Kind.DELETE, 0, () -> driver.delete(path));
  }

  private void removing(String path, Call.Kind kind, long id, BooleanSupplier removal) {
    deletions.incrementAndGet();
    growths.values().forEach(growth -> growth.removing = true);
    record(path, kind, id, 0, () -> removal.getAsBoolean() ? Call.Answer.DONE : Call.Answer.ABSENT);
    deletions.decrementAndGet();
  }

  /** Deletes a version if it is still the visible one. */
  void delete(String path, ObjectMetadata version) {
    removing(
        path,
        Call.Kind.DELETE_VERSION,
        id(version),
        () -> driver.delete(path, version.versionId()));
  }

  private static long id(ObjectMetadata metadata) {
    return Long.parseLong(metadata.entityTag().value(), 16);
  }

  /** Reads what is visible, looks a second time, and returns what it is. */
  Optional<ObjectMetadata> read(String path) {
    long begin = time.incrementAndGet();
    Optional<ObjectLease> opened;
    try {
      opened = driver.store().open(driver.container(), ObjectPath.of(path));
    } catch (MediaStoreException e) {
      answer(e);
      return Optional.empty();
    }
    try (ObjectLease lease = opened.orElse(null)) {
      long end = time.incrementAndGet();
      long id = lease == null ? Expectation.NOTHING : id(lease.metadata());
      boolean growing = lease != null && lease.metadata().growing();
      of(path)
          .add(new Call(Call.Kind.READ, 0, 0, false, Call.Answer.DONE, id, growing, begin, end));
      if (lease != null) {
        look(lease, id, look(lease, id, 0));
      }
      return opened.map(ObjectLease::metadata);
    }
  }

  /** Checks what a lease shows; returns how much. */
  private long look(ObjectLease lease, long id, long before) {
    Growth growth = growth(id);
    long least = Math.max(before, growth.done);
    LeaseState state = lease.state();
    long available = lease.availableBytes();
    if (state == LeaseState.WITHDRAWN) {
      check(growth.removing, "version " + id + " was withdrawn by nobody");
      return available;
    }
    check(available >= least, "version " + id + " has " + available + " B of " + least);
    check(available <= growth.begun, "version " + id + " has " + available + " B, too many");
    if (state == LeaseState.COMPLETE && !lease.metadata().growing()) {
      check(lease.metadata().lengthBytes() == available, "version " + id + " of a wrong length");
    } else if (state == LeaseState.COMPLETE) {
      check(growth.ending, "version " + id + " was completed by nobody");
    }
    ByteBuffer target = ByteBuffer.allocate((int) Math.min(available, 5000));
    try {
      int read = lease.read(0, target);
      check(read >= Math.min(target.capacity(), 1) || available == 0, "read " + read);
    } catch (MediaStoreException e) {
      check(e.code() == ErrorCode.CONFLICT && growth.removing, "read failed with " + e.code());
      return available;
    }
    byte[] expected = bytes(id, 0, target.position());
    for (int i = 0; i < expected.length; i++) {
      check(target.get(i) == expected[i], "wrong byte " + i + " in version " + id);
    }
    return available;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** Fails unless the calls at each path have an order. */
  void checkOrder(String context) {
    for (String path : paths()) {
      List<Call> history = calls(path);
      if (!Linearizability.holds(history)) {
        List<Call> sorted = new ArrayList<>(history);
        sorted.sort((a, b) -> Long.compare(a.begin(), b.begin()));
        throw new AssertionError(
            context + ": no order explains the calls at " + path + ":\n" + print(sorted));
      }
    }
  }

  private static String print(List<Call> calls) {
    StringBuilder text = new StringBuilder();
    calls.forEach(call -> text.append("  ").append(call).append('\n'));
    return text.toString();
  }
}
