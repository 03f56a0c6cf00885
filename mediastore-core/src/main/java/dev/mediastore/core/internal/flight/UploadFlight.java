// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.flight;

/** Takes down one upload for the flight recorder. Used by one thread at a time. */
public abstract class UploadFlight {
  private static final UploadFlight NONE =
      new UploadFlight() {
        @Override
        public void visible(long bytes) {}

        @Override
        public void storing() {}

        @Override
        public void stored(long size) {}
      };

  private UploadFlight() {}

  /**
   * Begins an upload.
   *
   * @param container its name
   * @param streaming whether it is readable while it is uploaded
   * @return takes notes, or does nothing if no recording wants any
   */
  public static UploadFlight begin(String container, boolean streaming) {
    return FlightModule.IS_THERE && Recorded.isWanted() ? new Recorded(container, streaming) : NONE;
  }

  /**
   * The object can be seen before it is whole; told once or more often.
   *
   * @param bytes how much of it
   */
  public abstract void visible(long bytes);

  /** The store is asked to make it last. */
  public abstract void storing();

  /**
   * The object is whole and lasts.
   *
   * @param size bytes
   */
  public abstract void stored(long size);

  private static final class Recorded extends UploadFlight {
    private final PutEvent put = new PutEvent();
    private final PublishEvent publish = new PublishEvent();
    private boolean published;
    private long storingSince;

    Recorded(String container, boolean streaming) {
      put.container = container;
      put.streaming = streaming;
      publish.container = container;
      put.begin();
      publish.begin();
    }

    static boolean isWanted() {
      return PutEvent.SWITCH.isEnabled() || PublishEvent.SWITCH.isEnabled();
    }

    @Override
    public void visible(long bytes) {
      publish(bytes, true);
    }

    private void publish(long bytes, boolean growing) {
      if (!published) {
        published = true;
        publish.visible = bytes;
        publish.growing = growing;
        publish.commit();
      }
    }

    @Override
    public void storing() {
      storingSince = System.nanoTime();
    }

    @Override
    public void stored(long size) {
      publish(size, false);
      put.size = size;
      put.storeTime = System.nanoTime() - storingSince;
      put.commit();
    }
  }
}
