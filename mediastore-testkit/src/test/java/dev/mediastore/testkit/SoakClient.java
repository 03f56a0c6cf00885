// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One client of a soak: puts, overwrites, reads, deletes, and gives up in the middle of some
 * uploads. Every body carries what it must be, so that whoever reads one can tell. Used by one
 * thread.
 */
final class SoakClient implements AutoCloseable {
  private static final int HEAD_BYTES = 24;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final URI endpoint;
  private final SplittableRandom random;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private long requests;
  private long bodies;
  private long aborts;

  SoakClient(URI endpoint, long seed) throws IOException {
    this.endpoint = endpoint;
    this.random = new SplittableRandom(seed);
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  long requests() {
    return requests;
  }

  long bodies() {
    return bodies;
  }

  long aborts() {
    return aborts;
  }

  /** A body that says how long it is and how its bytes follow. */
  static byte[] body(long seed, int length) {
    byte[] body = new byte[HEAD_BYTES + length];
    byte[] head = String.format("%016x%08x", seed, length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, body, 0, HEAD_BYTES);
    for (int i = 0; i < length; i++) {
      body[HEAD_BYTES + i] = at(seed, i);
    }
    return body;
  }

  private static byte at(long seed, int i) {
    return (byte) (seed + i * 31L + (i >> 8));
  }

  /** One step; what is wrong with an answer is an AssertionError. */
  void step() throws IOException {
    String path = "/" + (random.nextInt(4) == 0 ? "brief/" : "hls/") + random.nextInt(200) + ".ts";
    int dice = random.nextInt(100);
    if (dice < 30) {
      put(path);
    } else if (dice < 35) {
      abort(path);
    } else if (dice < 90) {
      get(path, null);
    } else if (dice < 95) {
      get(path, "bytes=0-" + (HEAD_BYTES - 1));
    } else if (dice < 98) {
      simple("DELETE", path);
    } else {
      simple("HEAD", path);
    }
  }

  private byte[] next() {
    int most = random.nextInt(10) == 0 ? 200_000 : 4_000;
    return body(random.nextLong(), random.nextInt(most));
  }

  private void send(String method, String path, String fields) throws IOException {
    String head =
        method
            + " "
            + endpoint.getPath()
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + endpoint.getPort()
            + "\r\n"
            + fields
            + "\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    requests++;
  }

  private void put(String path) throws IOException {
    byte[] body = next();
    send("PUT", path, "Content-Length: " + body.length + "\r\n");
    out.write(body);
    out.flush();
    expect(answer("PUT").status(), path, 200);
  }

  private void abort(String path) throws IOException {
    byte[] body = next();
    send("PUT", path, "Content-Length: " + body.length + "\r\n");
    out.write(body, 0, random.nextInt(body.length));
    out.flush();
    aborts++;
    socket.close();
    connect();
  }

  private void simple(String method, String path) throws IOException {
    send(method, path, "");
    out.flush();
    expect(answer(method).status(), path, 200, 404);
  }

  private void get(String path, @Nullable String range) throws IOException {
    send("GET", path, range == null ? "" : "Range: " + range + "\r\n");
    out.flush();
    Answer answer = answer("GET");
    expect(answer.status(), path, range == null ? 200 : 206, 404);
    if (answer.status() != 404) {
      verify(path, answer.body(), range != null);
      bodies++;
    }
  }

  private static void verify(String path, byte[] body, boolean headOnly) {
    String head = new String(body, 0, HEAD_BYTES, StandardCharsets.US_ASCII);
    long seed = Long.parseUnsignedLong(head.substring(0, 16), 16);
    int length = Integer.parseInt(head.substring(16), 16);
    boolean right = body.length == (headOnly ? HEAD_BYTES : HEAD_BYTES + length);
    for (int i = HEAD_BYTES; i < body.length && right; i++) {
      right = body[i] == at(seed, i - HEAD_BYTES);
    }
    if (!right) {
      throw new AssertionError("wrong bytes in " + path + ": " + head + ", " + body.length + " B");
    }
  }

  private static void expect(int status, String path, int... allowed) {
    if (Arrays.stream(allowed).noneMatch(one -> one == status)) {
      throw new AssertionError("status " + status + " for " + path);
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Answer(int status, byte[] body) {}

  private Answer answer(String method) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean close = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      close |= lower.equals("connection: close");
    }
    byte[] body = method.equals("HEAD") ? new byte[0] : in.readNBytes(length);
    if (close) {
      socket.close();
      connect();
    }
    return new Answer(status, body);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended in the middle of an answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
