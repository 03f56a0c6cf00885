// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Immutable.
 *
 * @param requestId as sent to the client
 * @param head the request; its target may hold a presigned signature
 * @param receivedAt when its head had arrived
 * @param total from then until the answer was sent or given up
 * @param untilAnswer from then until the answer was ready
 * @param plane which half of the service answered
 * @param operation for example {@code GetObject}, or {@code -} if the request never got that far
 * @param container the container, once it was known
 * @param path path of the object or folder, once it was known
 * @param caller who asked, once that was verified
 * @param status status of the answer; 0 if the client left before there was one
 * @param error wire name of the error, or null
 * @param bodyBytesReceived bytes of the request's body that were read
 * @param bodyBytesSent bytes of the answer's body that were handed to the connection
 * @param complete whether the answer was sent to its end
 */
record ExchangeRecord(
    String requestId,
    RequestHead head,
    Instant receivedAt,
    Duration total,
    Duration untilAnswer,
    Plane plane,
    String operation,
    @Nullable Container container,
    @Nullable String path,
    @Nullable Caller caller,
    int status,
    @Nullable String error,
    long bodyBytesReceived,
    long bodyBytesSent,
    boolean complete) {}
