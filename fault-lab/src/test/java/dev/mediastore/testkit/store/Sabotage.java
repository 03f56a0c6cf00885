// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.files.StoreFile;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Breaks an engine on purpose by what lies beneath it, without a change to the engine: the checks
 * of the laboratory must fail with each of these, or they check nothing.
 */
enum Sabotage {
  /** Nothing is ever synced. */
  SYNC_REMOVED {
    @Override
    StoreFolder beneath(StoreFolder folder) {
      return new ForwardingFolder(folder) {
        @Override
        StoreFile wrap(StoreFile file) {
          return new ForwardingFile(file) {
            @Override
            public void sync() {}
          };
        }

        @Override
        public void sync() {}
      };
    }
  },
  /** A sync says it is done when it is asked for, and is done with the next write. */
  ACKNOWLEDGED_BEFORE_SYNC {
    @Override
    StoreFolder beneath(StoreFolder folder) {
      return new ForwardingFolder(folder) {
        @Override
        StoreFile wrap(StoreFile file) {
          return new LateSync(file);
        }
      };
    }
  },
  /** New files are used before their entries are durable. */
  FOLDER_SYNC_REMOVED {
    @Override
    StoreFolder beneath(StoreFolder folder) {
      return new ForwardingFolder(folder) {
        @Override
        public void sync() {}
      };
    }
  },
  /** The record written last is not seen when the store is opened. */
  LAST_RECORD_IGNORED {
    @Override
    StoreFolder beneath(StoreFolder folder) {
      if (folder instanceof SimulatedFolder simulated) {
        damageTail(simulated);
      }
      return folder;
    }
  };

  private static final class LateSync extends ForwardingFolder.ForwardingFile {
    private boolean owed;

    LateSync(StoreFile file) {
      super(file);
    }

    @Override
    public int write(long position, ByteBuffer source) throws IOException {
      if (owed) {
        owed = false;
        super.sync();
      }
      return super.write(position, source);
    }

    @Override
    public void sync() {
      owed = true;
    }
  }

  /** A copy of the header may stand at the end of a file. */
  private static final int HEADER_BYTES = 64;

  /** Changes the last byte of the newest file's records that is not zero. */
  private static void damageTail(SimulatedFolder folder) {
    List<String> names = new ArrayList<>(folder.names());
    names.sort(Comparator.reverseOrder());
    for (String name : names) {
      byte[] content = folder.content(name);
      for (int i = content.length - 1 - HEADER_BYTES; i >= 0; i--) {
        if (content[i] != 0) {
          folder.damage(name, i, 0x55);
          return;
        }
      }
    }
  }

  abstract StoreFolder beneath(StoreFolder folder);

  /** An engine that is right, on something that is not. */
  Engine of(Engine engine) {
    return new Engine() {
      @Override
      public SegmentStore open(StoreFolder folder) throws IOException {
        return engine.open(beneath(folder));
      }

      @Override
      public boolean maintain(SegmentStore store) {
        return engine.maintain(store);
      }

      @Override
      public boolean reportsDamage(SegmentStore store) {
        return engine.reportsDamage(store);
      }
    };
  }
}
