// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreEvent;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.MediaStoreListener;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, Integer> versions = new HashMap<>();
  private volatile @Nullable MediaStore store;

  private record Entry(String container, PublishedPlaylist playlist) {}

  /** Sets the store, which is made with this as a listener. */
  void store(MediaStore listened) {
    store = listened;
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
    }
    int version = versions.merge(key, 1, Integer::sum);
    entries.addLast(
        new Entry(
            container.name(), new Reader(container, path.value()).read(text, version, event)));
  }

  /** Reads one text. */
  private static final class Reader {
    private final Container container;
    private final String path;
    private final List<PublishedPlaylist.Segment> segments = new ArrayList<>();
    private long sequence;
    private int target;
    private double seconds;

    Reader(Container container, String path) {
      this.container = container;
      this.path = path;
    }

    PublishedPlaylist read(String text, int version, MediaStoreEvent.ObjectUpdated event) {
      text.lines().map(String::strip).forEach(this::line);
      return new PublishedPlaylist(path, version, event.at(), sequence, target, segments);
    }

    private void line(String line) {
      if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
        sequence = (long) number(line);
      } else if (line.startsWith("#EXT-X-TARGETDURATION:")) {
        target = (int) number(line);
      } else if (line.startsWith("#EXTINF:")) {
        seconds = number(line.split(",", 2)[0]);
      } else if (!line.isEmpty() && line.charAt(0) != '#') {
        segment(line);
      }
    }

    private static double number(String line) {
      try {
        return Double.parseDouble(line.substring(line.indexOf(':') + 1));
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    private void segment(String uri) {
      String resolved = uri;
      boolean readable = false;
      try {
        URI address = URI.create("http://container/" + path).resolve(uri);
        if ("container".equals(address.getHost())) {
          ObjectPath object = ObjectPath.of(address.getPath().substring(1));
          resolved = object.value();
          readable = container.head(object).isPresent();
        } else {
          readable = true; // Elsewhere: not for this origin to say.
        }
      } catch (IllegalArgumentException | MediaStoreException e) {
        readable = false;
      }
      segments.add(new PublishedPlaylist.Segment(resolved, seconds, readable));
    }
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
  }
}
