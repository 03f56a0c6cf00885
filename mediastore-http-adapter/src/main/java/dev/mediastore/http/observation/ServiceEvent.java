// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.ContainerArn;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One event as the service sent it to EventBridge (contract section 17). Immutable.
 *
 * @param id random, of this event
 * @param time when it happened
 * @param container the container concerned
 * @param operation what happened
 * @param path of the object concerned, or null if the event is about the container
 * @param objectBytes size of an object that was uploaded, or null
 * @param endpoint data endpoint of a container that was created, without a slash at its end, or
 *     null
 * @param url address of the object, or null
 * @since 0.1
 */
public record ServiceEvent(
    UUID id,
    Instant time,
    ContainerArn container,
    Operation operation,
    @Nullable String path,
    @Nullable Long objectBytes,
    @Nullable String endpoint,
    @Nullable String url) {

  /**
   * What happened.
   *
   * @since 0.1
   */
  public enum Operation {
    /** A container was created. */
    CREATE,
    /** An object was uploaded, for the first time or again. */
    UPDATE,
    /** A container or an object was removed. */
    REMOVE
  }

  /**
   * An id of version 4. It has to differ from others, not to be unguessable, so it does not wait
   * for strong randomness.
   */
  private static UUID newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }

  /** What all events have. Immutable. */
  record Source(ContainerArn container, Instant time) {

    ServiceEvent container(Operation operation, @Nullable String endpoint) {
      return new ServiceEvent(newId(), time, container, operation, null, null, endpoint, null);
    }

    ServiceEvent object(
        Operation operation, String path, @Nullable Long bytes, String containerEndpoint) {
      return new ServiceEvent(
          newId(), time, container, operation, path, bytes, null, containerEndpoint + '/' + path);
    }
  }

  /**
   * The kind of event.
   *
   * @return {@code MediaStore Object State Change} or {@code MediaStore Container State Change}
   */
  public String detailType() {
    return path == null ? "MediaStore Container State Change" : "MediaStore Object State Change";
  }

  /**
   * The envelope of EventBridge.
   *
   * @return one JSON object on one line
   */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", "1")
        .put("id", id.toString())
        .put("detail-type", detailType())
        .put("source", "aws.mediastore")
        .put("account", container.account())
        .put("time", AccessLogEntry.seconds(time))
        .put("region", container.region());
    json.putArray("resources").add(path == null ? container.toString() : container + "/" + path);
    ObjectNode detail = json.putObject("detail");
    detail.put("ContainerName", container.name()).put("Operation", operation.name());
    if (path != null) {
      detail.put("Path", path);
    }
    if (objectBytes != null) {
      detail.put("ObjectSize", objectBytes);
    }
    if (endpoint != null) {
      detail.put("Endpoint", endpoint);
    }
    if (url != null) {
      detail.put("URL", url);
    }
    return AccessLogEntry.print(json);
  }
}
