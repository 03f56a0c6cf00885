// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ServiceError;
import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The head of a message of HTTP/2 to ours and back (RFC 9113 section 8). */
final class Http2Fields {
  private static final Set<String> OF_CONNECTIONS =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  /** Names of fields that answers have, in lower case; few, as the service names them. */
  private static final ConcurrentMap<String, AsciiString> LOWER = new ConcurrentHashMap<>();

  private static final int MOST_NAMES = 200;

  private Http2Fields() {}

  /**
   * The head as it was received.
   *
   * @throws RefusedSyntaxException if it is malformed or larger than the limits
   */
  static RequestHead head(ChannelHandlerContext ctx, Http2Headers received, NettyLimits limits) {
    String method = one(received, PseudoHeaderName.METHOD);
    String path = one(received, PseudoHeaderName.PATH);
    String scheme = one(received, PseudoHeaderName.SCHEME);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw Framing.malformed("unsupported scheme");
    }
    if (!Lines.isToken(method) || !Lines.isVisible(path)) {
      throw Framing.malformed("malformed request line");
    }
    if (method.length() + path.length() > limits.syntax().requestLine()) {
      throw new RefusedSyntaxException(ServiceError.TARGET_TOO_LONG, "request line too long");
    }
    if (received.size() > limits.syntax().headerCount()) {
      throw new RefusedSyntaxException(ServiceError.HEADERS_TOO_LARGE, "too many headers");
    }
    return new RequestHead(
        method,
        path,
        HttpVersion.HTTP_2,
        fields(received),
        Translation.peer(ctx),
        Translation.isSecure(ctx));
  }

  private static String one(Http2Headers received, PseudoHeaderName name) {
    List<CharSequence> values = received.getAll(name.value());
    if (values.size() != 1 || values.get(0).length() == 0) {
      throw Framing.malformed("malformed request line");
    }
    return values.get(0).toString();
  }

  private static Headers fields(Http2Headers received) {
    Headers.Builder fields = Headers.builder(received.size());
    List<CharSequence> authorities = received.getAll(PseudoHeaderName.AUTHORITY.value());
    if (authorities.size() > 1) {
      throw Framing.malformed("more than one authority");
    }
    if (!authorities.isEmpty()) {
      fields.add("Host", checked(authorities.get(0)));
    }
    for (Map.Entry<CharSequence, CharSequence> field : received) {
      String name = field.getKey().toString();
      if (name.startsWith(":")) {
        continue; // Read above; Netty refuses those it does not know.
      }
      if (!Lines.isToken(name) || OF_CONNECTIONS.contains(name)) {
        throw Framing.malformed("malformed header field");
      }
      String value = checked(field.getValue());
      if (name.equals("te") && !value.equals("trailers")) {
        throw Framing.malformed("malformed header field");
      }
      if (!name.equals("host") || authorities.isEmpty()) {
        fields.add(name, value);
      } else if (!value.equals(authorities.get(0).toString())) {
        throw Framing.malformed("authority and host differ");
      }
    }
    return fields.build();
  }

  private static String checked(CharSequence value) {
    String text = value.toString();
    int end = text.length();
    if (Lines.hasControls(text)
        || (end > 0 && (Lines.isBlank(text.charAt(0)) || Lines.isBlank(text.charAt(end - 1))))) {
      throw Framing.malformed("control character in a header field");
    }
    return text;
  }

  /** The head of an answer, with the length of its body if that is known. */
  static Http2Headers answer(Response response, BodyFraming framing) {
    Headers given = response.headers();
    DefaultHttp2Headers fields = new DefaultHttp2Headers(false, given.size() + 2);
    fields.status(HttpResponseStatus.valueOf(response.status()).codeAsText());
    for (int i = 0; i < given.size(); i++) {
      HeadFields.checkValue(given.value(i));
      fields.add(lower(given.name(i)), given.value(i));
    }
    if (framing == BodyFraming.LENGTH) {
      fields.add(lower("content-length"), Long.toString(response.body().length()));
    }
    return fields;
  }

  private static AsciiString lower(String name) {
    AsciiString known = LOWER.get(name);
    if (known == null) {
      known = AsciiString.of(name).toLowerCase();
      if (LOWER.size() < MOST_NAMES) {
        LOWER.put(name, known);
      }
    }
    return known;
  }

  /** Whether to remember a field for the answers that follow would only push others out. */
  static boolean differsEachTime(CharSequence name) {
    return switch (name.length()) {
      case 4 -> AsciiString.contentEquals("etag", name) || AsciiString.contentEquals("date", name);
      case 13 -> AsciiString.contentEquals("last-modified", name);
      case 14 -> AsciiString.contentEquals("content-length", name);
      case 16 -> AsciiString.contentEquals("x-amzn-requestid", name);
      default -> AsciiString.contentEquals("content-range", name);
    };
  }
}
