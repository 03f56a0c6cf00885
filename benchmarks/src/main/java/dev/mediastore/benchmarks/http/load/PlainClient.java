// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/** One blocking connection of HTTP/1.1, for what is not measured. For one thread. */
public final class PlainClient implements AutoCloseable {
  private final Target target;
  private Socket socket;
  private InputStream in;

  /** Connects. */
  public PlainClient(Target target) throws IOException {
    this.target = target;
    this.socket = connect(target);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  private static Socket connect(Target target) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (!target.tls()) {
      return new Socket(loopback, target.port());
    }
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return tls.getSocketFactory().createSocket(loopback, target.port());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Sends a request and checks its status; the body of the answer is dropped. */
  public void exchange(Request request) throws IOException {
    OutputStream out = socket.getOutputStream();
    byte[] message = new byte[request.head().remaining() + request.body().remaining()];
    ByteBuffer.wrap(message).put(request.head().duplicate()).put(request.body().duplicate());
    out.write(message);
    String head = readHead();
    if (head.charAt(9) != '2') {
      throw new IOException(
          request.fields().method() + " " + request.fields().path() + ": " + head.strip());
    }
    String lower = head.toLowerCase(Locale.ROOT);
    int length = lower.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      int from = length + "\r\ncontent-length: ".length();
      in.skipNBytes(Long.parseLong(head, from, head.indexOf('\r', from), 10));
    }
    if (lower.contains("\r\nconnection: close")) {
      socket.close();
      socket = connect(target);
      in = new BufferedInputStream(socket.getInputStream());
    }
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("connection closed");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Sends bytes of the caller's. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends text of the caller's. */
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads the head of an answer and returns its status. */
  public int status() throws IOException {
    return Integer.parseInt(readHead(), 9, 12, 10);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
