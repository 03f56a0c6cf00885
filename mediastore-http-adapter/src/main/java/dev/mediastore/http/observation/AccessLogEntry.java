// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.Container;
import dev.mediastore.http.Caller;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.Plane;
import dev.mediastore.policy.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the access log of a container (contract section 16). Immutable.
 *
 * @param path path of the object or folder with a leading slash, or {@code -}
 * @param requester ARN of the caller, {@code anonymous}, or null if nobody was proved to be anyone
 * @param accountId account the request counts for
 * @param requestId as in the answer
 * @param containerName name of the container
 * @param totalTime from the head of the request to the last byte of the answer
 * @param bytesReceived bytes of the request's body
 * @param bytesSent bytes of the answer's body that were handed to the connection
 * @param receivedTime when the head had arrived
 * @param operation such as {@code GetObject}; {@code OPTIONS} for preflights of browsers
 * @param errorCode name of the error, or null; with status 200 the answer was not sent to its end
 * @param source address of the client
 * @param httpStatus status of the answer; 400 if the client left before there was one
 * @param turnAroundTime from the last byte of the request to the first of the answer
 * @param expiresAt when the object expires by a transient rule, or null
 * @since 0.1
 */
public record AccessLogEntry(
    String path,
    @Nullable String requester,
    String accountId,
    String requestId,
    String containerName,
    Duration totalTime,
    long bytesReceived,
    long bytesSent,
    Instant receivedTime,
    String operation,
    @Nullable String errorCode,
    String source,
    int httpStatus,
    Duration turnAroundTime,
    @Nullable Instant expiresAt) {
  private static final JsonLine.Name PATH = new JsonLine.Name("Path");
  private static final JsonLine.Name REQUESTER = new JsonLine.Name("Requester");
  private static final JsonLine.Name ACCOUNT_ID = new JsonLine.Name("AWSAccountId");
  private static final JsonLine.Name REQUEST_ID = new JsonLine.Name("RequestID");
  private static final JsonLine.Name CONTAINER_NAME = new JsonLine.Name("ContainerName");
  private static final JsonLine.Name TOTAL_TIME = new JsonLine.Name("TotalTime");
  private static final JsonLine.Name BYTES_RECEIVED = new JsonLine.Name("BytesReceived");
  private static final JsonLine.Name BYTES_SENT = new JsonLine.Name("BytesSent");
  private static final JsonLine.Name RECEIVED_TIME = new JsonLine.Name("ReceivedTime");
  private static final JsonLine.Name OPERATION = new JsonLine.Name("Operation");
  private static final JsonLine.Name ERROR_CODE = new JsonLine.Name("ErrorCode");
  private static final JsonLine.Name SOURCE = new JsonLine.Name("Source");
  private static final JsonLine.Name HTTP_STATUS = new JsonLine.Name("HTTPStatus");
  private static final JsonLine.Name TURNAROUND_TIME = new JsonLine.Name("TurnAroundTime");
  private static final JsonLine.Name EXPIRES_AT = new JsonLine.Name("ExpiresAt");
  private static final int TYPICAL_LENGTH = 512;

  private static final Set<String> OPERATIONS =
      Set.of("PutObject", "GetObject", "DescribeObject", "DeleteObject", "ListItems", "OPTIONS");

  /** What an answer that was not sent to its end is logged with. */
  private static final String CUT_OFF = "ConnectionClosed";

  private static final int LEFT_BEFORE_THE_ANSWER = 400;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The line for a request; empty if it was none for objects of a container that has a log. */
  static Optional<AccessLogEntry> of(ExchangeRecord record) {
    Container container = record.container();
    boolean logged =
        container != null
            && record.plane() == Plane.DATA
            && OPERATIONS.contains(record.operation())
            && container.accessLogging();
    return container == null || !logged ? Optional.empty() : Optional.of(of(record, container));
  }

  private static AccessLogEntry of(ExchangeRecord record, Container container) {
    Caller caller = record.caller();
    String path = record.path();
    boolean cut = !record.complete() && record.error() == null;
    return new AccessLogEntry(
        path == null ? "-" : "/" + path,
        caller == null ? null : requester(caller.principal()),
        caller == null
            ? container.arn().account()
            : caller.account().orElse(container.arn().account()),
        record.requestId(),
        container.name(),
        record.total(),
        record.bodyBytesReceived(),
        record.bodyBytesSent(),
        record.receivedAt(),
        record.operation(),
        cut ? CUT_OFF : record.error(),
        AddressText.of(record.head().peer()),
        record.status() == 0 ? LEFT_BEFORE_THE_ANSWER : record.status(),
        record.turnaround(),
        record.expiresAt());
  }

  static String requester(Principal principal) {
    if (principal.kind() == Principal.Kind.ANONYMOUS) {
      return "anonymous";
    }
    return principal.arn().orElse(principal.name());
  }

  /** The line as the service wrote it: one JSON object, fields in the order of the contract. */
  public String toJson() {
    JsonLine line = new JsonLine(TYPICAL_LENGTH);
    appendTo(line);
    return line.toString();
  }

  /** Writes the same behind what is there. */
  void appendTo(JsonLine json) {
    json.begin().put(PATH, path);
    if (requester != null) {
      json.put(REQUESTER, requester);
    }
    json.put(ACCOUNT_ID, accountId)
        .put(REQUEST_ID, requestId)
        .put(CONTAINER_NAME, containerName)
        .put(TOTAL_TIME, totalTime.toMillis())
        .put(BYTES_RECEIVED, bytesReceived)
        .put(BYTES_SENT, bytesSent)
        .putMillis(RECEIVED_TIME, receivedTime)
        .put(OPERATION, operation)
        .put(ERROR_CODE, errorCode)
        .put(SOURCE, source)
        .put(HTTP_STATUS, httpStatus)
        .put(TURNAROUND_TIME, turnAroundTime.toMillis())
        .put(EXPIRES_AT, expiresAt == null ? null : seconds(expiresAt))
        .end();
  }

  static String print(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers cannot be written", e);
    }
  }

  static String millis(Instant instant) {
    return MILLIS.format(instant);
  }

  static String seconds(Instant instant) {
    return JsonLine.second(instant) + 'Z';
  }
}
