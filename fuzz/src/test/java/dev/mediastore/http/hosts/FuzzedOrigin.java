// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.spi.StoreUsage;
import dev.mediastore.http.Callers;
import dev.mediastore.http.EdgeRule;
import dev.mediastore.http.EdgeRules;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.MediaStoreHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A whole origin in memory with a public container for the host {@code open.test} and a private one
 * for {@code secret.test}, and what a sequence of answers of it must look like. Used by one thread
 * at a time.
 */
final class FuzzedOrigin {
  /** So that a container does not fill up. */
  private static final int EXECUTIONS_PER_CONTAINER = 20_000;

  private static final int INTERNAL_ERROR = 500;

  /** In any letter case, as some servers take it. */
  private static final Pattern HTTP = Pattern.compile("HTTP/1\\.", Pattern.CASE_INSENSITIVE);

  private final MediaStore store =
      MediaStore.builder()
          .clock(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC))
          .memory(64 << 20)
          .build();
  final MediaStoreHttp http;
  private int executions;

  FuzzedOrigin() {
    create("secret");
    http =
        MediaStoreHttp.builder(store)
            .callers(Callers.create().rootKey("AKIDEXAMPLE", "secret", "111122223333"))
            .allowInsecurePut(true)
            .explanations(Explanations.ANSWERED)
            .random(new Random(42))
            .edgeRules(
                EdgeRules.of(
                    EdgeRule.of(PathPattern.prefix("edge/"))
                        .withStreaming()
                        .withBlockingReload()
                        .withMediaCaching(Duration.ofDays(1), Duration.ofSeconds(1))))
            .timeEndpoint("/.time")
            .healthEndpoint("/.health")
            .endpoints(
                Endpoints.builder().host("secret.test", "secret").host("open.test", "open").build())
            .build();
  }

  private Container create(String name) {
    Container container = store.createContainer(store.arn(name), Map.of(), Map.of());
    container.requireActive();
    return container;
  }

  /** To be called before each execution. */
  void next() {
    if (executions++ % EXECUTIONS_PER_CONTAINER == 0) {
      store.container("open").ifPresent(old -> store.deleteContainerWithContent(old.arn()));
      create("open")
          .putDocument(
              DocumentKind.CONTAINER_POLICY,
              """
              {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
              "Action":"mediastore:*",
              "Resource":"arn:aws:mediastore:us-east-1:111122223333:container/open/*"}]}""");
    }
  }

  boolean isNothingHeld() {
    StoreUsage usage = store.usage();
    return usage.openLeases() == 0 && usage.openWriters() == 0;
  }

  /** Once its connection is gone a client leaves nothing behind. */
  void requireNothingHeld() {
    StoreUsage usage = store.usage();
    require(usage.openLeases() == 0, "no lease is left");
    require(usage.openWriters() == 0, "no upload is left");
  }

  /**
   * Answers are well formed, one behind the other, none of them an internal error, and not more
   * than there were requests.
   *
   * @param request what was sent
   * @param answers what came back, perhaps cut off at its end
   */
  static void requireAnswers(String request, String answers) {
    int most = HTTP.split(request, -1).length + 1;
    int at = 0;
    int count = 0;
    while (at < answers.length()) {
      require(answers.startsWith("HTTP/1.1 ", at), "an answer begins at " + at);
      int end = answers.indexOf("\r\n\r\n", at);
      require(end > 0, "the head of an answer ends");
      String head = answers.substring(at, end);
      int status = Integer.parseInt(head.substring(9, 12));
      require(status != INTERNAL_ERROR, "no internal error");
      requireFields(head);
      count += status == 100 ? 0 : 1;
      at = bodyEnd(answers, head, end + 4, status);
    }
    require(count <= most, count + " answers to fewer requests");
  }

  private static void requireFields(String head) {
    String[] lines = head.split("\r\n", -1);
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      require(line.indexOf(':') > 0, "a field has a name");
      require(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "a field is one line");
    }
  }

  /**
   * Answers to HEAD have a length but no body: then what follows is the next answer, or nothing.
   */
  private static int bodyEnd(String answers, String head, int from, int status) {
    if (status < 200 || status == 204 || status == 304 || answers.startsWith("HTTP/1.1 ", from)) {
      return from;
    }
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    int length = lower.indexOf("\r\ncontent-length:");
    if (length < 0) {
      int chunked = lower.indexOf("\r\ntransfer-encoding: chunked");
      int last = chunked < 0 ? -1 : answers.indexOf("0\r\n\r\n", from);
      return last < 0 ? answers.length() : last + 5;
    }
    int lineEnd = lower.indexOf("\r\n", length + 2);
    String digits = lower.substring(length + 17, lineEnd < 0 ? lower.length() : lineEnd).strip();
    return (int) Math.min(answers.length(), from + Long.parseLong(digits));
  }

  static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError(law);
    }
  }
}
