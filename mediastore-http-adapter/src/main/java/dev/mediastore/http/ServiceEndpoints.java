// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an origin answers about itself: the time for players, and whether it is well for whoever
 * runs it. Each is off unless it was given a path. Safe for any thread.
 */
final class ServiceEndpoints {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Below the path for health: whether the service answers, whatever it can do. */
  private static final String LIVE = "/live";

  private final @Nullable String timePath;
  private final @Nullable String healthPath;
  private final BooleanSupplier writable;

  /**
   * @param timePath raw path, or null for none
   * @param healthPath raw path, or null for none
   * @param writable whether the store takes writes
   */
  ServiceEndpoints(
      @Nullable String timePath, @Nullable String healthPath, BooleanSupplier writable) {
    this.timePath = timePath;
    this.healthPath = healthPath;
    this.writable = writable;
  }

  /** A path that may be given to one of them. */
  static String checked(String name, String path) {
    boolean plain = path.length() > 1 && path.startsWith("/") && Ascii.isPrintable(path);
    if (!plain || path.contains("?") || path.contains("%") || path.contains(" ")) {
      throw new IllegalArgumentException(name + " must be a plain path such as /name, was " + path);
    }
    return path;
  }

  /**
   * Answers a request for one of them.
   *
   * @return false if it is for something else; the request is not answered then
   */
  boolean answer(Transaction transaction) {
    String target = transaction.head().rawTarget();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    boolean time = path.equals(timePath);
    boolean read = transaction.head().method().equals("GET") || transaction.isHead();
    boolean live = healthPath != null && path.equals(healthPath + LIVE);
    if (!read || !(time || live || path.equals(healthPath))) {
      return false;
    }
    if (time) {
      transaction.operation("Time");
      // Readable from any page: it is the time, and players ask across origins.
      answer(transaction, 200, "text/plain", ISO.format(transaction.receivedAt()), true);
    } else {
      transaction.operation("Health");
      boolean ready = live || writable.getAsBoolean();
      String json = "{\"status\":\"" + (ready ? "UP" : "READ_ONLY") + "\"}";
      answer(transaction, ready ? 200 : 503, "application/json", json, false);
    }
    return true;
  }

  private static void answer(
      Transaction transaction, int status, String type, String text, boolean everywhere) {
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    Headers.Builder headers =
        Headers.builder().add("Content-Type", type).add("Cache-Control", "no-store");
    if (everywhere) {
      headers
          .add("Access-Control-Allow-Origin", "*")
          .add("Access-Control-Expose-Headers", "Date")
          .add("Timing-Allow-Origin", "*");
    }
    if (transaction.isHead()) {
      headers.add("Content-Length", Integer.toString(body.length));
    }
    transaction.answer(
        status,
        headers.build(),
        transaction.isHead() ? ResponseBody.empty() : ResponseBody.of(body));
  }
}
