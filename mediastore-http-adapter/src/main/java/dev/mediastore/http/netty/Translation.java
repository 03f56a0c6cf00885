// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Map;

/** Netty's view of a message to ours and back. */
final class Translation {
  /** Stands for peers without an Internet address, such as those of a Unix domain socket. */
  private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  private Translation() {}

  /** The head as the codec read it: target untouched, fields in order. */
  static RequestHead head(ChannelHandlerContext ctx, HttpRequest request, HttpVersion version) {
    return new RequestHead(
        request.method().name(), request.uri(), version, fields(request), peer(ctx), isSecure(ctx));
  }

  private static Headers fields(HttpRequest request) {
    Headers untouched = request instanceof ReceivedRequest ours ? ours.untouched() : null;
    if (untouched != null) {
      return untouched;
    }
    Headers.Builder headers = Headers.builder();
    Iterator<Map.Entry<String, String>> fields = request.headers().iteratorAsString();
    while (fields.hasNext()) {
      Map.Entry<String, String> field = fields.next();
      headers.add(field.getKey(), field.getValue());
    }
    return headers.build();
  }

  /** As Netty decides it: by the fields {@code Connection} and the version. */
  static boolean isKeepAlive(HttpRequest request) {
    Headers fields = request instanceof ReceivedRequest ours ? ours.untouched() : null;
    if (fields == null) {
      return HttpUtil.isKeepAlive(request);
    }
    boolean persistent = request.protocolVersion().isKeepAliveDefault();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase("Connection")) {
        String value = fields.value(i);
        if (hasToken(value, "close")) {
          return false;
        }
        persistent |= hasToken(value, "keep-alive");
      }
    }
    return persistent;
  }

  private static boolean hasToken(String list, String token) {
    int start = 0;
    while (start <= list.length()) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      if (list.substring(start, end).strip().equalsIgnoreCase(token)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  static boolean isContinueExpected(HttpRequest request) {
    Headers fields = request instanceof ReceivedRequest ours ? ours.untouched() : null;
    if (fields == null) {
      return HttpUtil.is100ContinueExpected(request);
    }
    String expected = fields.first("Expect");
    return expected != null
        && expected.equalsIgnoreCase("100-continue")
        && request.protocolVersion().equals(io.netty.handler.codec.http.HttpVersion.HTTP_1_1);
  }

  static boolean isSecure(ChannelHandlerContext ctx) {
    return ctx.pipeline().get(SslHandler.class) != null;
  }

  static InetSocketAddress peer(ChannelHandlerContext ctx) {
    InetSocketAddress named = ProxyProtocol.client(ctx.channel());
    if (named != null) {
      return named;
    }
    return ctx.channel().remoteAddress() instanceof InetSocketAddress address ? address : NOWHERE;
  }

  /**
   * The fields of an answer to HTTP/1.x, with those that belong to the connection.
   *
   * @param framing how its body is delimited
   * @param close whether the connection ends with this answer
   */
  static HeadFields fields(
      Response response, HttpVersion version, BodyFraming framing, boolean close) {
    String connection = close ? "close" : version == HttpVersion.HTTP_1_0 ? "keep-alive" : null;
    return new HeadFields(response.headers(), framing, response.body().length(), connection);
  }

  /** How the body of an answer is delimited (RFC 9112 section 6.3). */
  enum BodyFraming {
    /** There is none: answers to HEAD, 204 and 304. */
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE;

    static BodyFraming of(Response response, boolean headRequest, HttpVersion version) {
      if (headRequest || response.status() == 204 || response.status() == 304) {
        return NONE;
      }
      if (response.body().length() >= 0) {
        return LENGTH;
      }
      return version == HttpVersion.HTTP_1_0 ? UNTIL_CLOSE : CHUNKED;
    }
  }
}
