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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads each HLS media playlist in the moment in which it was published, on the thread that
 * published it, so that what it lists is looked for before anything else arrives. Safe for any
 * thread.
 */
final class PlaylistLog implements MediaStoreListener {
  private static final int MOST = 20_000;
  private static final int MAX_PLAYLIST_BYTES = 1 << 20;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * How often a playlist was published; of too many, those that have not changed for longest go.
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

  private record Entry(String container, PublishedPlaylist playlist) {}

  /** Sets the store, which is made with this as a listener. */
  void store(MediaStore listened) {
    store = listened;
  }

  /** Sets the port of the origin, so that absolute addresses of it are known as its own. */
  void port(int listening) {
    port = listening;
  }

  private PlaylistReader reader(Container container, String path) {
    MediaStore known = Objects.requireNonNull(store);
    return new PlaylistReader(
        container.name(),
        path,
        port,
        (name, object) ->
            known
                .container(name)
                .map(found -> found.head(ObjectPath.of(object)).isPresent())
                .orElse(false));
  }

  @Override
  public void on(MediaStoreEvent event) {
    MediaStore known = store;
    if (known != null
        && event instanceof MediaStoreEvent.ObjectUpdated updated
        && updated.object().path().value().endsWith(".m3u8")) {
      known
          .container(updated.container())
          .ifPresent(container -> read(container, updated.object(), updated));
    }
  }

  private void read(
      Container container, ObjectMetadata object, MediaStoreEvent.ObjectUpdated event) {
    String text = text(container, object.path());
    if (text.startsWith("#EXTM3U") && text.contains("#EXTINF")) {
      add(container, object.path(), text, event);
    }
  }

  private static String text(Container container, ObjectPath path) {
    Optional<ObjectLease> opened = container.open(path);
    try (ObjectLease lease = opened.orElse(null)) {
      if (lease == null || lease.availableBytes() > MAX_PLAYLIST_BYTES) {
        return "";
      }
      ByteBuffer copy = ByteBuffer.allocate((int) lease.availableBytes());
      while (copy.hasRemaining() && lease.read(copy.position(), copy) > 0) {
        // One read may stop where the next extent begins.
      }
      return new String(copy.array(), 0, copy.position(), StandardCharsets.UTF_8);
    }
  }

  private synchronized void add(
      Container container, ObjectPath path, String text, MediaStoreEvent.ObjectUpdated event) {
    String key = container.name() + '/' + path.value();
    if (entries.size() == MOST) {
      entries.removeFirst();
      forgotten++;
    }
    int version = versions.merge(key, 1, Integer::sum);
    entries.addLast(
        new Entry(
            container.name(), reader(container, path.value()).read(text, version, event.at())));
  }

  /** How many playlists were forgotten because there were too many. */
  synchronized long forgotten() {
    return forgotten;
  }

  /** Everything published to a container, oldest first. */
  synchronized List<PublishedPlaylist> of(String container) {
    return entries.stream()
        .filter(entry -> entry.container().equals(container))
        .map(Entry::playlist)
        .toList();
  }

  synchronized void forget() {
    entries.clear();
    versions.clear();
    forgotten = 0;
  }
}
