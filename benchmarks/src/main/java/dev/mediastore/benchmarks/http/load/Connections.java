// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Many connections that do next to nothing, for what each costs the server. For one thread. */
public final class Connections implements AutoCloseable {
  private static final int RECEIVE_BYTES = 16 * 1024;

  private final List<SocketChannel> open = new ArrayList<>();

  /** Opens connections that have had one answer and ask for nothing more. */
  public void idle(Target target, int count, Request first) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = connect(target, 0);
      channel.write(first.head().duplicate());
      readAnswer(channel, first);
      channel.configureBlocking(false);
    }
  }

  private static void readAnswer(SocketChannel channel, Request request) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(8192);
    int body = request.answer() == null ? 0 : request.answer().remaining();
    do {
      if (channel.read(answer) < 0) {
        throw new IOException("connection closed");
      }
    } while (answer.position() <= body);
  }

  /** Opens connections that ask for something large and do not read it yet. */
  public void slow(Target target, int count, IntFunction<Request> requests) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = connect(target, RECEIVE_BYTES);
      channel.write(requests.apply(i).head().duplicate());
      channel.configureBlocking(false);
    }
  }

  private SocketChannel connect(Target target, int receiveBytes) throws IOException {
    SocketChannel channel = SocketChannel.open();
    open.add(channel);
    if (receiveBytes > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
    }
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()));
    return channel;
  }

  /** Reads a little on each connection; returns how many the server has closed. */
  public int sip() throws IOException {
    ByteBuffer sip = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    int closed = 0;
    for (SocketChannel channel : open) {
      try {
        closed += channel.read(sip.clear()) < 0 ? 1 : 0;
      } catch (IOException e) {
        closed++;
      }
    }
    return closed;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
