// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import dev.mediastore.benchmarks.store.engine.EngineType.Opener;
import dev.mediastore.benchmarks.store.engine.EngineType.Role;
import dev.mediastore.benchmarks.store.engine.FilesEngine.Sync;
import dev.mediastore.core.spi.Durability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The list of engines. A further store behind the project's SPI is one line: a name, its role, and
 * a way to open it that {@link SegmentStoreEngine} wraps.
 */
public final class Engines {
  private static final Map<String, EngineType> TYPES = new LinkedHashMap<>();

  static {
    add("memory", Role.OURS, false, SegmentStoreEngine::memory);
    add("directory", Role.OURS, false, s -> SegmentStoreEngine.directory(s, Durability.OS));
    add("directory-sync", Role.OURS, false, s -> SegmentStoreEngine.directory(s, Durability.FSYNC));

    add("heap-map", Role.PEER, true, setting -> new HeapMapEngine(new ConcurrentHashMap<>()));
    add("skip-list", Role.PEER, true, setting -> new HeapMapEngine(new ConcurrentSkipListMap<>()));
    add("lmdb", Role.PEER, false, setting -> new LmdbEngine(setting, false));
    add("lmdb-sync", Role.PEER, false, setting -> new LmdbEngine(setting, true));
    add("ohc", Role.PEER, false, OhcEngine::new);
    add("mvstore-offheap", Role.PEER, false, setting -> MvStoreEngine.offHeap());
    add("mvstore-file", Role.PEER, false, setting -> MvStoreEngine.file(setting, false));
    add("mvstore-file-sync", Role.PEER, false, setting -> MvStoreEngine.file(setting, true));
    add("rocksdb", Role.PEER, false, setting -> new RocksEngine(setting, false, false));
    add("rocksdb-sync", Role.PEER, false, setting -> new RocksEngine(setting, false, true));
    add("rocksdb-blob", Role.PEER, false, setting -> new RocksEngine(setting, true, false));
    add("rocksdb-blob-sync", Role.PEER, false, setting -> new RocksEngine(setting, true, true));
    add("files", Role.PEER, false, s -> new FilesEngine(s, Sync.NONE));
    add("files-sync", Role.PEER, false, s -> new FilesEngine(s, Sync.FILE));
    add("files-sync-folder", Role.PEER, false, s -> new FilesEngine(s, Sync.FILE_AND_FOLDER));

    add("copy", Role.LIMIT, false, CopyEngine::new);
    add("slots", Role.LIMIT, false, SlotsEngine::new);
    add("append", Role.LIMIT, false, s -> new AppendEngine(s, Long.MAX_VALUE));
    add("append-sync-64m", Role.LIMIT, false, s -> new AppendEngine(s, 64L << 20));
    add("append-sync-each", Role.LIMIT, false, s -> new AppendEngine(s, 0));
  }

  private Engines() {}

  private static void add(String name, Role role, boolean heapHeld, Opener opener) {
    TYPES.put(name, new EngineType(name, role, heapHeld, opener));
  }

  /**
   * Returns the names of all engines, the project's own first.
   *
   * @return names in table order
   */
  public static Set<String> names() {
    return TYPES.keySet();
  }

  /**
   * Finds an engine.
   *
   * @param name its name
   * @return the engine
   * @throws IllegalArgumentException if there is none of that name
   */
  public static EngineType named(String name) {
    EngineType type = TYPES.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no engine " + name + "; there are " + TYPES.keySet());
    }
    return type;
  }
}
