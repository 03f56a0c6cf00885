// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A request that waited for something to arrive; lasts as long as it waited. */
@Name("dev.mediastore.Wait")
@Label("MediaStore Wait")
@Category("MediaStore")
@Description("A request that waited for an object or for a playlist to come further")
@StackTrace(false)
final class WaitEvent extends Event {
  static final WaitEvent SWITCH = new WaitEvent();

  @Label("Container")
  String container = "";

  @Label("Arrived")
  @Description("False if it waited in vain, or its client left")
  boolean arrived;
}
