// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** An answer that followed an object which was still being uploaded. */
@Name("dev.mediastore.GrowingRead")
@Label("MediaStore Growing Read")
@Category("MediaStore")
@Description("An answer that followed an object while it was uploaded")
@StackTrace(false)
final class GrowingReadEvent extends Event {
  static final GrowingReadEvent SWITCH = new GrowingReadEvent();

  @Label("Container")
  String container = "";

  @Label("Sent")
  @DataAmount
  long sent;

  @Label("Waits")
  @Description("How often there was nothing more to send yet")
  int waits;

  @Label("Waiting Time")
  @Timespan(Timespan.NANOSECONDS)
  long waited;

  @Label("Whole")
  @Description("The object became complete and all of it was taken")
  boolean whole;
}
