// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads recorded requests: one character per byte, lines ended by LF or CR LF. */
record WireText(RequestView head, String wireBody) {

  static WireText parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean returns = text.contains("\r\n");
    String lineEnd = returns ? "\r\n" : "\n";
    int end = text.indexOf(lineEnd + lineEnd);
    String head = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 2 * lineEnd.length());
    String[] lines = head.split(lineEnd, -1);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].isEmpty()) {
        continue;
      }
      if (Character.isWhitespace(lines[i].charAt(0))) {
        Map.Entry<String, String> folded = headers.remove(headers.size() - 1);
        headers.add(Map.entry(folded.getKey(), folded.getValue() + "\n" + lines[i]));
      } else {
        int colon = lines[i].indexOf(':', 1);
        headers.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1)));
      }
    }
    return new WireText(new Framed(requestLine(lines[0], headers), !body.isEmpty()), body);
  }

  /** A request whose body is known by other means than its header lines, as over HTTP/2. */
  record Framed(RequestView request, boolean hasBody) implements RequestView {
    @Override
    public String method() {
      return request.method();
    }

    @Override
    public String rawPath() {
      return request.rawPath();
    }

    @Override
    public @Nullable String rawQuery() {
      return request.rawQuery();
    }

    @Override
    public int headerCount() {
      return request.headerCount();
    }

    @Override
    public String headerName(int index) {
      return request.headerName(index);
    }

    @Override
    public String headerValue(int index) {
      return request.headerValue(index);
    }
  }

  /** Takes the method and the version off; what is between, spaces included, is the target. */
  private static RequestView requestLine(String line, List<Map.Entry<String, String>> headers) {
    int method = line.indexOf(' ');
    int version = line.lastIndexOf(" HTTP/");
    return request(line.substring(0, method), line.substring(method + 1, version), headers);
  }

  static RequestView request(
      String method, String target, List<Map.Entry<String, String>> headers) {
    int question = target.indexOf('?');
    return RequestView.of(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? null : target.substring(question + 1),
        headers);
  }

  /** Returns the body with its transfer coding removed. */
  byte[] body() {
    String body = value("transfer-encoding") == null ? wireBody : dechunked(wireBody);
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Nullable String value(String name) {
    for (int i = 0; i < head.headerCount(); i++) {
      if (head.headerName(i).equalsIgnoreCase(name)) {
        return head.headerValue(i).trim();
      }
    }
    return null;
  }

  private static String dechunked(String text) {
    StringBuilder body = new StringBuilder();
    int position = 0;
    while (true) {
      int lineEnd = text.indexOf("\r\n", position);
      int size = Integer.parseInt(text.substring(position, lineEnd).trim(), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(text, lineEnd + 2, lineEnd + 2 + size);
      position = lineEnd + 2 + size + 2;
    }
  }
}
