// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.Headers;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy may say about its client, and what closes its connection. */
class ProxyProtocolTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static EmbeddedChannel channel() {
    ConnectionGate gate =
        new ConnectionGate(ConnectionLimits.defaults(), peer -> true, System::nanoTime);
    return new EmbeddedChannel(new ProxyProtocol(gate));
  }

  private static String client(EmbeddedChannel channel) {
    return String.valueOf(ProxyProtocol.client(channel));
  }

  private static String rest(EmbeddedChannel channel) {
    StringBuilder rest = new StringBuilder();
    for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
      rest.append(next.toString(StandardCharsets.ISO_8859_1));
      next.release();
    }
    return rest.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443, /192.0.2.7:56324",
    "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0, /255.255.255.255:65535",
    "PROXY TCP6 2001:db8::1 ::1 1 2, /[2001:db8:0:0:0:0:0:1]:1",
    "PROXY UNKNOWN, null",
    "PROXY UNKNOWN ffff:f::1 ffff::2 65535 65535, null"
  })
  void line_namesTheClient_howeverItArrives(String line, String client) {
    byte[] bytes = (line + "\r\nGET /").getBytes(StandardCharsets.US_ASCII);
    for (int cut = 0; cut < bytes.length; cut++) {
      EmbeddedChannel channel = channel();
      channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
      channel.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));
      assertEquals(client, client(channel));
      assertEquals("GET /", rest(channel));
      assertNull(channel.pipeline().get(ProxyProtocol.class));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "21110010c0000207c6336401dc0401bb01020304, /192.0.2.7:56324",
    "2111000cc0000207c6336401dc0401bb, /192.0.2.7:56324",
    "2121002420010db8000000000000000000000001000000000000000000000000000000010001000200, "
        + "/[2001:db8:0:0:0:0:0:1]:1",
    "20000000, null",
    "2011000cc0000207c6336401dc0401bb, null",
    "21000003aabbcc, null",
    "2131000400000000, null"
  })
  void binaryHeader_namesTheClient_howeverItArrives(String hex, String client) {
    byte[] header = HexFormat.of().parseHex(SIGNATURE + hex);
    int length = header[14] << 8 | header[15];
    byte[] bytes = new byte[16 + length + 5];
    System.arraycopy(header, 0, bytes, 0, Math.min(header.length, 16 + length));
    System.arraycopy("GET /".getBytes(StandardCharsets.US_ASCII), 0, bytes, 16 + length, 5);
    for (int cut = 0; cut < bytes.length; cut++) {
      EmbeddedChannel channel = channel();
      channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
      channel.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));
      assertEquals(client, client(channel));
      assertEquals("GET /", rest(channel));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXY\r\n",
        "PROXY TCP4\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 \r\n",
        "PROXY TCP4  192.0.2.7 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 -1 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 080 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 x\r\n",
        "PROXY TCP4 192.0.2 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 host.test 198.51.100.1 56324 443\r\n",
        "PROXY TCP4 ::1 ::1 56324 443\r\n",
        "PROXY TCP6 192.0.2.7 ::1 56324 443\r\n",
        "PROXY UDP4 192.0.2.7 198.51.100.1 56324 443\r\n",
        "proxy TCP4 192.0.2.7 198.51.100.1 56324 443\r\n",
        "PROXY UNKNOWN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
      })
  void malformedLine_closes(String line) {
    EmbeddedChannel channel = channel();
    channel.writeInbound(Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII));
    assertFalse(channel.isOpen());
    assertEquals("", rest(channel));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0d0a0d0a000d0a515549540b21110000",
        "0d0a0d0a000d0a515549540a31110000",
        "0d0a0d0a000d0a515549540a22110000",
        "0d0a0d0a000d0a515549540a2111ffff",
        "0d0a0d0a000d0a515549540a2111000401020304"
      })
  void malformedBinaryHeader_closes(String hex) {
    EmbeddedChannel channel = channel();
    channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    assertFalse(channel.isOpen());
  }

  /** Answers with the address it sees. */
  private static final class PeerHandler implements RequestHandler {
    @Override
    public Exchange begin(RequestHead head, ResponseSink sink) {
      byte[] body = head.peer().toString().getBytes(StandardCharsets.US_ASCII);
      sink.respond(new Response(200, Headers.empty(), ResponseBody.of(body), true));
      return new Exchange() {
        @Override
        public boolean wantsBody() {
          return false;
        }

        @Override
        public void body(ByteBuffer piece) {}

        @Override
        public void end() {}

        @Override
        public void connectionLost(String reason) {}

        @Override
        public void sent(long bodyBytes, boolean complete) {}
      };
    }

    @Override
    public boolean mayBlock() {
      return false;
    }
  }

  private static String answer(NettyServer server, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listedPeer_namesItsClient_andMust(boolean http2) throws IOException {
    try (NettyServer server =
        NettyServer.builder(new PeerHandler())
            .http2(http2)
            .proxyProtocol("127.0.0.0/8", "::1")
            .start()) {
      String header = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n";
      String request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
      String named = answer(server, header + request);
      assertTrue(named.endsWith("/192.0.2.7:56324"), named);
      assertEquals("", answer(server, request));
      assertTrue(answer(server, header + header + request).startsWith("HTTP/1.1 400 "));
    }
  }

  @Test
  void clientWithTooManyConnections_isClosed_byWhicheverProxyTheyCome() throws IOException {
    try (NettyServer server =
            NettyServer.builder(new PeerHandler())
                .proxyProtocol("127.0.0.0/8", "::1")
                .connectionLimits(new ConnectionLimits(10, 1))
                .start();
        Socket held = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String header = "PROXY TCP4 %s 198.51.100.1 56324 443\r\n";
      String request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
      byte[] first = (header.formatted("192.0.2.7") + request).getBytes(StandardCharsets.US_ASCII);
      held.getOutputStream().write(first);
      assertEquals('H', held.getInputStream().read());
      assertEquals("", answer(server, header.formatted("192.0.2.7") + request));
      assertEquals(1, server.refusedConnectionCount());
      String other = answer(server, header.formatted("192.0.2.8") + request);
      assertTrue(other.endsWith("/192.0.2.8:56324"), other);
    }
  }

  @Test
  void strangersHeader_isNoRequest() throws IOException {
    try (NettyServer server =
        NettyServer.builder(new PeerHandler()).proxyProtocol("192.0.2.0/24").start()) {
      String answer = answer(server, "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host.test", "10.0.0.0/33", "10.0.0.0/x"})
  void range_mustBeOne(String range) {
    NettyServer.Builder server = NettyServer.builder(new PeerHandler());
    assertThrows(IllegalArgumentException.class, () -> server.proxyProtocol(range));
  }
}
