// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.RecordedLog;
import dev.mediastore.http.netty.NettyServer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server of this library with TLS from files. */
@Timeout(60)
class NettyTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;
  private final ScriptedHandler handler = new ScriptedHandler();
  private Path certificate;
  private Path key;

  @BeforeEach
  void writeFiles() throws Exception {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = NettyServerTest.class.getResourceAsStream("localhost.p12")) {
      store.load(in, PASSWORD);
    }
    write(store, "CERTIFICATE", certificate);
    write(store, "PRIVATE KEY", key);
  }

  private static void write(KeyStore store, String what, Path file) throws Exception {
    String alias = store.aliases().nextElement();
    byte[] der =
        what.equals("CERTIFICATE")
            ? store.getCertificate(alias).getEncoded()
            : store.getKey(alias, PASSWORD).getEncoded();
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private NettyServer start() throws IOException {
    return NettyServer.builder(handler).tls(certificate, key).start();
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context;
  }

  /** The client of the JDK, which neither knows us nor shares code with us. */
  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void client_getsTheVersionItAsksFor(HttpClient.Version version) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(trusting()).version(version).build();
    try (NettyServer server = start()) {
      URI root = URI.create("https://localhost:" + server.port());
      byte[] body = HostContract.bytes(3_000_000);
      HttpResponse<String> put =
          client.send(
              HttpRequest.newBuilder(root.resolve("/store/a"))
                  .PUT(BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.ofString());
      assertEquals("stored 3000000", put.body());
      assertEquals(version, put.version());
      HttpResponse<byte[]> get =
          client.send(
              HttpRequest.newBuilder(root.resolve("/store/a")).build(), BodyHandlers.ofByteArray());
      assertEquals(version, get.version());
      assertEquals(body.length, get.body().length);
      HttpResponse<String> echo =
          client.send(
              HttpRequest.newBuilder(root.resolve("/echo/")).build(), BodyHandlers.ofString());
      assertTrue(echo.body().contains(" secure\n"), echo.body());
      String seen = version.name().toLowerCase(Locale.ROOT);
      assertTrue(echo.body().toLowerCase(Locale.ROOT).contains(seen), echo.body());
    }
  }

  @Test
  void http2SwitchedOff_isNotOffered() throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
    try (NettyServer server =
        NettyServer.builder(handler).tls(certificate, key).http2(false).start()) {
      URI echo = URI.create("https://localhost:" + server.port() + "/echo/");
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(echo).build(), BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
    }
  }

  @Test
  void renewedFiles_takeEffect_brokenOnesDoNot() throws Exception {
    try (NettyServer server = start()) {
      assertEquals("localhost", commonName(server));
      Files.writeString(key, "no key", StandardCharsets.US_ASCII);
      Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(10)));
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
      while (System.nanoTime() < until) {
        assertEquals("localhost", commonName(server));
      }
      KeyStore renewed = renewed();
      write(renewed, "PRIVATE KEY", key);
      write(renewed, "CERTIFICATE", certificate);
      Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(20)));
      HostContract.assertEventually(() -> commonName(server).equals("renewed"), "renewed");
    }
  }

  @Test
  void M06_certificateThatHasExpired_orOfAnotherKey_isNotTaken_andTheFormerServes()
      throws Exception {
    RecordedLog.clear();
    try (NettyServer server = start()) {
      KeyStore expired = renewed("-startdate", "-2d", "-validity", "1");
      write(expired, "PRIVATE KEY", key);
      write(expired, "CERTIFICATE", certificate);
      Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(10)));
      awaitRefusal(server, "the certificate is valid from");
      write(renewed("-alias", "b"), "PRIVATE KEY", key);
      Files.setLastModifiedTime(key, FileTime.from(Instant.now().plusSeconds(20)));
      awaitRefusal(server, "the key is not that of the certificate");
    }
  }

  @Test
  void M06_keyOfAnotherCertificate_isToldAtTheStart_andAnExpiredCertificateIsServed()
      throws Exception {
    KeyStore expired = renewed("-startdate", "-2d", "-validity", "1");
    write(expired, "PRIVATE KEY", key);
    assertThrows(IOException.class, this::start);
    write(expired, "CERTIFICATE", certificate);
    RecordedLog.clear();
    try (NettyServer server = start()) {
      assertEquals("renewed", commonName(server));
    }
    assertTrue(RecordedLog.lines().toString().contains("and there is no other"));
  }

  private static void awaitRefusal(NettyServer server, String why) throws Exception {
    HostContract.assertEventually(
        () -> {
          assertEquals("localhost", commonName(server));
          return RecordedLog.lines().toString().contains(why);
        },
        why);
  }

  @Test
  void filesThatCannotBeUsed_areToldAtTheStart() throws Exception {
    Files.writeString(key, "no key", StandardCharsets.US_ASCII);
    assertThrows(IOException.class, this::start);
    Files.delete(key);
    assertThrows(IOException.class, this::start);
  }

  private static String commonName(NettyServer server) {
    try (SSLSocket socket =
        (SSLSocket)
            trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals("h2", socket.getApplicationProtocol());
      X509Certificate peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return peer.getSubjectX500Principal().getName().replaceFirst(".*?CN=([^,]*).*", "$1");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore renewed(String... more) throws Exception {
    Path file = folder.resolve("renewed" + more.length + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=renewed", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", "changeit"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }
}
