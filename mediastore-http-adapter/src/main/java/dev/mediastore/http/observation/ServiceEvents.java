// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.core.MediaStoreEvent;
import dev.mediastore.core.MediaStoreListener;
import java.util.Objects;
import java.util.function.Function;

/**
 * Events as the service sent them to EventBridge (contract section 17): containers created and
 * removed, objects uploaded, replaced and removed. Safe for any thread.
 *
 * <pre>{@code
 * ServiceEvents events = ServiceEvents.to(event -> queue.send(event.toJson()));
 * MediaStore store = MediaStore.builder().listener(events).build();
 * }</pre>
 *
 * <p>Events wait for their sink in a queue of {@value #QUEUE}; when it is full one is dropped and
 * counted.
 *
 * @since 0.1
 */
public final class ServiceEvents implements MediaStoreListener, AutoCloseable {
  private static final int QUEUE = 10_000;

  private final Function<MediaStoreEvent, String> endpoints;
  private final Outbox<ServiceEvent> outbox;

  private ServiceEvents(Function<MediaStoreEvent, String> endpoints, ServiceEventSink sink) {
    this.endpoints = endpoints;
    this.outbox = new Outbox<>("mediastore-events", QUEUE, sink::write);
  }

  /**
   * Tells a sink, with the endpoints of the original service in the events.
   *
   * @param sink where they go
   */
  public static ServiceEvents to(ServiceEventSink sink) {
    return to(ServiceEvents::officialEndpoint, sink);
  }

  /**
   * Tells a sink.
   *
   * @param endpoints gives the endpoint of the container that an event is about, without a slash at
   *     its end
   * @param sink where they go
   */
  public static ServiceEvents to(
      Function<MediaStoreEvent, String> endpoints, ServiceEventSink sink) {
    return new ServiceEvents(
        Objects.requireNonNull(endpoints, "endpoints"), Objects.requireNonNull(sink, "sink"));
  }

  private static String officialEndpoint(MediaStoreEvent event) {
    return "https://"
        + event.containerId()
        + ".data.mediastore."
        + event.container().region()
        + ".amazonaws.com";
  }

  @Override
  public void on(MediaStoreEvent event) {
    String endpoint = endpoints.apply(event);
    ServiceEvent.Source source = new ServiceEvent.Source(event.container(), event.at());
    if (event instanceof MediaStoreEvent.ContainerCreated) {
      outbox.put(source.container(ServiceEvent.Operation.CREATE, endpoint));
    } else if (event instanceof MediaStoreEvent.ContainerRemoved) {
      outbox.put(source.container(ServiceEvent.Operation.REMOVE, null));
    } else if (event instanceof MediaStoreEvent.ObjectUpdated updated) {
      outbox.put(
          source.object(
              ServiceEvent.Operation.UPDATE,
              updated.object().path().value(),
              updated.object().lengthBytes(),
              endpoint));
    } else if (event instanceof MediaStoreEvent.ObjectRemoved removed) {
      outbox.put(
          source.object(ServiceEvent.Operation.REMOVE, removed.path().value(), null, endpoint));
    }
  }

  /** How many events did not fit into the queue. */
  public long dropped() {
    return outbox.dropped();
  }

  /** How many events the sink threw at. */
  public long failed() {
    return outbox.failed();
  }

  /** Hands over what waits, for two seconds at most, and ends the thread. */
  @Override
  public void close() {
    outbox.close();
  }
}
