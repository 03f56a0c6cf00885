// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.flight;

/**
 * Takes down one wait for the flight recorder. Used by one thread at a time.
 *
 * @since 0.1
 */
public abstract class WaitFlight {
  private static final WaitFlight NONE =
      new WaitFlight() {
        @Override
        public void ended(boolean arrived) {}
      };

  private WaitFlight() {}

  /**
   * Begins to wait.
   *
   * @param container where something is to arrive, by name
   * @return takes notes, or does nothing if no recording wants any
   */
  public static WaitFlight begin(String container) {
    return FlightModule.IS_THERE && WaitEvent.SWITCH.isEnabled() ? new Recorded(container) : NONE;
  }

  /**
   * The wait is over.
   *
   * @param arrived whether for what it was about
   */
  public abstract void ended(boolean arrived);

  private static final class Recorded extends WaitFlight {
    private final WaitEvent event = new WaitEvent();

    Recorded(String container) {
      event.container = container;
      event.begin();
    }

    @Override
    public void ended(boolean arrived) {
      event.arrived = arrived;
      event.commit();
    }
  }
}
