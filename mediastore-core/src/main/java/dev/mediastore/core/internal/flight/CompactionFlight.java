// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

/** Takes down the emptying of one file for the flight recorder. Used by one thread. */
public abstract class CompactionFlight {
  private static final CompactionFlight NONE =
      new CompactionFlight() {
        @Override
        public void moved(long bytes) {}

        @Override
        public void ended(boolean emptied) {}
      };

  private CompactionFlight() {}

  /**
   * Begins with a file.
   *
   * @param file its number
   * @param size bytes in it
   * @return takes notes, or does nothing if no recording wants any
   */
  public static CompactionFlight begin(int file, long size) {
    return FlightModule.IS_THERE && CompactionEvent.SWITCH.isEnabled()
        ? new Recorded(file, size)
        : NONE;
  }

  /**
   * Records are on their way elsewhere.
   *
   * @param bytes how much more
   */
  public abstract void moved(long bytes);

  /**
   * It is done.
   *
   * @param emptied whether nothing is needed in the file any more
   */
  public abstract void ended(boolean emptied);

  private static final class Recorded extends CompactionFlight {
    private final CompactionEvent event = new CompactionEvent();

    Recorded(int file, long size) {
      event.file = file;
      event.size = size;
      event.begin();
    }

    @Override
    public void moved(long bytes) {
      event.moved += bytes;
    }

    @Override
    public void ended(boolean emptied) {
      event.emptied = emptied;
      event.commit();
    }
  }
}
