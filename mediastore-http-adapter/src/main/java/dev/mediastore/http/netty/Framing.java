// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Headers;
import dev.mediastore.http.ServiceError;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/**
 * How long the body of a request is (RFC 9112 section 6), where only one reading is possible; all
 * else is refused. Any other server in front of us must have read the same.
 */
final class Framing {
  /** The length of a body in transfer chunks. */
  static final long CHUNKED = -1;

  private static final int MAX_LENGTH_DIGITS = 18;

  private Framing() {}

  /**
   * Length of the body in bytes, or {@link #CHUNKED}.
   *
   * @throws RefusedSyntaxException if codec or framing leave any doubt
   */
  static long of(HttpRequest request, NettyLimits.Syntax limits) {
    if (request.decoderResult().isFailure()) {
      throw refusal(request.decoderResult().cause());
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      throw malformed("unsupported protocol version");
    }
    if (request instanceof ReceivedRequest ours && ours.untouched() != null) {
      return ours.bodyLength(); // Ours came through the other method.
    }
    checkCount(request.headers().size(), limits);
    return bodyLength(
        request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING),
        request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH),
        request.protocolVersion());
  }

  /** The same for a head that our own decoder has read. */
  static long of(Headers fields, HttpVersion version, NettyLimits.Syntax limits) {
    checkCount(fields.size(), limits);
    return bodyLength(fields.all("Transfer-Encoding"), fields.all("Content-Length"), version);
  }

  private static void checkCount(int count, NettyLimits.Syntax limits) {
    if (count > limits.headerCount()) {
      throw new RefusedSyntaxException(ServiceError.HEADERS_TOO_LARGE, "too many headers");
    }
  }

  private static long bodyLength(List<String> codings, List<String> lengths, HttpVersion version) {
    if (codings.isEmpty()) {
      return lengths.isEmpty() ? 0 : contentLength(lengths);
    }
    if (!lengths.isEmpty()) {
      throw malformed("both transfer coding and content length");
    }
    if (version.equals(HttpVersion.HTTP_1_0)) {
      throw malformed("transfer coding in HTTP 1.0");
    }
    if (codings.size() > 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))) {
      throw malformed("unsupported transfer coding");
    }
    return CHUNKED;
  }

  private static long contentLength(List<String> values) {
    String value = values.get(0);
    int digits = value.length();
    if (values.size() > 1
        || digits == 0
        || digits > MAX_LENGTH_DIGITS
        || (digits > 1 && value.charAt(0) == '0')
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed("invalid content length");
    }
    return Long.parseLong(value);
  }

  private static RefusedSyntaxException refusal(Throwable cause) {
    if (cause instanceof RefusedSyntaxException refused) {
      return refused;
    }
    if (cause instanceof TooLongHttpLineException) {
      return new RefusedSyntaxException(ServiceError.TARGET_TOO_LONG, "request line too long");
    }
    if (cause instanceof TooLongFrameException) {
      return new RefusedSyntaxException(ServiceError.HEADERS_TOO_LARGE, "headers too large");
    }
    return malformed("malformed request");
  }

  static RefusedSyntaxException malformed(String publicMessage) {
    return new RefusedSyntaxException(ServiceError.VALIDATION, publicMessage);
  }
}
