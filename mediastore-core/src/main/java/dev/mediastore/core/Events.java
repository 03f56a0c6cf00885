// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners and keeps their failures away from the operation. Safe for any thread. */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStoreListener.class);

  private final List<Guarded> listeners;

  Events(List<MediaStoreListener> listeners) {
    this.listeners = listeners.stream().map(Guarded::new).toList();
  }

  void tell(MediaStoreEvent event) {
    for (Guarded listener : listeners) {
      listener.tell(event);
    }
  }

  /** A broken listener fails at every event: the first failure is worth a warning, not each. */
  private static final class Guarded {
    private final MediaStoreListener listener;
    private final AtomicBoolean warned = new AtomicBoolean();

    Guarded(MediaStoreListener listener) {
      this.listener = listener;
    }

    void tell(MediaStoreEvent event) {
      try {
        listener.on(event);
      } catch (RuntimeException | Error e) {
        // Errors too: the change took effect, whatever a listener lacks or asserts.
        if (warned.compareAndSet(false, true)) {
          LOG.warn("Event listener failed; further failures of it are logged at debug level", e);
        } else {
          LOG.debug("Event listener failed again", e);
        }
      }
    }
  }
}
