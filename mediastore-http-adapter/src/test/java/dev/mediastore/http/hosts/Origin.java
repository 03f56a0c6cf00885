// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreListener;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.StoreLimits;
import dev.mediastore.http.Callers;
import dev.mediastore.http.EdgeRule;
import dev.mediastore.http.EdgeRules;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A whole origin with a private container {@code secret} and a public one {@code open}, whose time
 * stands still and whose chance repeats itself, behind a host.
 */
final class Origin implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final int OBJECT_LIMIT = 200_000;

  static final String ACCOUNT = "111122223333";
  static final String KEY = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  final MediaStore store;
  final MediaStoreHttp http;
  final Host host;

  Origin(Host.Kind kind) throws Exception {
    this(kind, event -> {});
  }

  /**
   * An origin with listeners.
   *
   * @param events told about changes
   * @param listeners told about requests
   */
  Origin(Host.Kind kind, MediaStoreListener events, ExchangeListener... listeners)
      throws Exception {
    InstantSource clock = Clock.fixed(NOW, ZoneOffset.UTC);
    store =
        MediaStore.builder()
            .clock(clock)
            .memory(16 << 20)
            .listener(events)
            .limits(StoreLimits.defaults().withObjectBytes(OBJECT_LIMIT, OBJECT_LIMIT))
            .build();
    container("secret");
    container("open").putDocument(DocumentKind.CONTAINER_POLICY, openToAll());
    MediaStoreHttpBuilder settings =
        MediaStoreHttp.builder(store)
            .callers(Callers.create().rootKey(KEY, SECRET, ACCOUNT))
            .allowInsecurePut(true)
            .random(new Random(42))
            .edgeRules(
                EdgeRules.of(
                    EdgeRule.of(PathPattern.prefix("awaited/"))
                        .withWait(Duration.ofSeconds(30), Duration.ofSeconds(1))
                        .withBlockingReload(),
                    EdgeRule.of(PathPattern.prefix("edge/"))
                        .withStreaming()
                        .withMediaCaching(Duration.ofDays(1), Duration.ofSeconds(1))))
            .timeEndpoint("/.time")
            .healthEndpoint("/.health")
            .endpoints(
                Endpoints.builder()
                    .host("secret.test", "secret")
                    .host("open.test", "open")
                    .build());
    for (ExchangeListener listener : listeners) {
      settings.listener(listener);
    }
    http = settings.build();
    host = kind.start(http);
  }

  private Container container(String name) {
    Container container = store.createContainer(store.arn(name), Map.of(), Map.of());
    container.requireActive();
    return container;
  }

  private static String openToAll() {
    return """
    {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
    "Action":"mediastore:*",
    "Resource":"arn:aws:mediastore:us-east-1:111122223333:container/open/*"}]}
    """;
  }

  RawClient connect() throws Exception {
    return RawClient.connect(host.port());
  }

  int port() {
    return host.port();
  }

  /** Head of a request signed by the owner. */
  static String signed(String method, String target, String... fields) {
    return signed(KEY, SECRET, Duration.ZERO, method, target, "UNSIGNED-PAYLOAD", fields);
  }

  /** Head of a request signed with any key, by a clock that may be off. */
  static String signed(
      String key,
      String secret,
      Duration skew,
      String method,
      String target,
      String payload,
      String... fields) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", "secret.test"));
    for (String field : fields) {
      String[] parts = field.split(": ", 2);
      headers.add(Map.entry(parts[0], parts[1]));
    }
    String[] pathAndQuery = target.split("\\?", 2);
    RequestView view =
        RequestView.of(
            method, pathAndQuery[0], pathAndQuery.length > 1 ? pathAndQuery[1] : null, headers);
    SigV4Signer signer =
        SigV4Signer.builder(SigningCredentials.of(key, secret), "us-east-1")
            .clock(Clock.fixed(NOW.plus(skew), ZoneOffset.UTC))
            .build();
    headers.addAll(signer.sign(view, payload));
    StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
    headers.forEach(field -> head.append(field.getKey() + ": " + field.getValue() + "\r\n"));
    return head.append("\r\n").toString();
  }

  /** A signed control request, body included. */
  static String control(String operation, String json) {
    return signed(
            KEY,
            SECRET,
            Duration.ZERO,
            "POST",
            "/",
            sha256(json),
            "X-Amz-Target: MediaStore_20170901." + operation,
            "Content-Type: application/x-amz-json-1.1",
            "Content-Length: " + json.length())
        + json;
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Head of an unsigned request to the public container. */
  static String open(String line, String... fields) {
    return line + " HTTP/1.1\r\nHost: open.test\r\n" + lines(fields) + "\r\n";
  }

  private static String lines(String... fields) {
    StringBuilder lines = new StringBuilder();
    for (String field : fields) {
      lines.append(field).append("\r\n");
    }
    return lines.toString();
  }

  @Override
  public void close() throws Exception {
    host.close();
    http.close();
    store.close();
  }
}
