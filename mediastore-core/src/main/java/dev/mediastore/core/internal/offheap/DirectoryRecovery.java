// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.index.ByteTree;
import dev.mediastore.core.internal.log.Log;
import dev.mediastore.core.internal.log.LogRecord;
import dev.mediastore.core.internal.log.RecordKind;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the index from the records of a log, whatever their sequence. Used once, by one thread.
 *
 * <p>For each path the record with the highest order wins, unless a deletion reaches up to it.
 * Deletions are remembered outside the heap until the last record was seen: what they take away may
 * come after them.
 */
final class DirectoryRecovery {
  private static final VersionCodec META = new VersionCodec(null);

  private final EngineParts parts;
  private final DirectoryBacking backing;
  private final Map<ContainerId, ContainerSpace> spaces = new HashMap<>();
  private final Map<ContainerId, Found> containers = new HashMap<>();
  private final Map<ContainerId, Long> removals = new HashMap<>();
  private final Set<ContainerId> drops = new HashSet<>();
  private final ByteTree deletions;
  private long lastOrder;
  private @Nullable LogRecord newest;
  private @Nullable ContainerId lastContainer;
  private byte[] lastKey = {};
  private int lastLength;

  private record Found(ContainerRecord record, DirectoryBacking.Placed placed) {}

  DirectoryRecovery(EngineParts parts, DirectoryBacking backing) {
    this.parts = parts;
    this.backing = backing;
    this.deletions = new ByteTree(parts.pages());
  }

  /** Reads all records; afterwards the results are complete. */
  void run(Log log) {
    log.replay(this::take);
    deletions.clear();
    containers
        .entrySet()
        .removeIf(
            found -> {
              long removed = removals.getOrDefault(found.getKey(), 0L);
              return removed >= found.getValue().placed().order();
            });
    containers.forEach((id, found) -> backing.found(id, found.placed()));
    spaces.values().removeIf(this::clearIfGone);
    for (ContainerId id : containers.keySet()) {
      spaces.computeIfAbsent(id, key -> new ContainerSpace(key, parts));
    }
    for (ContainerSpace space : spaces.values()) {
      if (drops.contains(space.id())) {
        space.dropWithContent();
      }
    }
  }

  private boolean clearIfGone(ContainerSpace space) {
    boolean gone = !containers.containsKey(space.id());
    if (gone) {
      space.versions().clear();
    }
    return gone;
  }

  Map<ContainerId, ContainerSpace> spaces() {
    return spaces;
  }

  Iterable<ContainerRecord> records() {
    return containers.values().stream().map(Found::record).toList();
  }

  /** The highest order of all records. */
  long lastOrder() {
    return lastOrder;
  }

  /** When the object was stored that was written last, whether or not it is still there. */
  Optional<Instant> newest() {
    LogRecord last = newest;
    if (last == null) {
      return Optional.empty();
    }
    byte[] meta = last.meta();
    return Optional.of(
        META.decode(LogKey.path(last.key()), meta, last.order(), new byte[0])
            .metadata()
            .lastModified());
  }

  private void take(LogRecord record, boolean damaged) {
    if (record.kind() == RecordKind.OBJECT && (newest == null || record.order() > newest.order())) {
      newest = record;
    }
    lastOrder = Math.max(lastOrder, Math.max(record.order(), record.upTo()));
    byte[] key = record.key();
    ContainerId id = container(key);
    switch (record.kind()) {
      case OBJECT -> {
        long marked = record.markUpTo();
        if (marked == 0) {
          object(id, key, record);
        } else {
          deletion(id, key, Math.max(marked, record.order()));
        }
      }
      case DELETION -> deletion(id, key, record.upTo());
      case CONTAINER -> container(id, record, damaged);
      case CONTAINER_REMOVAL -> removals.merge(id, record.upTo(), Math::max);
      case CONTENT_DROP -> drops.add(id);
      case SEAL, VOID, FILES -> throw new IllegalStateException("not replayed: " + record.kind());
    }
  }

  /** The container of a key, which is mostly that of the key before. */
  private ContainerId container(byte[] key) {
    int length = LogKey.containerLength(key);
    ContainerId last = lastContainer;
    if (last == null || !Arrays.equals(key, 0, length, lastKey, 0, lastLength)) {
      last = LogKey.container(key);
      lastContainer = last;
      lastKey = key;
      lastLength = length;
    }
    return last;
  }

  private void object(ContainerId id, byte[] key, LogRecord record) {
    byte[] deleted = deletions.size() == 0 ? null : deletions.get(key);
    if (deleted != null && ByteBuffer.wrap(deleted).getLong() >= record.order()) {
      return;
    }
    VersionIndex versions =
        spaces.computeIfAbsent(id, newId -> new ContainerSpace(newId, parts)).versions();
    byte[] location = LogKey.location(record.place());
    if (!VersionCodec.expires(record.meta())
        && versions.putFound(LogKey.indexKey(key), record.meta(), record.order(), location)) {
      backing.found(record.place());
      return;
    }
    ObjectPath path = LogKey.path(key);
    Version before = versions.get(path);
    if (before != null && before.order() >= record.order()) {
      return;
    }
    byte[] meta = record.meta();
    Version version = META.decode(path, meta, record.order(), location);
    versions.put(path, version, before);
    backing.found(record.place());
    if (before != null) {
      backing.release(before);
    }
  }

  private void deletion(ContainerId id, byte[] key, long upTo) {
    byte[] known = deletions.get(key);
    if (known == null || ByteBuffer.wrap(known).getLong() < upTo) {
      deletions.put(key, key.length, ByteBuffer.allocate(8).putLong(upTo).array(), 8);
    }
    ContainerSpace space = spaces.get(id);
    ObjectPath path = LogKey.path(key);
    Version version = space == null ? null : space.versions().get(path);
    if (space != null && version != null && version.order() <= upTo) {
      space.versions().remove(path, version);
      backing.release(version);
    }
  }

  private void container(ContainerId id, LogRecord record, boolean damaged) {
    Found before = containers.get(id);
    if (damaged || (before != null && before.placed().order() >= record.order())) {
      return;
    }
    byte[] payload = new byte[record.payloadBytes()];
    record.payload().get(payload);
    containers.put(
        id,
        new Found(
            ContainerCodec.decode(payload),
            new DirectoryBacking.Placed(record.order(), record.place())));
  }
}
