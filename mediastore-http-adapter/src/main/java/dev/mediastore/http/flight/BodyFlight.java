// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.flight;

/**
 * Takes down how one body was taken by its client. Used by one thread at a time.
 *
 * @since 0.1
 */
public abstract class BodyFlight {
  private static final BodyFlight NONE =
      new BodyFlight() {
        @Override
        public void dry() {}

        @Override
        public void flowing() {}

        @Override
        public void ended(long sent, boolean whole) {}
      };

  private BodyFlight() {}

  /**
   * Begins with an object that is still being uploaded.
   *
   * @param container where it is, by name
   * @return takes notes, or does nothing if no recording wants any
   */
  public static BodyFlight growing(String container) {
    return FlightModule.IS_THERE && GrowingReadEvent.SWITCH.isEnabled()
        ? new Growing(container)
        : NONE;
  }

  /**
   * Begins with a body that is all there.
   *
   * @param container where the object is, by name
   * @param length bytes
   * @return takes notes, or does nothing if no recording wants any
   */
  public static BodyFlight complete(String container, long length) {
    return FlightModule.IS_THERE && SlowReaderEvent.SWITCH.isEnabled()
        ? new Complete(container, length)
        : NONE;
  }

  /** There is nothing to send before more has arrived; told once or more often. */
  public abstract void dry();

  /** There is something to send. */
  public abstract void flowing();

  /**
   * The answer is over.
   *
   * @param sent bytes the host has taken
   * @param whole whether that was all
   */
  public abstract void ended(long sent, boolean whole);

  private static final class Growing extends BodyFlight {
    private final GrowingReadEvent event = new GrowingReadEvent();
    private boolean dry;
    private long drySince;

    Growing(String container) {
      event.container = container;
      event.begin();
    }

    @Override
    public void dry() {
      if (!dry) {
        dry = true;
        drySince = System.nanoTime();
        event.waits++;
      }
    }

    @Override
    public void flowing() {
      if (dry) {
        dry = false;
        event.waited += System.nanoTime() - drySince;
      }
    }

    @Override
    public void ended(long sent, boolean whole) {
      flowing();
      event.sent = sent;
      event.whole = whole;
      event.commit();
    }
  }

  private static final class Complete extends BodyFlight {
    private final SlowReaderEvent event = new SlowReaderEvent();

    Complete(String container, long length) {
      event.container = container;
      event.length = length;
      event.begin();
    }

    @Override
    public void dry() {}

    @Override
    public void flowing() {}

    @Override
    public void ended(long sent, boolean whole) {
      event.end();
      if (event.shouldCommit()) {
        event.sent = sent;
        event.commit();
      }
    }
  }
}
