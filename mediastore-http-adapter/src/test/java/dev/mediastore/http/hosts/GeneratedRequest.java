// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * One complete request, drawn from pieces of which some are fine and some are not. Its body always
 * has the length that its framing says, where that can be read at all, so that no server waits.
 *
 * <p>A length together with transfer chunks is not among the pieces: Tomcat takes the length away
 * before the servlet sees it and reads the chunks, while the Netty host refuses. That nothing
 * behind such a body is taken for a request is tried on each by {@link HttpThreatsTest} (A17).
 *
 * @param method the method
 * @param bytes the request as Latin-1
 */
record GeneratedRequest(String method, String bytes) {
  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "HEAD", "PUT", "PUT", "POST", "DELETE", "OPTIONS", "PATCH");
  private static final List<String> SEGMENTS =
      List.of(
          "a", "b.ts", "kept.ts", "live", "..", ".", "...", "%2e%2e", "%2F", "%252F", "%5C", "%00",
          "%0A", "%C0%AE", "%41", "%GG", "%", "a+b", "%20", ";x=1", "~", "=", "", "x,y", "%7E");
  private static final List<String> PLAIN = List.of("a", "b.ts", "kept.ts", "%41", "..x");
  private static final List<String> QUERIES =
      List.of("", "", "", "?", "?a=b&a=c", "?versionId=1", "?Path=live", "?MaxResults=1", "?acl");
  private static final List<String> HOSTS =
      List.of("live.test", "live.test", "live.test", "LIVE.test", "private.test", "other.test");
  private static final List<String> FIELDS =
      List.of(
          "Range: bytes=0-0",
          "Range: bytes=-2",
          "Range: bytes=2-1",
          "Range: bytes=9-",
          "Range: bytes=0-1,2-3",
          "Range: items=0-1",
          "Range: bytes=99999999999999999999-",
          "If-None-Match: *",
          "If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT",
          "If-Range: \"x\"",
          "Content-Range: bytes 0-1/2",
          "Content-Type: video/mp4",
          "Cache-Control: max-age=6",
          "Content-MD5: AAAA",
          "x-amz-content-sha256: UNSIGNED-PAYLOAD",
          "x-amz-content-sha256: 00",
          "x-amz-upload-availability: STREAMING",
          "x-amz-upload-availability: STREAMINGX",
          "x-amz-storage-class: TEMPORAL",
          "x-amz-storage-class: GLACIER",
          "Authorization: AWS4-HMAC-SHA256 Credential=x",
          "Authorization: Basic eDp5",
          "Origin: http://example.com",
          "Accept-Encoding: gzip;q=1",
          "X-Forwarded-For: 10.0.0.1",
          "X-HTTP-Method-Override: DELETE",
          "Content_Length: 7",
          "X-A: \u00e9");
  private static final List<String> BROKEN_FRAMING =
      List.of(
          "Content-Length: +5",
          "Content-Length: -1",
          "Content-Length: 0x5",
          "Content-Length: 99999999999999999999",
          "Content-Length: 1\r\nContent-Length: 2",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: chunked, gzip",
          "X Y: z",
          "X\u0001: z",
          "X: a\u0000b",
          ": z",
          "Host: private.test");

  /** The next request of a series. */
  static GeneratedRequest next(Random random) {
    String method = any(METHODS, random);
    StringBuilder head = new StringBuilder(method).append(' ').append(target(random));
    head.append(" HTTP/1.1\r\nHost: ").append(any(HOSTS, random)).append("\r\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      head.append(any(FIELDS, random)).append("\r\n");
    }
    if (random.nextInt(12) == 0) {
      return new GeneratedRequest(method, head + any(BROKEN_FRAMING, random) + "\r\n\r\n");
    }
    return new GeneratedRequest(method, head + body(method, random));
  }

  private static String target(Random random) {
    StringBuilder target = new StringBuilder("/live");
    for (int i = random.nextInt(4); i > 0; i--) {
      target.append('/').append(any(random.nextInt(3) == 0 ? SEGMENTS : PLAIN, random));
    }
    String path = random.nextInt(3) == 0 ? "/live/kept.ts" : target.toString();
    return path + any(QUERIES, random);
  }

  /** Fields of framing, the end of the head, and the body. */
  private static String body(String method, Random random) {
    boolean upload = method.equals("PUT") || method.equals("POST");
    if (random.nextInt(8) == (upload ? 0 : 1)) {
      return "\r\n"; // None, which an upload may not be without.
    }
    if (!upload && random.nextInt(4) != 0) {
      return "\r\n";
    }
    byte[] some = new byte[random.nextInt(300)];
    random.nextBytes(some);
    String data = new String(some, StandardCharsets.ISO_8859_1);
    return random.nextBoolean()
        ? "Content-Length: " + data.length() + "\r\n\r\n" + data
        : "Transfer-Encoding: chunked\r\n\r\n" + chunks(data, 1 + random.nextInt(100));
  }

  private static String chunks(String data, int size) {
    StringBuilder all = new StringBuilder();
    for (int from = 0; from < data.length(); from += size) {
      String chunk = data.substring(from, Math.min(from + size, data.length()));
      all.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
    }
    return all.append("0\r\n\r\n").toString();
  }

  private static String any(List<String> pieces, Random random) {
    return pieces.get(random.nextInt(pieces.size()));
  }
}
