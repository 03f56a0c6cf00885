// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A reader that took a whole object slowly, or was cut for it; lasts as long as its answer. */
@Name("dev.mediastore.SlowReader")
@Label("MediaStore Slow Reader")
@Category("MediaStore")
@Description("An answer that took longer than the threshold to be taken by its client")
@StackTrace(false)
@Threshold("1 s")
final class SlowReaderEvent extends Event {
  static final SlowReaderEvent SWITCH = new SlowReaderEvent();

  @Label("Container")
  String container = "";

  @Label("Body Length")
  @DataAmount
  long length;

  @Label("Sent")
  @DataAmount
  long sent;
}
