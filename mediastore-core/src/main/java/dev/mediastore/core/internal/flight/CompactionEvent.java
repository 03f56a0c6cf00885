// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A log file that was emptied; lasts as long as that took. */
@Name("dev.mediastore.Compaction")
@Label("MediaStore Compaction")
@Category("MediaStore")
@Description("A log file of which what is needed was moved elsewhere")
@StackTrace(false)
final class CompactionEvent extends Event {
  static final CompactionEvent SWITCH = new CompactionEvent();

  @Label("File Number")
  int file;

  @Label("File Size")
  @DataAmount
  long size;

  @Label("Moved Bytes")
  @DataAmount
  long moved;

  @Label("Emptied")
  @Description("False if something in it could not be moved, so that the file stays")
  boolean emptied;
}
