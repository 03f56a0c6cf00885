// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreEvent;
import dev.mediastore.core.MediaStoreListener;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads each playlist or manifest in the moment in which it was published, on the thread that
 * published it, so that what it lists is looked for before anything else arrives. Safe for any
 * thread.
 *
 * @param <T> what one version says
 */
final class PublicationLog<T> implements MediaStoreListener {
  private static final int MOST = 20_000;
  private static final int MOST_BYTES = 1 << 20;

  private final String suffix;
  private final Reader<T> reader;
  private final Deque<Entry<T>> entries = new ArrayDeque<>();

  /**
   * How often a document was published; of too many, those that have not changed for longest go.
   */
  private final Map<String, Integer> versions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST;
        }
      };

  private long forgotten;
  private volatile int port = -1;
  private volatile @Nullable MediaStore store;

  private record Entry<T>(String container, T publication) {}

  /** Understands one version of a document, or finds that it is none. */
  interface Reader<T> {
    Optional<T> read(
        References references, String path, String text, int version, Instant publishedAt);
  }

  /**
   * @param suffix of the paths of such documents
   */
  PublicationLog(String suffix, Reader<T> reader) {
    this.suffix = suffix;
    this.reader = reader;
  }

  /** Sets the store, which is made with this as a listener. */
  void store(MediaStore listened) {
    store = listened;
  }

  /** Sets the port of the origin, so that absolute addresses of it are known as its own. */
  void port(int listening) {
    port = listening;
  }

  private References references(Container container) {
    MediaStore known = Objects.requireNonNull(store);
    return new References(
        container.name(),
        port,
        (name, object) ->
            known
                .container(name)
                .flatMap(found -> found.head(ObjectPath.of(object)))
                .map(PublicationLog::bytes)
                .orElse(-1L));
  }

  /** What comes of a growing object is not known: whoever reads it waits for that. */
  private static long bytes(ObjectMetadata object) {
    return object.growing() ? Long.MAX_VALUE : object.lengthBytes();
  }

  @Override
  public void on(MediaStoreEvent event) {
    MediaStore known = store;
    if (known != null
        && event instanceof MediaStoreEvent.ObjectUpdated updated
        && updated.object().path().value().endsWith(suffix)) {
      known
          .container(updated.container())
          .ifPresent(container -> read(container, updated.object(), updated));
    }
  }

  private void read(
      Container container, ObjectMetadata object, MediaStoreEvent.ObjectUpdated event) {
    String text = text(container, object.path());
    References references = references(container);
    String path = object.path().value();
    int version = version(container.name() + '/' + path);
    reader
        .read(references, path, text, version, event.at())
        .ifPresent(publication -> add(new Entry<>(container.name(), publication)));
  }

  private synchronized int version(String key) {
    return versions.merge(key, 1, Integer::sum);
  }

  private static String text(Container container, ObjectPath path) {
    Optional<ObjectLease> opened = container.open(path);
    try (ObjectLease lease = opened.orElse(null)) {
      if (lease == null || lease.availableBytes() > MOST_BYTES) {
        return "";
      }
      ByteBuffer copy = ByteBuffer.allocate((int) lease.availableBytes());
      while (copy.hasRemaining() && lease.read(copy.position(), copy) > 0) {
        // One read may stop where the next extent begins.
      }
      return new String(copy.array(), 0, copy.position(), StandardCharsets.UTF_8);
    }
  }

  private synchronized void add(Entry<T> entry) {
    if (entries.size() == MOST) {
      entries.removeFirst();
      forgotten++;
    }
    entries.addLast(entry);
  }

  /** How many versions were forgotten because there were too many. */
  synchronized long forgotten() {
    return forgotten;
  }

  /** Everything published to a container, oldest first. */
  synchronized List<T> of(String container) {
    return entries.stream()
        .filter(entry -> entry.container().equals(container))
        .map(Entry::publication)
        .toList();
  }

  synchronized void forget() {
    entries.clear();
    versions.clear();
    forgotten = 0;
  }
}
