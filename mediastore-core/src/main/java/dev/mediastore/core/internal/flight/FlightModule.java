// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

/** Whether there is a flight recorder: classes of events must not be loaded without it. */
final class FlightModule {
  static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightModule() {}
}
