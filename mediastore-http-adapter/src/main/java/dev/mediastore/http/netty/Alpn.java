// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what client and server agree on while they shake hands (RFC 7301). */
@SuppressWarnings("FutureReturnValueIgnored") // However closing goes, the connection is over.
final class Alpn extends ApplicationProtocolNegotiationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Alpn.class);

  private final BiConsumer<ChannelHandlerContext, Boolean> choice;

  /**
   * Makes a handler.
   *
   * @param choice adds the handlers that follow; told whether it is HTTP/2
   */
  Alpn(BiConsumer<ChannelHandlerContext, Boolean> choice) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.choice = choice;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    choice.accept(ctx, protocol.equals(ApplicationProtocolNames.HTTP_2));
  }

  /** Scanners, and clients that do not trust us: nothing to wake anybody for. */
  @Override
  protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("handshake failed: {}", cause.toString());
    ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection failed before it was chosen: {}", cause.toString());
    ctx.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == MediaStoreChannelHandler.Event.DRAIN) {
      ctx.close();
    }
    super.userEventTriggered(ctx, event);
  }
}
