// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes at one path of the bare server: one buffer, or what has arrived of them so far. */
final class BareObject {
  private final List<ByteBuf> arrived = new ArrayList<>();
  private final List<Runnable> readers = new ArrayList<>();
  private @Nullable ByteBuf whole;
  private boolean complete;

  /** An object that is complete. */
  static BareObject of(ByteBuf whole) {
    BareObject object = new BareObject();
    object.whole = whole;
    object.complete = true;
    return object;
  }

  /** The bytes, if the object was put in one; the caller releases them. */
  synchronized @Nullable ByteBuf whole() {
    return whole == null ? null : whole.retainedDuplicate();
  }

  synchronized void add(ByteBuf chunk) {
    arrived.add(chunk);
    readers.forEach(Runnable::run);
  }

  synchronized void complete() {
    complete = true;
    readers.forEach(Runnable::run);
  }

  synchronized void await(Runnable reader) {
    readers.add(reader);
    reader.run();
  }

  /** The chunk at an index, or null; the caller releases it. */
  synchronized @Nullable ByteBuf chunk(int index) {
    return index < arrived.size() ? arrived.get(index).retainedDuplicate() : null;
  }

  synchronized boolean isCompleteAfter(int chunks) {
    return complete && chunks == arrived.size();
  }

  synchronized void release() {
    if (whole != null) {
      whole.release();
      whole = null;
    }
    arrived.forEach(ByteBuf::release);
    arrived.clear();
    readers.clear();
  }
}
