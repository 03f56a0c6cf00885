// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.SegmentStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in one line what a test does to one container of a store. Safe for any thread. */
final class StoreDriver {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  static final EntityTag TAG = new EntityTag("ab".repeat(32));
  private static final String SHA256 = "cd".repeat(32);
  private static final int VIEW_BYTES = 1000;

  private final SegmentStore store;
  private final ContainerId container;

  StoreDriver(SegmentStore store, ContainerId container) {
    this.store = store;
    this.container = container;
  }

  SegmentStore store() {
    return store;
  }

  ContainerId container() {
    return container;
  }

  static ObjectDraft standardDraft(String path, long declaredLength) {
    return new ObjectDraft(ObjectPath.of(path), declaredLength, null, null, null, null);
  }

  static ObjectDraft streamingDraft(
      String path, long visibleAfterBytes, @Nullable Instant expiresAt) {
    return new ObjectDraft(
        ObjectPath.of(path),
        -1,
        null,
        null,
        null,
        new ObjectDraft.Streaming(TAG, TIME, expiresAt, visibleAfterBytes));
  }

  static ObjectSeal seal(@Nullable Instant expiresAt) {
    return new ObjectSeal(TAG, SHA256, TIME, expiresAt);
  }

  ObjectWriter writer(String path) {
    return store.openWriter(container, standardDraft(path, -1));
  }

  /** Opens a STREAMING writer whose object is visible from its first byte on. */
  ObjectWriter streaming(String path) {
    return store.openWriter(container, streamingDraft(path, 1, null));
  }

  ObjectMetadata put(String path, byte[] content) {
    return put(path, content, null);
  }

  ObjectMetadata put(String path, byte[] content, @Nullable Instant expiresAt) {
    try (ObjectWriter writer = store.openWriter(container, standardDraft(path, content.length))) {
      writer.append(ByteBuffer.wrap(content));
      return writer.commit(seal(expiresAt));
    }
  }

  ObjectLease lease(String path) {
    return store
        .open(container, ObjectPath.of(path))
        .orElseThrow(() -> new AssertionError("nothing is visible at " + path));
  }

  Optional<ObjectMetadata> head(String path) {
    return store.head(container, ObjectPath.of(path));
  }

  /** Reads what is visible now, as far as it is available now. */
  Optional<byte[]> get(String path) {
    Optional<ObjectLease> opened = store.open(container, ObjectPath.of(path));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (ObjectLease lease = opened.get()) {
      return Optional.of(available(lease));
    }
  }

  static byte[] available(ObjectLease lease) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer view = lease.view(0, VIEW_BYTES);
    while (view.hasRemaining()) {
      byte[] piece = new byte[view.remaining()];
      view.get(piece);
      bytes.writeBytes(piece);
      view = lease.view(bytes.size(), VIEW_BYTES);
    }
    return bytes.toByteArray();
  }

  boolean delete(String path) {
    return store.delete(container, ObjectPath.of(path), null);
  }

  boolean delete(String path, String onlyVersion) {
    return store.delete(container, ObjectPath.of(path), onlyVersion);
  }

  /** Lists a folder page by page and prints each row; folders end in a slash. */
  List<String> list(String folder, int pageSize) {
    List<String> rows = new ArrayList<>();
    ListingCursor after = null;
    do {
      Listing page = store.list(container, FolderPath.of(folder), after, pageSize);
      page.items().forEach(item -> rows.add(print(item)));
      after = page.next();
    } while (after != null);
    return rows;
  }

  List<String> list(String folder) {
    return list(folder, Integer.MAX_VALUE);
  }

  private static String print(Item item) {
    return item.type() == ItemType.FOLDER ? item.name() + "/" : item.name();
  }

  /** Walks through the container step by step. */
  List<String> walk(int step) {
    List<String> paths = new ArrayList<>();
    ObjectPath after = null;
    while (true) {
      List<ObjectMetadata> found = store.walk(container, after, step);
      found.forEach(object -> paths.add(object.path().value()));
      if (found.size() < step) {
        return paths;
      }
      after = found.get(found.size() - 1).path();
    }
  }
}
