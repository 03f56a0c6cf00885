// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection of its own, every piece of which leaves when it is given. An HTTP
 * client would gather pieces as it likes. Used by one thread at a time.
 */
final class ReplayConnection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_HEAD = 64 * 1024;

  private final Socket socket;
  private final OutputStream out;
  private final boolean chunked;

  private ReplayConnection(Socket socket, boolean chunked) throws IOException {
    this.socket = socket;
    this.out = new BufferedOutputStream(socket.getOutputStream());
    this.chunked = chunked;
  }

  /**
   * Sends a head.
   *
   * @param target where the container is
   * @param signer null to send it unsigned
   */
  static ReplayConnection open(
      RecordedStep.Begin begin, URI target, SocketFactory sockets, @Nullable SigV4Signer signer)
      throws IOException {
    int port = target.getPort() < 0 ? defaultPort(target) : target.getPort();
    Socket socket = sockets.createSocket(target.getHost(), port);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      ReplayConnection connection = new ReplayConnection(socket, begin.length() < 0);
      connection.head(begin, target, signer);
      return connection;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static int defaultPort(URI target) {
    return target.getScheme().equals("https") ? 443 : 80;
  }

  private void head(RecordedStep.Begin begin, URI target, @Nullable SigV4Signer signer)
      throws IOException {
    String path = target.getRawPath().replaceAll("/+$", "") + '/' + encoded(begin.path());
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", target.getRawAuthority()));
    headers.addAll(begin.headers());
    if (signer != null) {
      RequestView view = RequestView.of(begin.method(), path, null, headers);
      headers.addAll(signer.sign(view, "UNSIGNED-PAYLOAD"));
    }
    StringBuilder head = new StringBuilder();
    head.append(begin.method()).append(' ').append(path).append(" HTTP/1.1\r\n");
    headers.forEach(
        field -> head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
    head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + begin.length());
    head.append("\r\nConnection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Percent-encodes everything but unreserved characters and slashes (RFC 3986 section 2.3). */
  private static String encoded(String path) {
    StringBuilder text = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/".indexOf(c) >= 0;
      text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return text.toString();
  }

  void data(ByteBuffer bytes) throws IOException {
    byte[] piece = new byte[bytes.remaining()];
    bytes.duplicate().get(piece);
    if (chunked) {
      out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    out.write(piece);
    if (chunked) {
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  /** Ends the request and reads its answer; returns the status. */
  int end() throws IOException {
    if (chunked) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    return answer();
  }

  /** Reads until the origin closes; returns the status. */
  int answer() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && text.size() < MOST_HEAD) {
      text.write(next);
      next = in.read();
    }
    String answer = text.toString(StandardCharsets.ISO_8859_1);
    if (!answer.startsWith("HTTP/1.1 ") || answer.length() < 12) {
      throw new IOException("no answer of HTTP/1.1");
    }
    return Integer.parseInt(answer.substring(9, 12));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
