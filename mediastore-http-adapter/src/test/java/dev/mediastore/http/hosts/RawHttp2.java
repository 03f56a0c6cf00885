// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.hosts.RawClient.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends exact frames of HTTP/2 and reads answers. Used by one thread at a time. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GO_AWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final int ACK = 1;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
  private final Map<Integer, Incoming> streams = new HashMap<>();
  private int nextStream = 1;
  private boolean acknowledges = true;

  private static final class Incoming {
    private final List<String> fields = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private boolean ended;
    private long reset = -1;
  }

  /** One frame from the server. */
  record Frame(int type, int flags, int stream, ByteBuffer payload) {
    int number(int at) {
      return payload.getInt(at);
    }
  }

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** Connects, with windows that hold nothing up. */
  static RawHttp2 connect(int port) throws IOException {
    RawHttp2 client = connect(port, 1 << 24);
    client.windowUpdate(0, 1 << 24);
    return client;
  }

  /** Connects with an initial window for streams, in bytes. */
  static RawHttp2 connect(int port, int window) throws IOException {
    return over(new Socket(InetAddress.getLoopbackAddress(), port), window);
  }

  /** Speaks through a socket that is connected already. */
  static RawHttp2 over(Socket socket, int window) throws IOException {
    RawHttp2 client = new RawHttp2(socket);
    client.out.write(PREFACE);
    client.frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array());
    return client;
  }

  /** Never says that it has seen the settings of the server. */
  RawHttp2 withoutAcknowledging() {
    acknowledges = false;
    return this;
  }

  RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
    return this;
  }

  RawHttp2 windowUpdate(int stream, int bytes) throws IOException {
    return frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  RawHttp2 reset(int stream) throws IOException {
    return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(8).array());
  }

  /** A header block of names and values in turn. */
  byte[] block(String... fields) throws Http2Exception {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return block(headers);
  }

  private byte[] block(Http2Headers headers) throws Http2Exception {
    ByteBuf block = Unpooled.buffer();
    encoder.encodeHeaders(nextStream, headers, block);
    return ByteBufUtil.getBytes(block);
  }

  /** Opens a stream with exactly these fields; returns its number. */
  int open(boolean ends, String... fields) throws IOException, Http2Exception {
    int stream = nextStream;
    frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(fields));
    nextStream += 2;
    return stream;
  }

  /** Opens a stream for a GET; returns its number. */
  int get(String target) throws IOException, Http2Exception {
    return open(true, ":method", "GET", ":scheme", "http", ":authority", "h", ":path", target);
  }

  /**
   * Sends what is written as a request of HTTP/1.1 in the way of HTTP/2; returns its stream.
   * Transfer chunks must have been taken out of the body.
   */
  int send(String http1) throws IOException, Http2Exception {
    int end = http1.indexOf("\r\n\r\n");
    String[] lines = http1.substring(0, end).split("\r\n", -1);
    String[] first = lines[0].split(" ", 3);
    byte[] body = http1.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    List<String> fields = new ArrayList<>(List.of(":method", first[0], ":scheme", "http"));
    fields.addAll(List.of(":path", first[1]));
    boolean announced = false;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).strip();
      announced |= name.equals("content-length") && !value.equals("0");
      switch (name) {
        case "host" -> fields.addAll(3, List.of());
        case "connection", "transfer-encoding" -> {}
        default -> fields.addAll(List.of(name, value));
      }
      if (name.equals("host")) {
        fields.addAll(6, List.of(":authority", value));
      }
    }
    boolean ends = body.length == 0 && !announced;
    int stream = open(ends, fields.toArray(new String[0]));
    return ends || body.length == 0 ? stream : data(stream, body);
  }

  /** Sends a whole body in frames of 16 KiB at most. */
  int data(int stream, byte[] body) throws IOException {
    int from = 0;
    do {
      int size = Math.min(16_384, body.length - from);
      byte[] piece = java.util.Arrays.copyOfRange(body, from, from + size);
      from += size;
      frame(DATA, from == body.length ? END_STREAM : 0, stream, piece);
    } while (from < body.length);
    return stream;
  }

  /** Reads one frame and takes note of it. */
  Frame next() throws IOException, Http2Exception {
    int lengthAndType = in.readInt();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(lengthAndType >>> 8);
    Frame frame = new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
    Incoming incoming = streams.computeIfAbsent(stream, id -> new Incoming());
    switch (frame.type()) {
      case SETTINGS -> {
        if ((flags & ACK) == 0 && acknowledges) {
          frame(SETTINGS, ACK, 0, new byte[0]);
        }
      }
      case HEADERS -> {
        for (Map.Entry<CharSequence, CharSequence> field :
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))) {
          if (field.getKey().toString().equals(":status")) {
            incoming.status = Integer.parseInt(field.getValue().toString());
          } else {
            incoming.fields.add(field.getKey() + ": " + field.getValue());
          }
        }
        incoming.ended = (flags & END_STREAM) != 0;
      }
      case DATA -> {
        incoming.body.writeBytes(payload);
        incoming.ended = (flags & END_STREAM) != 0;
      }
      case RST_STREAM -> incoming.reset = frame.number(0);
      default -> {}
    }
    return frame;
  }

  /** Reads until the answer on a stream is whole. */
  Answer answer(int stream) throws IOException, Http2Exception {
    Incoming incoming = streams.computeIfAbsent(stream, id -> new Incoming());
    while (!incoming.ended) {
      if (incoming.reset >= 0) {
        throw new EOFException("stream reset: " + incoming.reset);
      }
      next();
    }
    String body = incoming.body.toString(StandardCharsets.ISO_8859_1);
    return new Answer(incoming.status, List.copyOf(incoming.fields), body);
  }

  /** Reads until so many bytes of a body are there. */
  byte[] bytes(int stream, int count) throws IOException, Http2Exception {
    Incoming incoming = streams.computeIfAbsent(stream, id -> new Incoming());
    while (incoming.body.size() < count) {
      next();
    }
    return incoming.body.toByteArray();
  }

  /** Reads until a frame of a type comes. */
  Frame await(int type) throws IOException, Http2Exception {
    while (true) {
      Frame frame = next();
      if (frame.type() == type && (type != SETTINGS || (frame.flags() & ACK) == 0)) {
        return frame;
      }
    }
  }

  /** Reads until the server sends GOAWAY or closes, whatever comes before; returns the error. */
  int goAwayOrClosed() throws IOException, Http2Exception {
    int error = -1;
    try {
      while (true) {
        Frame frame = next();
        if (frame.type() == GO_AWAY) {
          error = frame.number(4);
        }
      }
    } catch (EOFException | SocketException e) {
      return error;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
