// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds an HLS playlist back until everything it names in the same container can be read, be it
 * still growing. Reads the playlist on its way in. Used by one upload, by one thread at a time.
 */
final class PublishBarrier {
  /** Longer texts are published at once: no player wants such a playlist. */
  private static final int MAX_PLAYLIST_BYTES = 1 << 20;

  private final Container container;
  private final ObjectPath playlist;
  private final Waits waits;
  private final Duration atMost;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private @Nullable Deque<ObjectPath> missing;

  PublishBarrier(Container container, ObjectPath playlist, Waits waits, Duration atMost) {
    this.container = container;
    this.playlist = playlist;
    this.waits = waits;
    this.atMost = atMost;
  }

  /** Takes the next bytes of the playlist; the buffer stays the caller's. */
  void take(ByteBuffer piece) {
    byte[] copy = new byte[Math.min(piece.remaining(), MAX_PLAYLIST_BYTES + 1 - text.size())];
    piece.get(copy);
    text.writeBytes(copy);
  }

  /**
   * Publishes now or later.
   *
   * @param publish called once everything is there; answers the request, also with its failures
   * @param withdraw called if it never was
   */
  void pass(Transaction transaction, Runnable publish, Runnable withdraw) {
    Waits.Attempt attempt =
        () -> {
          ObjectPath first = firstMissing();
          if (first == null) {
            publish.run();
          }
          return first;
        };
    if (attempt.tryNow() != null) {
      waits.begin(transaction, container, atMost, attempt, () -> refuse(withdraw));
    }
  }

  private void refuse(Runnable withdraw) {
    withdraw.run();
    throw new ServiceException(
        ServiceError.SERVICE_UNAVAILABLE,
        "The playlist names what is not there: the version before it stays.");
  }

  /** What was there once counts, even if it is deleted while others are waited for. */
  private @Nullable ObjectPath firstMissing() {
    Deque<ObjectPath> left = missing;
    if (left == null) {
      left = named();
      missing = left;
    }
    while (!left.isEmpty() && container.head(left.getFirst()).isPresent()) {
      left.removeFirst();
    }
    return left.peekFirst();
  }

  private Deque<ObjectPath> named() {
    Deque<ObjectPath> paths = new ArrayDeque<>();
    HlsPlaylist read =
        text.size() > MAX_PLAYLIST_BYTES
            ? null
            : HlsPlaylist.parse(text.toString(StandardCharsets.UTF_8));
    if (read != null) {
      for (String uri : read.uris()) {
        String path = HlsPlaylist.resolve(playlist.value(), uri);
        if (path != null) {
          add(path, paths);
        }
      }
    }
    return paths;
  }

  private static void add(String path, Deque<ObjectPath> paths) {
    try {
      paths.add(ObjectPath.of(path));
    } catch (MediaStoreException e) {
      // No object can be there, so there is nothing to wait for.
    }
  }
}
