// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one version and the count of who needs them. Appended to by one writer; read by any
 * number of threads that hold them.
 *
 * <p><b>Holding.</b> Made with one holder, the writer. {@link #hold()} adds one unless the count
 * has reached zero; {@link #letGo()} removes one. The last holder gives the room back: after that
 * the memory belongs to other objects. Reads are for holders only; letting go too often is
 * detected.
 *
 * <p><b>Growing.</b> The writer first makes room ({@link #layout}), copies, then publishes with one
 * volatile write of {@link #available}. A reader that reads {@code available} first sees a layout
 * and bytes that cover it. Room behind the available bytes is never lent, so padding is never seen.
 */
final class ObjectBytes {
  private static final AtomicIntegerFieldUpdater<ObjectBytes> HOLDERS =
      AtomicIntegerFieldUpdater.newUpdater(ObjectBytes.class, "holders");
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** An upload of unknown length makes room in steps that double between these. */
  private static final int MIN_STEP_BYTES = 16 * 1024;

  private static final int MAX_STEP_BYTES = 1024 * 1024;

  /** No step takes more than this share of the budget ahead of need. */
  private static final int STEP_SHARE = 64;

  private final SlabPool pool;
  private volatile Layout layout;
  private volatile long available;
  private volatile int holders = 1;
  private volatile @Nullable Residents residents;
  private long residentOrder;

  private ObjectBytes(SlabPool pool, List<Extent> pieces) {
    this.pool = pool;
    this.layout = new Layout(pieces, pool.granuleBytes());
  }

  /**
   * Makes room for an object, held by its writer.
   *
   * @param declaredLength its length, or -1 to make room as bytes come
   * @throws dev.mediastore.core.MediaStoreException STORE_FULL
   */
  static ObjectBytes reserve(SlabPool pool, long declaredLength) {
    if (declaredLength <= 0) {
      return new ObjectBytes(pool, List.of());
    }
    long needed = pool.granulesFor(declaredLength);
    return new ObjectBytes(pool, pool.take(needed, needed));
  }

  /** The bytes of a complete version, held by the index. */
  static ObjectBytes restored(SlabPool pool, List<Extent> pieces, long length) {
    ObjectBytes bytes = new ObjectBytes(pool, pieces);
    bytes.available = length;
    return bytes;
  }

  /** Says that the index is one of the holders. */
  void indexed(Residents among, long order) {
    this.residentOrder = order;
    this.residents = among;
  }

  /** Says that the index is none any more; it lets go next. */
  void noLongerIndexed() {
    this.residents = null;
  }

  boolean heldByIndexOnly() {
    return holders == 1;
  }

  List<Extent> pieces() {
    return layout.pieces();
  }

  /** The available bytes in as many views as there are pieces; for holders. */
  List<ByteBuffer> views() {
    List<ByteBuffer> views = new ArrayList<>();
    for (long at = 0; at < available; at += views.get(views.size() - 1).remaining()) {
      views.add(view(at, Integer.MAX_VALUE));
    }
    return views;
  }

  long available() {
    return available;
  }

  /** Copies the remaining bytes of the source in; if there is no room for all, none is copied. */
  void append(ByteBuffer source) {
    long position = available;
    long end = position + source.remaining();
    if (end > layout.room()) {
      grow(end);
    }
    Layout room = layout;
    while (position < end) {
      int piece = room.pieceAt(position);
      int length = room.run(piece, position, end);
      room.slab(piece).write(room.offset(piece, position), source, length);
      position += length;
    }
    available = end;
  }

  private void grow(long end) {
    long room = layout.room();
    long step = Math.max(MIN_STEP_BYTES, Math.min(room, MAX_STEP_BYTES));
    long ahead = Math.min(step, pool.capacityBytes() / STEP_SHARE);
    long needed = pool.granulesFor(end - room);
    long wished = Math.max(needed, pool.granulesFor(ahead));
    List<Extent> pieces = new ArrayList<>(layout.pieces());
    if (!pieces.isEmpty()) {
      Extent last = pieces.remove(pieces.size() - 1);
      Extent longer = pool.extend(last, (int) Math.min(wished, Integer.MAX_VALUE));
      pieces.add(longer);
      layout = new Layout(pieces, pool.granuleBytes());
      needed -= longer.granules() - last.granules();
      wished -= longer.granules() - last.granules();
    }
    if (needed > 0) {
      pieces.addAll(pool.take(needed, wished));
      layout = new Layout(pieces, pool.granuleBytes());
    }
  }

  /** Gives the room behind the last byte back. Called by the writer when all bytes are there. */
  void seal() {
    long keep = pool.granulesFor(available);
    if (keep * pool.granuleBytes() == layout.room()) {
      return;
    }
    List<Extent> kept = new ArrayList<>();
    List<Extent> surplus = new ArrayList<>();
    for (Extent piece : layout.pieces()) {
      int here = (int) Math.min(keep, piece.granules());
      if (here > 0) {
        kept.add(piece.start(here));
      }
      if (here < piece.granules()) {
        surplus.add(piece.rest(here));
      }
      keep -= here;
    }
    layout = new Layout(kept, pool.granuleBytes());
    pool.giveBack(surplus);
  }

  /** Copies available bytes out; returns how many, 0 at the end of what is available. */
  int read(long position, ByteBuffer target) {
    long wanted = Math.min(available - position, target.remaining());
    Layout room = layout;
    long at = position;
    long end = position + Math.max(0, wanted);
    while (at < end) {
      int piece = room.pieceAt(at);
      int length = room.run(piece, at, end);
      room.slab(piece).read(room.offset(piece, at), target, length);
      at += length;
    }
    return (int) (at - position);
  }

  /** Lends available bytes up to the end of their piece; empty at the end of what is available. */
  ByteBuffer view(long position, int maxLength) {
    long end = available;
    if (position >= end) {
      return NOTHING;
    }
    Layout room = layout;
    int piece = room.pieceAt(position);
    int length = Math.min(maxLength, room.run(piece, position, end));
    return room.slab(piece).view(room.offset(piece, position), length);
  }

  /** Becomes a holder; false if the room was given back already. */
  boolean hold() {
    int seen = holders;
    while (seen > 0) {
      if (HOLDERS.compareAndSet(this, seen, seen + 1)) {
        return true;
      }
      seen = holders;
    }
    return false;
  }

  /** Stops being a holder; the last one gives the room back. */
  void letGo() {
    int left = HOLDERS.decrementAndGet(this);
    Residents among = residents;
    if (left == 0) {
      pool.giveBack(layout.pieces());
    } else if (left == 1 && among != null) {
      among.settle(residentOrder);
    } else if (left < 0) {
      throw new IllegalStateException("bytes were let go more often than held");
    }
  }
}
