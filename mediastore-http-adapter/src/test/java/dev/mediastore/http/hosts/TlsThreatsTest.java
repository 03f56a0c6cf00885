// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.netty.NettyServer;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Group M of the threat catalogue at the server that speaks TLS itself; a servlet container brings
 * its own. That a renewed certificate takes effect and a broken one does not (M06) is in {@link
 * NettyTlsTest}.
 */
@Timeout(90)
class TlsThreatsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int ALERT = 0x15;
  private static final int HANDSHAKE = 0x16;

  private final ScriptedHandler handler = new ScriptedHandler();
  private KeyManagerFactory keys;
  private TrustManagerFactory trusted;

  @BeforeEach
  void load() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = NettyServerTest.class.getResourceAsStream("localhost.p12")) {
      store.load(in, PASSWORD);
    }
    keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
  }

  private NettyServer start(ClientAuth clients) throws Exception {
    SslContext context =
        SslContextBuilder.forServer(keys)
            .clientAuth(clients)
            .trustManager(trusted)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1))
            .build();
    return NettyServer.builder(handler).tls(context).start();
  }

  private static Socket connect(NettyServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context;
  }

  private static SSLSocket handshaken(NettyServer server, Socket below) throws Exception {
    return handshaken(trusting(), server, below, parameters -> {});
  }

  private static SSLSocket handshaken(
      SSLContext context, NettyServer server, Socket below, Consumer<SSLParameters> wishes)
      throws Exception {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(below, "localhost", server.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    wishes.accept(parameters);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A hello of one version that offers one suite, as a client of its time would send it. */
  private static byte[] hello(int version, int suite) {
    ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 4 + 2);
    body.putShort((short) version).put(new byte[32]).put((byte) 0);
    body.putShort((short) 2).putShort((short) suite).put((byte) 1).put((byte) 0);
    return ByteBuffer.allocate(4 + body.capacity())
        .putInt(1 << 24 | body.capacity())
        .put(body.array())
        .array();
  }

  private static byte[] record(int version, byte[] handshake) {
    return ByteBuffer.allocate(5 + handshake.length)
        .put((byte) 0x16)
        .putShort((short) version)
        .putShort((short) handshake.length)
        .put(handshake)
        .array();
  }

  /** What the server says before it closes. */
  private static byte[] answerTo(NettyServer server, byte[] bytes) throws IOException {
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(bytes);
      return readToEnd(socket);
    }
  }

  private static byte[] readToEnd(Socket socket) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        read.write(next);
      }
    } catch (SocketException e) {
      // Reset: closed all the same.
    }
    return read.toByteArray();
  }

  private void assertNothingCame() {
    assertEquals(List.of(), List.copyOf(handler.ended));
    assertEquals(List.of(), List.copyOf(handler.offences));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0300, 0x002f, SSL 3.0",
    "0x0301, 0xc013, TLS 1.0",
    "0x0302, 0xc013, TLS 1.1",
    "0x0303, 0x0001, no cipher",
    "0x0303, 0x0005, RC4",
    "0x0303, 0x000a, triple DES",
    "0x0303, 0xfefe, a suite that nobody knows",
  })
  void M01_whatIsTooWeak_getsNoHandshake(String version, String suite, String what)
      throws Exception {
    int wire = Integer.decode(version);
    try (NettyServer server = start(ClientAuth.NONE)) {
      byte[] answer = answerTo(server, record(wire, hello(wire, Integer.decode(suite))));
      assertTrue(answer.length == 0 || answer[0] == ALERT, what);
      assertTrue(answer.length < 64, what);
      assertNothingCame();
    }
  }

  @Test
  void M02_helloThatAnnouncesSixteenMebibytes_isRefusedAtOnce() throws Exception {
    byte[] start = ByteBuffer.allocate(64).putInt(1 << 24 | 0xFFFFFF).array();
    try (NettyServer server = start(ClientAuth.NONE)) {
      byte[] answer = answerTo(server, record(0x0301, start));
      assertTrue(answer.length == 0 || answer[0] == ALERT);
      assertNothingCame();
    }
  }

  /** Either is right, to put it together or to refuse it, as long as it comes to an end. */
  @Test
  void M02_helloInRecordsOfOneByte_isAnsweredOrRefused() throws Exception {
    byte[] hello = helloOfTheJdk();
    ByteArrayOutputStream split = new ByteArrayOutputStream();
    for (int at = 5; at < hello.length; at++) {
      split.writeBytes(record(0x0303, new byte[] {hello[at]}));
    }
    try (NettyServer server = start(ClientAuth.NONE);
        Socket socket = connect(server)) {
      int first = -1;
      try {
        socket.getOutputStream().write(split.toByteArray());
        first = socket.getInputStream().read();
      } catch (SocketException e) {
        // Reset: refused as well.
      }
      assertTrue(List.of(ALERT, HANDSHAKE, -1).contains(first), "answered " + first);
      assertNothingCame();
    }
  }

  @Test
  void M02_handshakesThatNeverEnd_areClosedAtTheirDeadline() throws Exception {
    try (NettyServer server = start(ClientAuth.NONE)) {
      List<Socket> sockets = new ArrayList<>();
      byte[] piece = new byte[] {0x16, 3, 1, 0, 1, 1};
      long begun = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        Socket socket = connect(server);
        socket.getOutputStream().write(piece);
        sockets.add(socket);
      }
      for (Socket socket : sockets) {
        readToEnd(socket);
        socket.close();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertTrue(seconds > 8 && seconds < 25, seconds + " s");
      HostContract.assertEventually(() -> server.connectionCount() == 0, "no connection is left");
      assertNothingCame();
    }
  }

  @Test
  void M03_renegotiation_endsTheConnection() throws Exception {
    try (NettyServer server = start(ClientAuth.NONE)) {
      SSLSocket client =
          handshaken(
              trusting(),
              server,
              connect(server),
              wishes -> wishes.setProtocols(new String[] {"TLSv1.2"}));
      RawClient http = RawClient.over(client);
      assertEquals(200, http.send(HostContract.request("GET /echo/ HTTP/1.1")).answer().status());
      assertThrows(
          IOException.class,
          () -> {
            client.startHandshake();
            http.send(HostContract.request("GET /echo/ HTTP/1.1")).answer();
          });
      HostContract.assertEventually(() -> server.connectionCount() == 0, "no connection is left");
    }
  }

  @Test
  void M03_keyUpdates_areAnsweredOneByOne_andHarmNothing() throws Exception {
    try (NettyServer server = start(ClientAuth.NONE);
        SSLSocket client =
            handshaken(
                trusting(),
                server,
                connect(server),
                wishes -> wishes.setProtocols(new String[] {"TLSv1.3"}))) {
      RawClient http = RawClient.over(client);
      for (int i = 0; i < 2_000; i++) {
        client.startHandshake(); // With TLS 1.3 this asks for new keys.
      }
      assertEquals(200, http.send(HostContract.request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  /** A good hello in a record, as the client of the JDK sends it. */
  private static byte[] helloOfTheJdk() throws Exception {
    SSLEngine engine = trusting().createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(32 * 1024);
    engine.wrap(ByteBuffer.allocate(0), record);
    return Arrays.copyOf(record.array(), record.position());
  }

  /** A hello that announces early data, and a request in a record that could be it. */
  @Test
  void M03_earlyData_isNeverARequest() throws Exception {
    byte[] hello = helloOfTheJdk();
    byte[] put =
        "PUT /store/early HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
    bytes.put(withEarlyData(hello));
    bytes.put((byte) 0x17).putShort((short) 0x0303).putShort((short) put.length).put(put);
    try (NettyServer server = start(ClientAuth.NONE)) {
      answerTo(server, Arrays.copyOf(bytes.array(), bytes.position()));
      assertNothingCame();
      assertTrue(handler.stored.isEmpty());
    }
  }

  /** Adds the extension 42 at the end of a hello, where the extensions are. */
  private static byte[] withEarlyData(byte[] hello) {
    ByteBuffer longer = ByteBuffer.allocate(hello.length + 4).put(hello);
    longer.putShort((short) 42).putShort((short) 0);
    longer.putShort(3, (short) (longer.getShort(3) + 4));
    longer.putInt(5, longer.getInt(5) + 4);
    int at = 5 + 4 + 2 + 32;
    at += 1 + longer.get(at);
    at += 2 + longer.getShort(at);
    at += 1 + longer.get(at);
    return longer.putShort(at, (short) (longer.getShort(at) + 4)).array();
  }

  @ParameterizedTest
  @CsvSource({
    "none,            localhost,          200",
    "none,            LocalHost.:8443,    200",
    "none,            127.0.0.1:8443,     200",
    "none,            other.example,      421",
    "none,            a.localhost,        421",
    "none,            127.0.0.2,          421",
    "none,            [::1]:8443,         421",
    "localhost,       other.example,      421",
    "other.example,   other.example,      421",
    "other.example,   localhost,          200",
  })
  void M04_whateverServerNameIsAskedFor_hostsOfTheCertificateAreServed_andNoOthers(
      String serverName, String host, int status) throws Exception {
    Consumer<SSLParameters> wishes =
        parameters ->
            parameters.setServerNames(
                switch (serverName) {
                  case "none" -> List.of();
                  default -> List.of(new SNIHostName(serverName));
                });
    try (NettyServer server = start(ClientAuth.NONE)) {
      try (SSLSocket client = handshaken(trusting(), server, connect(server), wishes)) {
        RawClient http = RawClient.over(client);
        http.send("PUT /store/a HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1\r\n\r\n1");
        RawClient.Answer answer = http.answer();
        assertEquals(status, answer.status(), answer.text());
        assertEquals(status == 200, !handler.stored.isEmpty());
        if (status == 421) {
          assertTrue(http.isClosedByServer());
        }
      }
      wishes = wishes.andThen(more -> more.setApplicationProtocols(new String[] {"h2"}));
      try (RawHttp2 http =
          RawHttp2.over(handshaken(trusting(), server, connect(server), wishes), 1 << 20)) {
        int stream =
            http.open(
                true, ":method", "GET", ":scheme", "https", ":authority", host, ":path", "/echo/");
        assertEquals(status, http.answer(stream).status());
      }
    }
    assertEquals(List.of(), List.copyOf(handler.offences));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void M04_connectionThatResumesASession_isHeldToItsCertificateToo(String version)
      throws Exception {
    SSLContext context = trusting();
    try (NettyServer server = start(ClientAuth.NONE)) {
      for (int i = 0; i < 3; i++) {
        try (SSLSocket client =
            handshaken(
                context,
                server,
                connect(server),
                wishes -> wishes.setProtocols(new String[] {version}))) {
          RawClient http = RawClient.over(client);
          assertEquals(
              200, http.send(HostContract.request("GET /echo/ HTTP/1.1")).answer().status());
          http.send("GET /echo/ HTTP/1.1\r\nHost: other.example\r\n\r\n");
          assertEquals(421, http.answer().status());
        }
      }
    }
  }

  @Test
  void M04_anyHost_isServedWhereItIsAllowed() throws Exception {
    SslContext context = SslContextBuilder.forServer(keys).build();
    try (NettyServer server = NettyServer.builder(handler).tls(context).anyHost(true).start();
        SSLSocket client = handshaken(server, connect(server))) {
      RawClient http = RawClient.over(client);
      http.send("GET /echo/ HTTP/1.1\r\nHost: other.example\r\n\r\n");
      assertEquals(200, http.answer().status());
    }
  }

  @Test
  void M05_connectionCutWithoutCloseNotify_isNoEndOfAnUpload() throws Exception {
    try (NettyServer server = start(ClientAuth.NONE)) {
      Socket below = connect(server);
      SSLSocket client = handshaken(server, below);
      OutputStream out = client.getOutputStream();
      out.write(
          "PUT /store/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf."
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      HostContract.assertEventually(() -> handler.bodyBytesSeen.get() == 5, "half of it came");
      below.close();
      assertEquals("lost /store/a", handler.ended.take());
      assertTrue(handler.stored.isEmpty());
      assertEquals(List.of(), List.copyOf(handler.offences));
    }
  }

  @Test
  void M07_clientWithoutTheCertificateThatIsDemanded_isRefused_whateverItsHeadersSay()
      throws Exception {
    try (NettyServer server = start(ClientAuth.REQUIRE);
        Socket below = connect(server)) {
      assertThrows(
          IOException.class,
          () -> {
            SSLSocket client = handshaken(server, below);
            client
                .getOutputStream()
                .write(
                    """
                    GET /echo/ HTTP/1.1
                    Host: x
                    X-SSL-Client-Verify: SUCCESS
                    X-SSL-Client-S-DN: CN=localhost

                    """
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            if (client.getInputStream().read() < 0) {
              throw new IOException("closed");
            }
          });
      assertNothingCame();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void M07_clientCertificateOfAChainThatIsTrusted_isServed_anyOther_isRefused(boolean known)
      throws Exception {
    if (!known) {
      trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init((KeyStore) null); // The authorities of the JDK, none of which made ours.
    }
    SSLContext withCertificate = SSLContext.getInstance("TLS");
    withCertificate.init(
        keys.getKeyManagers(), InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (NettyServer server = start(ClientAuth.REQUIRE);
        Socket below = connect(server)) {
      boolean served;
      try {
        RawClient http =
            RawClient.over(handshaken(withCertificate, server, below, parameters -> {}));
        http.send(HostContract.request("GET /echo/ HTTP/1.1"));
        served = http.answer().status() == 200;
      } catch (IOException refused) {
        served = false;
      }
      assertEquals(known, served);
      if (known) {
        assertEquals("sent /echo/", handler.ended.take());
      }
      assertNothingCame();
    }
  }

  @Test
  void M08_plainHttpAtTheTlsPort_isClosed() throws Exception {
    byte[] plain = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (NettyServer server = start(ClientAuth.NONE)) {
      byte[] answer = answerTo(server, plain);
      assertTrue(answer.length == 0 || answer[0] == ALERT || answer[0] == 'H');
      assertNothingCame();
    }
  }

  @Test
  void M08_tlsAtThePlainPort_isRefused() throws Exception {
    try (NettyServer server = NettyServer.builder(handler).start()) {
      byte[] answer = answerTo(server, record(0x0301, hello(0x0303, 0xc02f)));
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      assertTrue(text.isEmpty() || text.startsWith("HTTP/1.1 400 "), text);
      assertNothingCame();
    }
  }
}
