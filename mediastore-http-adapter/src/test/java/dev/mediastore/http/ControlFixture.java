// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreBuilder;
import dev.mediastore.core.MediaStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A control plane over a store in memory, spoken to in JSON with single quotes. */
final class ControlFixture implements AutoCloseable {
  static final CallScope SCOPE = new CallScope("aws", "111122223333", "us-west-2");

  final MediaStore store;
  final ControlPlane control;
  private Instant now = Instant.ofEpochSecond(1_563_557_265L, 789_000_000L);

  private ControlFixture(MediaStoreBuilder builder, Preset preset, boolean allowInsecurePut) {
    this.store = builder.memory(1 << 20).clock(() -> now).build();
    this.control =
        new ControlPlane(
            store,
            new ControlSettings(
                preset, allowInsecurePut, container -> "https://" + container.id() + ".test"));
  }

  static ControlFixture create() {
    return create(MediaStore.builder());
  }

  static ControlFixture create(MediaStoreBuilder builder) {
    return new ControlFixture(builder, Preset.COMPATIBLE, false);
  }

  static ControlFixture strict() {
    return new ControlFixture(MediaStore.builder(), Preset.STRICT, false);
  }

  static ControlFixture withInsecurePut() {
    return new ControlFixture(MediaStore.builder(), Preset.COMPATIBLE, true);
  }

  /** One in which the container {@code live} exists and is ACTIVE. */
  static ControlFixture withLive() {
    ControlFixture fixture = create();
    fixture.call("CreateContainer", "{'ContainerName':'live'}");
    fixture.call("DescribeContainer", "{'ContainerName':'live'}");
    return fixture;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** The answer to a request. */
  JsonNode call(String operation, String body) {
    return callIn(SCOPE, operation, body);
  }

  JsonNode callIn(CallScope scope, String operation, String body) {
    return JsonText.read(answer(scope, operation, json(body))).orElseThrow();
  }

  /** The body of an answer, or the refusal as the pipeline words it. */
  byte[] answer(CallScope scope, String operation, byte[] body) {
    try {
      return control.execute(control.parse("MediaStore_20170901." + operation, body, scope));
    } catch (MediaStoreException e) {
      throw CoreErrors.toServiceException(e, Plane.CONTROL);
    }
  }

  /** The answer as it goes out. */
  String raw(String operation, String body) {
    return new String(answer(SCOPE, operation, json(body)), StandardCharsets.UTF_8);
  }

  ControlCall parse(String operation, String body) {
    return control.parse("MediaStore_20170901." + operation, json(body), SCOPE);
  }

  /** The refusal of a request. */
  ServiceException refused(String operation, String body) {
    return assertThrows(ServiceException.class, () -> call(operation, body));
  }

  ServiceError error(String operation, String body) {
    return refused(operation, body).error();
  }

  static byte[] json(String body) {
    return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    store.close();
  }
}
