// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.sigv4.RequestView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request read from its bytes (RFC 9112): the recording of a client, or one written by
 * hand, with lines that end in CR LF or all in LF. Immutable.
 */
final class RawRequest implements RequestView {

  /** The bytes are no complete request; the message says why. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private final String method;
  private final String rawPath;
  private final @Nullable String rawQuery;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;

  private RawRequest(String requestLine, List<Map.Entry<String, String>> headers, String wireBody)
      throws MalformedException {
    String target = target(requestLine);
    int question = target.indexOf('?');
    this.method = requestLine.substring(0, requestLine.indexOf(' '));
    this.rawPath = question < 0 ? target : target.substring(0, question);
    this.rawQuery = question < 0 ? null : target.substring(question + 1);
    this.headers = List.copyOf(headers);
    this.body = withoutFraming(wireBody);
  }

  static RawRequest parse(byte[] bytes) throws MalformedException {
    // One character per byte, which is how a request view has it too.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int firstEnd = text.indexOf('\n');
    String lineEnd = firstEnd > 0 && text.charAt(firstEnd - 1) == '\r' ? "\r\n" : "\n";
    int headEnd = text.indexOf(lineEnd + lineEnd);
    String head = headEnd < 0 ? text : text.substring(0, headEnd);
    String wireBody = headEnd < 0 ? "" : text.substring(headEnd + 2 * lineEnd.length());
    String[] lines = head.split(lineEnd);
    return new RawRequest(lines.length == 0 ? "" : lines[0], headers(lines), wireBody);
  }

  /** What stands between the method and the version, without scheme and authority. */
  private static String target(String requestLine) throws MalformedException {
    int method = requestLine.indexOf(' ');
    int version = requestLine.lastIndexOf(" HTTP/");
    if (method < 1 || version <= method) {
      throw new MalformedException("The first line is not METHOD TARGET HTTP/VERSION");
    }
    String target = requestLine.substring(method + 1, version);
    int scheme = target.indexOf("://");
    if (target.startsWith("/") || scheme < 0) {
      return target;
    }
    int path = target.indexOf('/', scheme + "://".length());
    return path < 0 ? "/" : target.substring(path);
  }

  private static List<Map.Entry<String, String>> headers(String[] lines) throws MalformedException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      if (!headers.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
        // A line that begins with space continues the one before (RFC 9112 section 5.2).
        Map.Entry<String, String> begun = headers.remove(headers.size() - 1);
        headers.add(Map.entry(begun.getKey(), begun.getValue() + " " + line.strip()));
      } else if (colon < 1 || line.substring(0, colon).chars().anyMatch(c -> c <= ' ')) {
        throw new MalformedException("Line " + (i + 1) + " is not NAME: VALUE");
      } else {
        headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private byte[] withoutFraming(String wireBody) throws MalformedException {
    List<String> codings = values("Transfer-Encoding");
    List<String> lengths = values("Content-Length");
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty()) {
        throw new MalformedException("The request has Transfer-Encoding and Content-Length");
      }
      if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
        throw new MalformedException("The transfer coding is not chunked");
      }
      return new TransferChunks(wireBody).decode();
    }
    for (String length : lengths) {
      if (!length.equals(Integer.toString(wireBody.length()))) {
        throw new MalformedException(
            "The body has " + wireBody.length() + " bytes, Content-Length is another");
      }
    }
    return wireBody.getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<String> values(String name) {
    return headers.stream()
        .filter(line -> line.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The value of a header that occurs exactly once. */
  Optional<String> header(String name) {
    List<String> values = values(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** A copy of the body with its transfer coding removed. */
  byte[] body() {
    return body.clone();
  }

  /** The SHA-256 of the body in hexadecimal digits. */
  String bodySha256() {
    return RequestSigner.sha256(body);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String rawPath() {
    return rawPath;
  }

  @Override
  public @Nullable String rawQuery() {
    return rawQuery;
  }

  @Override
  public int headerCount() {
    return headers.size();
  }

  @Override
  public String headerName(int index) {
    return headers.get(index).getKey();
  }

  @Override
  public String headerValue(int index) {
    return headers.get(index).getValue();
  }

  /** Bytes that no header announces are a body as well, as they would be over HTTP/2. */
  @Override
  public boolean hasBody() {
    return body.length > 0;
  }
}
