// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.core.Container;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * One event of the JDK's flight recorder for each request, {@code dev.mediastore.Request}, and one
 * for each that was refused, {@code dev.mediastore.Refusal}. The former is off unless a recording
 * asks for it by its name: at the live edge there would be tens of thousands a second. Safe for any
 * thread; without a recording that wants the event it costs a look at a flag. Needs module {@code
 * jdk.jfr}, which a run time image may leave out.
 *
 * @since 0.1
 */
public final class FlightRecorder implements ExchangeListener {

  /** Makes the listener. */
  public FlightRecorder() {}

  /** What a recording holds of a request: no paths, since there may be millions. */
  @Name("dev.mediastore.Request")
  @Label("MediaStore Request")
  @Category("MediaStore")
  @Description("A request that has ended")
  @Enabled(false)
  @StackTrace(false)
  static final class RequestEvent extends Event {
    @Label("Operation")
    String operation = "";

    @Label("Container")
    String container = "";

    @Label("Status")
    int status;

    @Label("Error")
    String error = "";

    @Label("Body Received")
    @DataAmount
    long received;

    @Label("Body Sent")
    @DataAmount
    long sent;

    @Label("Total Time")
    @Timespan(Timespan.NANOSECONDS)
    long total;

    @Label("Turnaround Time")
    @Timespan(Timespan.NANOSECONDS)
    long turnaround;

    @Label("Complete")
    boolean complete;
  }

  /** What a recording holds of a refusal: neither paths nor who asked. */
  @Name("dev.mediastore.Refusal")
  @Label("MediaStore Refusal")
  @Category("MediaStore")
  @Description("A request that was refused")
  @StackTrace(false)
  static final class RefusalEvent extends Event {
    @Label("Operation")
    String operation = "";

    @Label("Container")
    String container = "";

    @Label("Status")
    int status;

    @Label("Error")
    String error = "";
  }

  @Override
  public void ended(ExchangeRecord record) {
    if (record.error() != null) {
      refused(record, record.error());
    }
    RequestEvent event = new RequestEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.operation = record.operation();
    event.container = container(record);
    event.status = record.status();
    event.error = record.error() == null ? "" : record.error();
    event.received = record.bodyBytesReceived();
    event.sent = record.bodyBytesSent();
    event.total = record.total().toNanos();
    event.turnaround = record.turnaround().toNanos();
    event.complete = record.complete();
    event.commit();
  }

  private static void refused(ExchangeRecord record, String error) {
    RefusalEvent event = new RefusalEvent();
    if (event.shouldCommit()) {
      event.operation = record.operation();
      event.container = container(record);
      event.status = record.status();
      event.error = error;
      event.commit();
    }
  }

  private static String container(ExchangeRecord record) {
    Container container = record.container();
    return container == null ? "" : container.name();
  }
}
