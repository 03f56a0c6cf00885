// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.DirectoryOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the flight recorder holds of compaction. */
class CompactionFlightTest {
  private static final String NAME = "dev.mediastore.Compaction";

  @TempDir Path scratch;

  @Test
  void emptiedFile_isAnEvent() throws Exception {
    Path file = scratch.resolve("compaction.jfr");
    DirectoryOptions options =
        DirectoryOptions.defaults().withGeometry(4096, 64, 0).withMaintenance(false);
    try (Recording recording = new Recording();
        FolderStore folder = FolderStore.open(SimulatedFolder.empty(1), options, new Random(1));
        MediaStore store = MediaStore.builder().store(folder).build()) {
      recording.enable(NAME).withoutThreshold();
      recording.start();
      Container live = store.createContainer("live");
      live.requireActive();
      put(live, "kept", 100);
      for (int i = 0; i < 20; i++) {
        put(live, "replaced", 1000);
      }
      while (folder.maintain()) {
        assertTrue(folder.isWritable());
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals(NAME))
            .toList();
    RecordedEvent first = first(events);
    assertTrue(first.getBoolean("emptied"));
    long moved = first.getLong("moved");
    assertTrue(moved > 100 && moved < 1000, "the container and what was kept: " + first);
    assertTrue(first.getLong("size") > 3000 && first.getLong("size") <= 4096, first::toString);
    assertTrue(first.getDuration().toNanos() > 0);
    assertTrue(
        events.stream().anyMatch(each -> each.getLong("moved") == 0),
        "nothing but what was replaced");
  }

  private static void put(Container container, String path, int length) {
    container.put(ObjectPath.of(path), UploadOptions.none(), new byte[length]);
  }

  /** The file that was written first holds what is kept. */
  private static RecordedEvent first(List<RecordedEvent> events) {
    List<RecordedEvent> found = events.stream().filter(event -> event.getInt("file") == 1).toList();
    assertEquals(1, found.size(), events::toString);
    return found.get(0);
  }
}
