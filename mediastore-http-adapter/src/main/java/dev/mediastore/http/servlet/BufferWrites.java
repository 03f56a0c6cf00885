// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes off-heap bytes to the stream of a container without a copy on the heap, where the stream
 * knows how. Used by one thread at a time.
 *
 * <p>Servlet 6.1 has a method for it, and the streams of Jetty, Tomcat and Undertow had one of the
 * same name before; so it is looked up on the class of the stream. Streams without it, and those
 * that only inherit the copying one of the API, are given arrays.
 */
final class BufferWrites {
  /** What goes out at once if the container may copy what the socket does not take. */
  private static final int COPIED_BYTES = 64 * 1024;

  /** The same for one that keeps the view until the socket has taken it. */
  private static final int KEPT_BYTES = 1024 * 1024;

  private static final String KEEPS_VIEWS = "org.eclipse.jetty.";

  private static final ClassValue<Optional<MethodHandle>> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> stream) {
          return find(stream);
        }
      };

  private final ServletOutputStream out;
  private final @Nullable MethodHandle write;
  private final int mostBytes;
  private byte[] array = new byte[0];

  BufferWrites(ServletOutputStream out) {
    this.out = out;
    this.write = BY_CLASS.get(out.getClass()).orElse(null);
    boolean kept = write != null && out.getClass().getName().startsWith(KEEPS_VIEWS);
    this.mostBytes = kept ? KEPT_BYTES : COPIED_BYTES;
  }

  private static Optional<MethodHandle> find(Class<?> stream) {
    for (Class<?> type = stream;
        type != null && type != ServletOutputStream.class;
        type = type.getSuperclass()) {
      try {
        if (type.getMethod("write", ByteBuffer.class).getDeclaringClass()
            == ServletOutputStream.class) {
          return Optional.empty();
        }
        return Optional.of(
            MethodHandles.publicLookup()
                .findVirtual(type, "write", MethodType.methodType(void.class, ByteBuffer.class))
                .asType(
                    MethodType.methodType(
                        void.class, ServletOutputStream.class, ByteBuffer.class)));
      } catch (NoSuchMethodException | IllegalAccessException e) {
        // Not here, or not for strangers: perhaps in the class it extends.
      }
    }
    return Optional.empty();
  }

  /** How many bytes to write at once. */
  int mostBytes() {
    return mostBytes;
  }

  /** Writes the rest of {@code bytes}, which have to stay valid until the stream is ready again. */
  void write(ByteBuffer bytes) throws IOException {
    MethodHandle direct = write;
    if (direct == null) {
      int size = bytes.remaining();
      if (array.length < size) {
        array = new byte[size];
      }
      bytes.get(array, 0, size);
      out.write(array, 0, size);
      return;
    }
    try {
      direct.invokeExact(out, bytes);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
