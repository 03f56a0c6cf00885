// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends exact bytes and reads exact answers. Used by one thread at a time. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private List<String> versions = List.of("HTTP/1.1");
  private boolean insideChunks;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static RawClient connect(int port) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** A client whose receive window is as small as the system lets it be. */
  static RawClient connectWithSmallWindow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawClient(socket);
  }

  static RawClient over(Socket socket) throws IOException {
    return new RawClient(socket);
  }

  /** Takes answers of version 1.0 too. */
  RawClient takingOldAnswers() {
    versions = List.of("HTTP/1.1", "HTTP/1.0");
    return this;
  }

  RawClient send(String latin1) throws IOException {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Ends our direction only. */
  RawClient endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Breaks the connection as a crashed client would. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Whether the server closes without sending anything more. */
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() == -1;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  /** Number of bytes the server still sends before it closes or breaks the connection. */
  long countToEnd() throws IOException {
    byte[] some = new byte[64 * 1024];
    long count = 0;
    try {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        count += n;
      }
    } catch (java.net.SocketException e) {
      return count;
    }
    return count;
  }

  int read(byte[] target) throws IOException {
    return in.readNBytes(target, 0, target.length);
  }

  /** Reads the answer to a request that was not HEAD. */
  Answer answer() throws IOException {
    return answer("GET");
  }

  /** Reads the answer to a request of the given method, interim answers included. */
  Answer answer(String method) throws IOException {
    Answer head = head();
    String body = new String(body(method, head), StandardCharsets.ISO_8859_1);
    return new Answer(head.status(), head.fields, body);
  }

  /** Reads only the head of an answer. */
  Answer head() throws IOException {
    String statusLine = line();
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !versions.contains(parts[0])) {
      throw new IOException("no status line: " + statusLine);
    }
    List<String> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      fields.add(line);
    }
    return new Answer(Integer.parseInt(parts[1]), List.copyOf(fields), "");
  }

  /**
   * The data of the next transfer chunk; empty for the last. The line end behind the data is left
   * for the next call: some servers send it together with the next chunk only.
   */
  byte[] chunk() throws IOException {
    if (insideChunks) {
      emptyLine();
    }
    byte[] data = exactly(Integer.parseInt(line(), 16));
    insideChunks = data.length > 0;
    if (!insideChunks) {
      emptyLine();
    }
    return data;
  }

  /** The next {@code count} bytes of a body, however it was divided into transfer chunks. */
  byte[] chunkedBytes(int count) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < count) {
      all.writeBytes(chunk());
    }
    return all.toByteArray();
  }

  private void emptyLine() throws IOException {
    String end = line();
    if (!end.isEmpty()) {
      throw new IOException("line not empty: " + end);
    }
  }

  private byte[] body(String method, Answer head) throws IOException {
    int status = head.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return new byte[0];
    }
    if (head.has("transfer-encoding", "chunked")) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] data = chunk(); data.length > 0; data = chunk()) {
        all.writeBytes(data);
      }
      return all.toByteArray();
    }
    String length = head.field("content-length");
    return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("body ended after " + bytes.length + " of " + length);
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = in.read()) != '\n') {
      if (c == -1) {
        throw new EOFException("connection closed after: " + line);
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("bare line feed after: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  /** What came back. Immutable. */
  static final class Answer {
    private final int status;
    private final List<String> fields;
    private final String body;

    /**
     * @param fields header lines as received
     * @param body as Latin-1
     */
    Answer(int status, List<String> fields, String body) {
      this.status = status;
      this.fields = fields;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
      return body;
    }

    String field(String name) {
      return fieldMap().get(name.toLowerCase(Locale.ROOT));
    }

    boolean has(String name, String value) {
      return value.equalsIgnoreCase(field(name));
    }

    /** Fields by lower-case name; repeated ones joined in order. */
    Map<String, String> fieldMap() {
      Map<String, String> map = new TreeMap<>();
      for (String field : fields) {
        int colon = field.indexOf(':');
        map.merge(
            field.substring(0, colon).toLowerCase(Locale.ROOT),
            field.substring(colon + 1).trim(),
            (first, second) -> first + " | " + second);
      }
      return map;
    }

    /** Status, fields and body in a form that can be compared between hosts. */
    String comparable() {
      Map<String, String> map = fieldMap();
      // Hints for the connection, which differ between servers without meaning anything.
      map.remove("keep-alive");
      map.remove("server");
      return status + "\n" + map + "\n" + text();
    }

    @Override
    public String toString() {
      return comparable();
    }
  }
}
