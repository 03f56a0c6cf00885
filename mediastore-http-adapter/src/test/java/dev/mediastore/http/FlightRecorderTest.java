// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.observation.FlightRecorder;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the flight recorder holds of requests. */
class FlightRecorderTest {
  @TempDir Path folder;

  @Test
  void eachRequest_isAnEvent() throws Exception {
    Path file = folder.resolve("requests.jfr");
    try (Recording recording = new Recording();
        Fixture origin = new Fixture(settings -> settings.listener(new FlightRecorder()))) {
      recording.enable("dev.mediastore.Request").withoutThreshold();
      recording.start();
      origin.object("a.ts", "content");
      origin.get("/a.ts");
      origin.get("/secret/name.ts");
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("dev.mediastore.Request"))
            .toList();
    assertEquals(2, events.size());
    assertEquals("GetObject", events.get(0).getString("operation"));
    assertEquals("live", events.get(0).getString("container"));
    assertEquals(200, events.get(0).getInt("status"));
    assertEquals(7, events.get(0).getLong("sent"));
    assertTrue(events.get(0).getBoolean("complete"));
    assertEquals("ObjectNotFoundException", events.get(1).getString("error"));
    assertTrue(events.stream().noneMatch(event -> event.toString().contains("name.ts")));
  }
}
