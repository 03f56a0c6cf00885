// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

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
  private static final JsonLine.Name VERSION = new JsonLine.Name("version");
  private static final JsonLine.Name ID = new JsonLine.Name("id");
  private static final JsonLine.Name DETAIL_TYPE = new JsonLine.Name("detail-type");
  private static final JsonLine.Name SOURCE = new JsonLine.Name("source");
  private static final JsonLine.Name ACCOUNT = new JsonLine.Name("account");
  private static final JsonLine.Name TIME = new JsonLine.Name("time");
  private static final JsonLine.Name REGION = new JsonLine.Name("region");
  private static final JsonLine.Name RESOURCES = new JsonLine.Name("resources");
  private static final JsonLine.Name DETAIL = new JsonLine.Name("detail");
  private static final JsonLine.Name CONTAINER_NAME = new JsonLine.Name("ContainerName");
  private static final JsonLine.Name OPERATION = new JsonLine.Name("Operation");
  private static final JsonLine.Name PATH = new JsonLine.Name("Path");
  private static final JsonLine.Name OBJECT_SIZE = new JsonLine.Name("ObjectSize");
  private static final JsonLine.Name ENDPOINT = new JsonLine.Name("Endpoint");
  private static final JsonLine.Name URL = new JsonLine.Name("URL");
  private static final int TYPICAL_LENGTH = 512;

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
    JsonLine json = new JsonLine(TYPICAL_LENGTH);
    json.begin()
        .put(VERSION, "1")
        .put(ID, id.toString())
        .put(DETAIL_TYPE, detailType())
        .put(SOURCE, "aws.mediastore")
        .put(ACCOUNT, container.account())
        .put(TIME, AccessLogEntry.seconds(time))
        .put(REGION, container.region())
        .putList(RESOURCES, path == null ? container.toString() : container + "/" + path)
        .begin(DETAIL)
        .put(CONTAINER_NAME, container.name())
        .put(OPERATION, operation.name());
    if (path != null) {
      json.put(PATH, path);
    }
    if (objectBytes != null) {
      json.put(OBJECT_SIZE, objectBytes);
    }
    if (endpoint != null) {
      json.put(ENDPOINT, endpoint);
    }
    if (url != null) {
      json.put(URL, url);
    }
    return json.end().end().toString();
  }
}
