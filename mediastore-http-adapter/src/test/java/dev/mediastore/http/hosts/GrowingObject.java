// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.ResponseBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An object still being uploaded, appended to by the test. Safe for any thread. */
final class GrowingObject {
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean finished;
  private boolean withdrawn;

  /** Bodies handed out and not closed yet. */
  final AtomicInteger readers = new AtomicInteger();

  void append(byte[] piece) {
    change(() -> pieces.add(piece.clone()));
  }

  void finish() {
    change(() -> finished = true);
  }

  void withdraw() {
    change(() -> withdrawn = true);
  }

  private void change(Runnable change) {
    List<Runnable> wake;
    synchronized (this) {
      change.run();
      wake = List.copyOf(waiting);
      waiting.clear();
    }
    wake.forEach(Runnable::run);
  }

  /** Whether a reader waits for more. */
  synchronized int waitingReaders() {
    return waiting.size();
  }

  ResponseBody newReader() {
    readers.incrementAndGet();
    return new Reader();
  }

  private final class Reader implements ResponseBody {
    private int piece;
    private int offset;
    private boolean closed;

    @Override
    public long length() {
      return -1;
    }

    @Override
    public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
      synchronized (GrowingObject.this) {
        if (withdrawn) {
          throw new BodyCutException("withdrawn");
        }
        if (piece == pieces.size()) {
          return finished ? null : ByteBuffer.allocate(0);
        }
        byte[] bytes = pieces.get(piece);
        int size = Math.min(maxBytes, bytes.length - offset);
        ByteBuffer view = ByteBuffer.wrap(bytes, offset, size).slice().asReadOnlyBuffer();
        offset += size;
        if (offset == bytes.length) {
          piece++;
          offset = 0;
        }
        return view;
      }
    }

    @Override
    public void onReadable(Runnable wake) {
      synchronized (GrowingObject.this) {
        if (piece == pieces.size() && !finished && !withdrawn) {
          waiting.add(wake);
          return;
        }
      }
      wake.run();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        readers.decrementAndGet();
      }
    }
  }
}
