// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The least a Netty server can do: HTTP/1.1 by Netty's own codec, bodies in direct buffers, a map
 * from paths to them, and nothing is checked. With {@code -Dbench.digest=true} it also takes the
 * SHA-256 of what is put.
 */
public final class BareServer {
  private BareServer() {}

  /**
   * Starts the server.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    boolean digest = Boolean.getBoolean("bench.digest");
    Loops loops = Loops.create(Integer.getInteger("bench.threads", 1));
    SslContext tls = tls();
    Channel listener =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.channel())
            .option(ChannelOption.SO_BACKLOG, 8192)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel connection) throws Exception {
                    if (tls != null) {
                      connection.pipeline().addLast(tls.newHandler(connection.alloc()));
                    }
                    connection
                        .pipeline()
                        .addLast(new HttpServerCodec(4096, 8192, 65536), new BareHandler(digest));
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    ServerControl.serve(((java.net.InetSocketAddress) listener.localAddress()).getPort());
  }

  private static @Nullable SslContext tls() throws Exception {
    String certificate = System.getProperty("bench.certificate");
    return certificate == null
        ? null
        : SslContextBuilder.forServer(
                Path.of(certificate).toFile(), Path.of(System.getProperty("bench.key")).toFile())
            .build();
  }
}
