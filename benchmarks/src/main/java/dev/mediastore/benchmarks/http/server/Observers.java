// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreEvent;
import dev.mediastore.core.MediaStoreListener;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.console.Console;
import dev.mediastore.http.console.ConsoleAccess;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogFile;
import dev.mediastore.http.observation.AuditTrail;
import dev.mediastore.http.observation.FlightRecorder;
import dev.mediastore.http.observation.MetricStatistics;
import dev.mediastore.http.observation.ServiceEvents;
import dev.mediastore.http.observation.ServiceMetrics;
import dev.mediastore.micrometer.MediaStoreMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can listen to an origin, switched on and off while it runs: two starts of one and
 * the same server differ by more than all of it costs. Switched by one thread.
 */
final class Observers {
  private static final String OURS = "dev.mediastore.";

  /** Off unless a recording asks for it by its name. */
  private static final String EACH_REQUEST = "dev.mediastore.Request";

  private final Path log;
  private final LongAdder told = new LongAdder();
  private final MediaStoreListener events =
      ServiceEvents.to(event -> told.add(event.toJson().length()));
  private volatile Observation present = Observation.NONE;
  private @Nullable Recording recording;

  /**
   * Makes them, all silent.
   *
   * @param log the file of the access log
   */
  Observers(Path log) {
    this.log = log;
  }

  Observation present() {
    return present;
  }

  void become(Observation wanted) {
    if (wanted.isRecorded() || recording != null) {
      record(wanted.isRecorded());
    }
    present = wanted;
  }

  /**
   * The recording goes on, since to begin one makes code anew; only what it holds is switched. It
   * holds our events as they are by default, and nothing else.
   */
  private void record(boolean held) {
    if (recording == null) {
      recording = new Recording();
      // Events in Java are on unless somebody says otherwise, the JDK's own ones too.
      for (EventType type : jdk.jfr.FlightRecorder.getFlightRecorder().getEventTypes()) {
        recording.disable(type.getName());
      }
      recording.setMaxSize(64 << 20);
      recording.start();
    }
    for (EventType type : jdk.jfr.FlightRecorder.getFlightRecorder().getEventTypes()) {
      String name = type.getName();
      if (held && name.startsWith(OURS) && !name.equals(EACH_REQUEST)) {
        recording.enable(name);
      } else {
        recording.disable(name);
      }
    }
  }

  /** Told of what changes in the store. */
  void changed(MediaStoreEvent event) {
    if (present.isWhole()) {
      events.on(event);
    }
  }

  /** Switches on what a container has to ask for. */
  static void watch(Container container) {
    container.accessLogging(true);
    container.putDocument(
        DocumentKind.METRIC_POLICY,
        """
        {"ContainerLevelMetrics":"ENABLED","MetricPolicyRules":[
        {"ObjectGroup":"*.ts","ObjectGroupName":"segments"}]}""");
  }

  /** Those of the flight recorder alone. */
  static List<ExchangeListener> flights() {
    return List.of(new FlightRecorder());
  }

  /** All of them. */
  List<ExchangeListener> all(MediaStore store) {
    return List.of(
        AccessLog.to(new AccessLogFile(log)),
        ServiceMetrics.to(new MetricStatistics()),
        AuditTrail.to(entry -> told.add(entry.toJson().length())),
        MediaStoreMeters.of(store, new SimpleMeterRegistry()),
        Console.create(store, ConsoleAccess.token("token-of-the-benchmark")),
        new FlightRecorder());
  }
}
