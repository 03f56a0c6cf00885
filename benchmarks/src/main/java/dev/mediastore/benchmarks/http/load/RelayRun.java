// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * An object is uploaded in transfer chunks, one every 33 ms, while readers follow it: how long from
 * the moment a chunk is sent until a reader has the last byte of it.
 */
public final class RelayRun {
  private static final int CHUNKS = 30;
  private static final int CHUNK_BYTES = 8192;
  private static final long INTERVAL_NANOS = 33_000_000;
  private static final int SETTLE_CHUNKS = 2;

  private final Target target;
  private final int readers;
  private final AtomicLongArray sentAt = new AtomicLongArray(CHUNKS);
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private volatile String failure = "";

  /** Prepares a run. */
  public RelayRun(Target target, int readers) {
    this.target = target;
    this.readers = readers;
  }

  /** Uploads one object and returns the latencies of all its chunks and readers in ns. */
  public List<Long> run(String name) throws IOException, InterruptedException {
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("relay", true), NioIoHandler.newFactory());
    CountDownLatch finished = new CountDownLatch(readers);
    try (PlainClient writer = new PlainClient(target)) {
      String path = target.prefix() + name;
      writer.send(
          "PUT "
              + path
              + " HTTP/1.1\r\nHost: "
              + target.authority()
              + "\r\nContent-Type: video/mp4\r\nx-amz-upload-availability: STREAMING\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
      long start = System.nanoTime();
      for (int i = 0; i < CHUNKS; i++) {
        waitUntil(start + i * INTERVAL_NANOS);
        byte[] chunk = chunk(i);
        sentAt.set(i, System.nanoTime());
        writer.send(chunk);
        if (i == 0) {
          waitUntil(start + INTERVAL_NANOS / 2);
          connect(loop, path, finished);
        }
      }
      writer.send("0\r\n\r\n");
      if (writer.status() != 200 && failure.isEmpty()) {
        failure = "upload refused";
      }
      if (!finished.await(10, TimeUnit.SECONDS) || !failure.isEmpty()) {
        throw new IOException("readers did not get everything: " + failure);
      }
      return new ArrayList<>(latencies);
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static void waitUntil(long due) throws InterruptedException {
    long left = due - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private static byte[] chunk(int number) {
    byte[] chunk = new byte["2000\r\n".length() + CHUNK_BYTES + 2];
    java.util.Arrays.fill(chunk, (byte) ('a' + number % 26));
    System.arraycopy("2000\r\n".getBytes(StandardCharsets.US_ASCII), 0, chunk, 0, 6);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    return chunk;
  }

  private void connect(EventLoopGroup loop, String path, CountDownLatch finished)
      throws InterruptedException {
    for (int i = 0; i < readers; i++) {
      new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.TCP_NODELAY, true)
          .handler(
              new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                  channel.pipeline().addLast(new HttpClientCodec(), new Reader(path, finished));
                }
              })
          .connect("127.0.0.1", target.port())
          .sync();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A reader that fails never finishes.
  private final class Reader extends SimpleChannelInboundHandler<HttpObject> {
    private final String path;
    private final CountDownLatch finished;
    private int received;

    Reader(String path, CountDownLatch finished) {
      this.path = path;
      this.finished = finished;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + target.authority() + "\r\n\r\n";
      ctx.pipeline()
          .firstContext()
          .writeAndFlush(Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
      if (message instanceof HttpResponse response && response.status().code() != 200) {
        failure = "status " + response.status();
      }
      if (message instanceof HttpContent content) {
        take(content);
      }
      if (message instanceof LastHttpContent) {
        if (received == CHUNKS * CHUNK_BYTES) {
          finished.countDown();
        }
        ctx.close();
      }
    }

    private void take(HttpContent content) {
      long now = System.nanoTime();
      int before = received / CHUNK_BYTES;
      for (int i = 0; i < content.content().readableBytes(); i++) {
        int chunk = (received + i) / CHUNK_BYTES;
        if (content.content().getByte(content.content().readerIndex() + i)
            != (byte) ('a' + chunk % 26)) {
          failure = "wrong byte";
        }
      }
      received += content.content().readableBytes();
      for (int chunk = before; chunk < received / CHUNK_BYTES; chunk++) {
        if (chunk >= SETTLE_CHUNKS) {
          latencies.add(now - sentAt.get(chunk));
        }
      }
    }
  }
}
