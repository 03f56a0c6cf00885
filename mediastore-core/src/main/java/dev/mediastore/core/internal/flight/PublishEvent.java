// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An object that became visible; lasts from the begin of its upload until then. */
@Name("dev.mediastore.Publish")
@Label("MediaStore Publish")
@Category("MediaStore")
@Description("An object that became visible")
@StackTrace(false)
final class PublishEvent extends Event {
  static final PublishEvent SWITCH = new PublishEvent();

  @Label("Container")
  String container = "";

  @Label("Growing")
  @Description("Visible before it was whole")
  boolean growing;

  @Label("Visible Bytes")
  @DataAmount
  long visible;
}
