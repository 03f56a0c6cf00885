// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.MediaStoreEvent;
import dev.mediastore.core.MediaStoreListener;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Events as the service sent them to EventBridge (contract section 17): containers created and
 * removed, objects uploaded, replaced and removed. Safe for any thread.
 *
 * <pre>{@code
 * ServiceEvents events = ServiceEvents.to(json -> queue.send(json));
 * MediaStore store = MediaStore.builder().listener(events).build();
 * }</pre>
 *
 * <p>Events wait for their receiver in a queue of {@value #QUEUE}; when it is full one is dropped
 * and counted.
 *
 * @since 0.1
 */
public final class ServiceEvents implements MediaStoreListener, AutoCloseable {
  private static final int QUEUE = 10_000;

  private final Function<MediaStoreEvent, String> endpoints;
  private final Outbox<String> outbox;

  private ServiceEvents(Function<MediaStoreEvent, String> endpoints, Consumer<String> receiver) {
    this.endpoints = endpoints;
    this.outbox = new Outbox<>("mediastore-events", QUEUE, receiver);
  }

  /**
   * Tells a receiver, with the endpoints of the original service in the events.
   *
   * @param receiver given one JSON object a time, by one thread at a time; may be slow, and may
   *     throw, which is counted
   */
  public static ServiceEvents to(Consumer<String> receiver) {
    return to(ServiceEvents::officialEndpoint, receiver);
  }

  /**
   * Tells a receiver.
   *
   * @param endpoints gives the endpoint of the container that an event is about, without a slash at
   *     its end
   */
  public static ServiceEvents to(
      Function<MediaStoreEvent, String> endpoints, Consumer<String> receiver) {
    return new ServiceEvents(
        Objects.requireNonNull(endpoints, "endpoints"),
        Objects.requireNonNull(receiver, "receiver"));
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
    outbox.put(toJson(event, endpoints.apply(event)));
  }

  private static String toJson(MediaStoreEvent event, String endpoint) {
    ContainerArn arn = event.container();
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("ContainerName", arn.name());
    String type = "MediaStore Object State Change";
    String resource = arn.toString();
    if (event instanceof MediaStoreEvent.ContainerCreated) {
      type = "MediaStore Container State Change";
      detail.put("Operation", "CREATE").put("Endpoint", endpoint);
    } else if (event instanceof MediaStoreEvent.ContainerRemoved) {
      type = "MediaStore Container State Change";
      detail.put("Operation", "REMOVE");
    } else if (event instanceof MediaStoreEvent.ObjectUpdated updated) {
      String path = updated.object().path().value();
      resource += "/" + path;
      detail
          .put("Operation", "UPDATE")
          .put("Path", path)
          .put("ObjectSize", updated.object().lengthBytes())
          .put("URL", endpoint + "/" + path);
    } else if (event instanceof MediaStoreEvent.ObjectRemoved removed) {
      String path = removed.path().value();
      resource += "/" + path;
      detail.put("Operation", "REMOVE").put("Path", path).put("URL", endpoint + "/" + path);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", "1")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", type)
        .put("source", "aws.mediastore")
        .put("account", arn.account())
        .put("time", AccessLogEntry.seconds(event.at()))
        .put("region", arn.region());
    json.putArray("resources").add(resource);
    json.set("detail", detail);
    return AccessLogEntry.print(json);
  }

  /** How many events did not fit into the queue. */
  public long dropped() {
    return outbox.dropped();
  }

  /** How many events the receiver threw at. */
  public long failed() {
    return outbox.failed();
  }

  /** Hands over what waits, for two seconds at most, and ends the thread. */
  @Override
  public void close() {
    outbox.close();
  }
}
