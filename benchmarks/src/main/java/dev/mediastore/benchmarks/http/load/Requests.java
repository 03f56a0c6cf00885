// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import dev.mediastore.benchmarks.http.server.OriginServer;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the requests of a player or an encoder to one server. Immutable. */
public final class Requests {
  /** Servers differ in what they say to changes. */
  private static final int ANY = 0;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Target target;
  private final @Nullable SigV4Signer signer;

  /**
   * Makes requests to a server.
   *
   * @param target the server
   * @param signed whether to sign them as the user of {@link OriginServer}
   */
  public Requests(Target target, boolean signed) {
    this.target = target;
    this.signer =
        signed
            ? SigV4Signer.builder(
                    SigningCredentials.of(OriginServer.ACCESS_KEY, OriginServer.SECRET_KEY),
                    OriginServer.REGION)
                .build()
            : null;
  }

  /** Reads an object whose body is known. */
  public Request get(String name, ByteBuffer expected) {
    return request("GET", name, List.of(), NOTHING, 200, expected);
  }

  /** Reads a part of an object. */
  public Request range(String name, ByteBuffer whole, int first, int length) {
    return request(
        "GET",
        name,
        List.of(Map.entry("Range", "bytes=" + first + "-" + (first + length - 1))),
        NOTHING,
        206,
        whole.slice(first, length));
  }

  /** Stores an object. */
  public Request put(String name, ByteBuffer body) {
    List<Map.Entry<String, String>> fields =
        List.of(
            Map.entry("Content-Type", "video/mp4"),
            Map.entry("Cache-Control", "max-age=3600"),
            Map.entry("Content-Length", Integer.toString(body.remaining())));
    return request("PUT", name, fields, body, ANY, null);
  }

  /** Deletes an object. */
  public Request delete(String name) {
    return request("DELETE", name, List.of(), NOTHING, ANY, null);
  }

  private Request request(
      String method,
      String name,
      List<Map.Entry<String, String>> own,
      ByteBuffer body,
      int status,
      @Nullable ByteBuffer answer) {
    String path = target.prefix() + name;
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry("Host", target.authority()));
    fields.add(
        Map.entry("User-Agent", "benchmark/1.0 (sixty-four bytes long like one of a player)"));
    fields.add(Map.entry("Accept", "*/*"));
    fields.add(Map.entry("Accept-Encoding", "identity"));
    fields.add(Map.entry("Origin", OriginServer.PAGE));
    fields.addAll(own);
    if (signer != null) {
      // The transport may change what is not signed; a real signer leaves these out, too.
      List<Map.Entry<String, String>> signed =
          fields.stream().filter(field -> field.getKey().equals("Host")).toList();
      fields.addAll(signer.sign(RequestView.of(method, path, null, signed), Bodies.sha256(body)));
    }
    return new Request(
        head(method, path, fields), headers(method, path, fields), body, status, answer);
  }

  private static ByteBuffer head(
      String method, String path, List<Map.Entry<String, String>> fields) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    fields.forEach(f -> head.append(f.getKey()).append(": ").append(f.getValue()).append("\r\n"));
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
  }

  private Http2Headers headers(String method, String path, List<Map.Entry<String, String>> fields) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method(method)
            .scheme(target.tls() ? "https" : "http")
            .authority(target.authority())
            .path(path);
    for (Map.Entry<String, String> field : fields) {
      if (!field.getKey().equals("Host")) {
        headers.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue());
      }
    }
    return headers;
  }
}
