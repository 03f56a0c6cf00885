// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.EntityTag;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Any store behind the project's storage SPI, driven as an upload drives it: a writer of declared
 * length, one append, a commit with tag and digest. The digests are made up, since computing them
 * belongs to the upload and no peer does it.
 */
final class SegmentStoreEngine implements Engine {
  private static final ContainerId CONTAINER = new ContainerId("benchmark");
  private static final ContainerArn ARN =
      new ContainerArn("aws", "eu-west-1", "123456789012", "benchmark");

  /** Seals made beforehand when so few values are alive that sharing them hides no memory. */
  private static final int PREPARED_SEALS = 4096;

  private static final long MANY_OBJECTS = 10_000;

  private final SegmentStore store;
  private final ObjectSeal[] prepared;
  private final Instant modified = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private SegmentStoreEngine(SegmentStore store, Setting setting) {
    this.store = store;
    this.prepared = new ObjectSeal[setting.objects() > MANY_OBJECTS ? 0 : PREPARED_SEALS];
    for (int i = 0; i < prepared.length; i++) {
      prepared[i] = seal(i);
    }
    if (store.catalogue().find(CONTAINER).isEmpty()) {
      store.catalogue().create(container());
    }
  }

  static Engine memory(Setting setting) {
    return new SegmentStoreEngine(OffHeapStores.memory(setting.capacityBytes()), setting);
  }

  static Engine directory(Setting setting, Durability durability) {
    DirectoryOptions options = DirectoryOptions.defaults().withDurability(durability);
    return new SegmentStoreEngine(OffHeapStores.directory(setting.directory(), options), setting);
  }

  private ContainerRecord container() {
    return new ContainerRecord(
        CONTAINER,
        ARN,
        modified,
        ContainerStatus.ACTIVE,
        modified,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        1);
  }

  private ObjectSeal seal(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ObjectSeal(new EntityTag(digest(random)), digest(random), modified, null);
  }

  private static String digest(SplittableRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void put(String path, ByteBuffer value) {
    int hash = path.hashCode();
    ObjectSeal seal = prepared.length == 0 ? seal(hash) : prepared[hash & (PREPARED_SEALS - 1)];
    ObjectDraft draft =
        new ObjectDraft(
            new ObjectPath(path), value.remaining(), "video/iso.segment", null, null, null);
    try (ObjectWriter writer = store.openWriter(CONTAINER, draft)) {
      if (value.hasRemaining()) {
        writer.append(value);
      }
      writer.commit(seal);
    }
  }

  @Override
  public int get(String path, ByteBuffer target) {
    target.clear();
    try (ObjectLease lease = open(path)) {
      if (lease == null) {
        return -1;
      }
      int length = 0;
      int read;
      while ((read = lease.read(length, target)) > 0) {
        length += read;
      }
      return length;
    }
  }

  private @Nullable ObjectLease open(String path) {
    Optional<ObjectLease> lease = store.open(CONTAINER, new ObjectPath(path));
    return lease.orElse(null);
  }

  @Override
  public int view(String path) {
    try (ObjectLease lease = open(path)) {
      if (lease == null) {
        return -1;
      }
      ByteBuffer first = lease.view(0, Integer.MAX_VALUE);
      long length = lease.availableBytes();
      ByteBuffer last = first.limit() == length ? first : lease.view(length - 1, 1);
      return (first.get(0) & 0xff) << 8 | (last.get(last.limit() - 1) & 0xff);
    }
  }

  @Override
  public void delete(String path) {
    store.delete(CONTAINER, new ObjectPath(path), null);
  }

  @Override
  public int page(String folder, String after, int max) {
    ListingCursor cursor = new ListingCursor(after, ItemType.OBJECT);
    List<Item> items = store.list(CONTAINER, FolderPath.of(folder), cursor, max).items();
    return items.size();
  }

  @Override
  public void close() {
    store.close();
  }
}
