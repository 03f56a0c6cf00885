// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One control-plane call: who did what, from where, and what came of it. Immutable; holds no
 * documents, no secrets.
 *
 * @param eventTime when the head of the request had arrived
 * @param eventName the operation, or {@code -} if it never got that far
 * @param identity ARN of the caller, {@code anonymous}, or null if nobody was proved to be anyone
 * @param sourceAddress address of the client
 * @param userAgent as the client says, or null
 * @param resource ARN of the container concerned, existing or not; null if none is
 * @param errorCode name of the error, or null if the call was carried out
 * @param requestId as in the answer
 * @param madePublic whether it left the container with a policy that allows something to everybody
 * @since 0.1
 */
public record AuditEntry(
    Instant eventTime,
    String eventName,
    @Nullable String identity,
    String sourceAddress,
    @Nullable String userAgent,
    @Nullable String resource,
    @Nullable String errorCode,
    String requestId,
    boolean madePublic) {

  /** One JSON object, members named as in CloudTrail where it has them. */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("eventTime", AccessLogEntry.seconds(eventTime))
        .put("eventSource", "mediastore.amazonaws.com")
        .put("eventName", eventName);
    json.putObject("userIdentity").put("arn", identity);
    json.put("sourceIPAddress", sourceAddress).put("userAgent", userAgent);
    if (resource != null) {
      json.putArray("resources").addObject().put("ARN", resource);
    }
    if (errorCode != null) {
      json.put("errorCode", errorCode);
    }
    json.put("requestID", requestId).put("madePublic", madePublic);
    return AccessLogEntry.print(json);
  }
}
