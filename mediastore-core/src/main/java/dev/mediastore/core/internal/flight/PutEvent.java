// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** An upload that was stored; lasts from its first byte to the answer of the store. */
@Name("dev.mediastore.Put")
@Label("MediaStore Put")
@Category("MediaStore")
@Description("An upload that was stored")
@StackTrace(false)
final class PutEvent extends Event {
  static final PutEvent SWITCH = new PutEvent();

  @Label("Container")
  String container = "";

  @Label("Streaming")
  @Description("Readable while it was uploaded")
  boolean streaming;

  @Label("Size")
  @DataAmount
  long size;

  @Label("Store Time")
  @Description("How long the store took to make it last")
  @Timespan(Timespan.NANOSECONDS)
  long storeTime;
}
