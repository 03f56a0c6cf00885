// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
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

/** Everything that can listen to an origin, or nothing. */
final class Observers {
  private final @Nullable Path log;
  private final boolean flights;
  private final LongAdder told = new LongAdder();

  private Observers(@Nullable Path log, boolean flights) {
    this.log = log;
    this.flights = flights;
  }

  static Observers none() {
    return new Observers(null, false);
  }

  /**
   * The flight recorder alone.
   *
   * @param recorded whether a recording holds what is on by default
   */
  static Observers flights(boolean recorded) {
    if (recorded) {
      record();
    }
    return new Observers(null, true);
  }

  /**
   * All of them.
   *
   * @param log the file of the access log
   */
  static Observers all(Path log) {
    if (Boolean.getBoolean("bench.recording")) {
      record();
    }
    return new Observers(log, false);
  }

  /** Begins a recording of our events as they are by default, and of nothing else. */
  private static void record() {
    Recording recording = new Recording();
    // Events in Java are on unless somebody says otherwise, the JDK's own ones too.
    for (EventType type : jdk.jfr.FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (!type.getName().startsWith("dev.mediastore.")) {
        recording.disable(type.getName());
      }
    }
    recording.setMaxSize(64 << 20);
    recording.start();
  }

  MediaStoreListener events() {
    return log == null ? event -> {} : ServiceEvents.to(event -> told.add(event.toJson().length()));
  }

  /** Switches on what a container has to ask for. */
  void watch(Container container) {
    if (log != null) {
      container.accessLogging(true);
      container.putDocument(
          DocumentKind.METRIC_POLICY,
          """
          {"ContainerLevelMetrics":"ENABLED","MetricPolicyRules":[
          {"ObjectGroup":"*.ts","ObjectGroupName":"segments"}]}""");
    }
  }

  List<ExchangeListener> requests(MediaStore store) {
    if (flights) {
      return List.of(new FlightRecorder());
    }
    return log == null
        ? List.of()
        : List.of(
            AccessLog.to(new AccessLogFile(log)),
            ServiceMetrics.to(new MetricStatistics()),
            AuditTrail.to(entry -> told.add(entry.toJson().length())),
            MediaStoreMeters.of(store, new SimpleMeterRegistry()),
            Console.create(store, ConsoleAccess.token("token-of-the-benchmark")),
            new FlightRecorder());
  }
}
