// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreBuilder;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An origin with one container, {@code live}, which everybody may use unless a test says otherwise,
 * behind the host {@code media.test}. Nothing in it listens anywhere, and its time stands still.
 */
final class Fixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");
  static final String ACCOUNT = "111122223333";
  static final String ARN = "arn:aws:mediastore:us-east-1:111122223333:container/live";
  static final TestSigner OWNER = new TestSigner("AKIDOWNER", "secret/of/the/owner");

  /** Everybody may do everything. */
  static final String PUBLIC = allow("\"*\"", "mediastore:*");

  final ManualClock clock = new ManualClock(NOW);
  final ManualDeadlines deadlines = new ManualDeadlines();
  final Callers callers = Callers.create().rootKey("AKIDOWNER", "secret/of/the/owner", ACCOUNT);
  final List<ExchangeRecord> records = new ArrayList<>();
  final MediaStore store;
  final Container container;
  final MediaStoreHttp http;
  final TestHost host;

  Fixture() {
    this(settings -> settings);
  }

  Fixture(UnaryOperator<MediaStoreHttpBuilder> settings) {
    this(store -> store.memory(4 << 20), settings);
  }

  Fixture(UnaryOperator<MediaStoreBuilder> origin, UnaryOperator<MediaStoreHttpBuilder> settings) {
    store = origin.apply(MediaStore.builder().clock(clock)).build();
    container =
        store.createContainer(
            store.arn("live"), Map.of(), Map.of(DocumentKind.CONTAINER_POLICY, PUBLIC));
    container.requireActive();
    http =
        settings
            .apply(
                MediaStoreHttp.builder(store)
                    .callers(callers)
                    .allowInsecurePut(true)
                    .deadlines(deadlines)
                    .waker(Runnable::run)
                    .listener(records::add)
                    .endpoints(Endpoints.builder().host("media.test", "live").build()))
            .build();
    host = new TestHost(http);
  }

  static Fixture strict() {
    return new Fixture(settings -> settings.preset(Preset.STRICT));
  }

  /** A container policy of one statement about everything in the container. */
  static String allow(String principal, String action) {
    return statements("Allow", principal, action, "");
  }

  static String statements(String effect, String principal, String action, String condition) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Test\",\"Effect\":\""
        + effect
        + "\",\"Principal\":"
        + principal
        + ",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + ARN
        + "/*\""
        + (condition.isEmpty() ? "" : ",\"Condition\":" + condition)
        + "}]}";
  }

  Fixture policy(String json) {
    container.putDocument(DocumentKind.CONTAINER_POLICY, json);
    return this;
  }

  Fixture withoutPolicy() {
    container.deleteDocument(DocumentKind.CONTAINER_POLICY);
    return this;
  }

  Fixture cors(String json) {
    container.putDocument(DocumentKind.CORS_POLICY, json);
    return this;
  }

  /** Stores an object directly in the origin. */
  Fixture object(String path, byte[] content) {
    container.put(
        ObjectPath.of(path), UploadOptions.builder().contentType("video/mp2t").build(), content);
    return this;
  }

  Fixture object(String path, String content) {
    return object(path, bytes(content));
  }

  Fixture user(String name, PolicyDocument... policies) {
    callers.userKey(
        "AKID" + name, "secret-of-" + name, "arn:aws:iam::" + ACCOUNT + ":user/" + name, policies);
    return this;
  }

  static TestSigner signer(String user) {
    return new TestSigner("AKID" + user, "secret-of-" + user);
  }

  TestHost.Call call(String method, String target) {
    return host.call(method, target);
  }

  TestHost.Answer get(String target) {
    return call("GET", target).send();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What clients see of an object, or its status. */
  String content(String path) {
    TestHost.Answer answer = get("/" + path);
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  @Override
  public void close() {
    http.close();
    store.close();
  }
}
