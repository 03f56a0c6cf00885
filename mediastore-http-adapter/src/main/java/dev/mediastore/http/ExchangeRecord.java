// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Immutable. Its head is as the client sent it: the target may hold a
 * presigned signature and the fields a token, so neither goes into a log unseen.
 *
 * @param requestId as sent to the client
 * @param head the request
 * @param receivedAt when its head had arrived
 * @param total from then until the answer was sent or given up
 * @param turnaround from the last byte of the request that was read until the answer was ready
 * @param plane which half of the service answered
 * @param operation for example {@code GetObject}, or {@code -} if the request never got that far
 * @param container the container, once it was known
 * @param path path of the object or folder, once it was known
 * @param caller who asked, once that was verified
 * @param status status of the answer; 0 if the client left before there was one
 * @param error wire name of the error, or null
 * @param reason why it was refused, or null if it was not: explained if {@link Explanations} say
 *     so, and without secrets; otherwise what the client was told
 * @param bodyBytesReceived bytes of the request's body that were read
 * @param bodyBytesSent bytes of the answer's body that were handed to the connection
 * @param complete whether the answer was sent to its end
 * @param expiresAt when the object concerned expires by a transient rule, or null
 * @param resourceArn ARN of the container a control-plane call is about, existing or not, or null
 * @param madePublic whether the call left the container with a policy that lets everybody in
 * @since 0.1
 */
public record ExchangeRecord(
    String requestId,
    RequestHead head,
    Instant receivedAt,
    Duration total,
    Duration turnaround,
    Plane plane,
    String operation,
    @Nullable Container container,
    @Nullable String path,
    @Nullable Caller caller,
    int status,
    @Nullable String error,
    @Nullable String reason,
    long bodyBytesReceived,
    long bodyBytesSent,
    boolean complete,
    @Nullable Instant expiresAt,
    @Nullable String resourceArn,
    boolean madePublic) {}
