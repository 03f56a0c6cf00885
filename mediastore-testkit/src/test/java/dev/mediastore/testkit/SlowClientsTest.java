// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.HttpLimits;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.NettyLimits;
import dev.mediastore.http.netty.NettyServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that drip their headers, drip their bodies, or do not read: they are gone by their
 * deadlines, cost little, and others do not notice (J01 to J03). {@code -Dmediastore.slow=heavy}
 * for 5,000, 1,000 and 1,000 of them instead of 300, 100 and 100.
 */
@Timeout(300)
class SlowClientsTest {
  private static final boolean HEAVY = "heavy".equals(System.getProperty("mediastore.slow"));
  private static final int HEADERS = HEAVY ? 5_000 : 300;
  private static final int BODIES = HEAVY ? 1_000 : 100;
  private static final int READERS = HEAVY ? 1_000 : 100;
  private static final Duration DEADLINE = Duration.ofSeconds(HEAVY ? 10 : 3);
  private static final int SMALL_WINDOW = 4096;
  private static final int FEWEST = 300;

  /** Scheduling alone takes that long on a busy machine with two cores. */
  private static final long FLOOR_NANOS = Duration.ofMillis(40).toNanos();

  private static final String GET = "GET /c/live/%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private static Socket connect(int port, int window, String text) throws IOException {
    Socket socket = new Socket();
    if (window > 0) {
      socket.setReceiveBufferSize(window);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** One byte more; false once the server has closed. */
  private static boolean drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads what was sent before the server closed or broke the connection. */
  private static long drain(Socket socket) {
    long count = 0;
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        count += n;
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still connected after its deadline", e);
    } catch (IOException e) {
      return count;
    }
    return count;
  }

  /** The time that 99 of 100 requests take at most, in nanoseconds. */
  private static long p99(int port, Duration howLong) throws Exception {
    List<Long> times = new ArrayList<>();
    long end = System.nanoTime() + howLong.toNanos();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/c/live/small.ts")).build();
    // The first one opens the connection, while the slow ones may still be opening theirs.
    client.send(request, HttpResponse.BodyHandlers.discarding());
    while (System.nanoTime() < end || times.size() < FEWEST) {
      long begin = System.nanoTime();
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      times.add(System.nanoTime() - begin);
      assertEquals(2048, answer.body().length);
    }
    Collections.sort(times);
    return times.get(times.size() * 99 / 100);
  }

  private static long usedBytes() {
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void slowClients_areGoneByTheirDeadlines_andOthersDoNotNotice() throws Exception {
    NettyLimits.Times times =
        new NettyLimits.Times(
            DEADLINE, DEADLINE, DEADLINE, DEADLINE, DEADLINE, Duration.ofSeconds(1));
    try (MediaStore store = MediaStore.builder().memory(64 << 20).build();
        MediaStoreHttp http =
            MediaStoreHttp.builder(store)
                .allowInsecurePut(true)
                .limits(HttpLimits.defaults().withUpload(DEADLINE))
                .build();
        NettyServer server =
            NettyServer.builder(http)
                .port(0)
                .limits(NettyLimits.defaults().withTimes(times))
                .start()) {
      fill(store);
      int port = server.port();
      p99(port, Duration.ofSeconds(1));
      long alone = p99(port, Duration.ofSeconds(1));
      long before = usedBytes();
      List<Socket> drippers = new ArrayList<>();
      List<Socket> readers = new ArrayList<>();
      for (int i = 0; i < HEADERS; i++) {
        drippers.add(connect(port, 0, "GET /c/live/small.ts HTTP/1.1\r\nX: "));
      }
      for (int i = 0; i < BODIES; i++) {
        String head = "PUT /c/live/%d.ts HTTP/1.1\r\nHost: h\r\nContent-Length: 999\r\n\r\n";
        drippers.add(connect(port, 0, head.formatted(i)));
      }
      for (int i = 0; i < READERS; i++) {
        readers.add(connect(port, SMALL_WINDOW, GET.formatted("large.ts")));
      }
      drippers.forEach(SlowClientsTest::drip);
      long among = p99(port, DEADLINE.dividedBy(2));
      drippers.forEach(SlowClientsTest::drip);
      long grown = usedBytes() - before;
      drippers.forEach(SlowClientsTest::drain);
      awaitGone(store);
      long whole =
          readers.stream().mapToLong(SlowClientsTest::drain).filter(n -> n > 6 << 20).count();
      System.out.printf(
          "{\"slow clients\": {\"headers\": %d, \"bodies\": %d, \"readers\": %d}, "
              + "\"p99AloneMicros\": %d, \"p99AmongMicros\": %d, \"grownMiB\": %d}%n",
          HEADERS, BODIES, READERS, alone / 1000, among / 1000, grown >> 20);
      assertEquals(0, whole, "readers that did not read got everything");
      assertTrue(among <= Math.max(2 * alone, FLOOR_NANOS), among + " ns, alone " + alone);
      assertTrue(grown <= 256L << 20, grown + " bytes more");
    }
  }

  private static void fill(MediaStore store) {
    Container live = store.createContainer("live");
    live.requireActive();
    live.putDocument(
        DocumentKind.CONTAINER_POLICY,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
        "Action":"mediastore:*","Resource":"%s/*"}]}"""
            .formatted(live.arn()));
    live.put(ObjectPath.of("small.ts"), UploadOptions.none(), new byte[2048]);
    live.put(ObjectPath.of("large.ts"), UploadOptions.none(), new byte[8 << 20]);
  }

  /** Readers that do not read are cut, and give back what they were reading. */
  private static void awaitGone(MediaStore store) {
    long deadline = System.nanoTime() + DEADLINE.multipliedBy(4).toNanos();
    while (store.usage().openLeases() + store.usage().openWriters() > 0) {
      assertTrue(System.nanoTime() < deadline, "still held: " + store.usage());
      Thread.onSpinWait();
    }
  }
}
