// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a load balancer says about its client before the first byte of that: the PROXY
 * protocol, version 1 or 2. Used on the event loop of its channel; leaves the pipeline when it
 * knows.
 *
 * <p>In front of connections of listed peers only, and these must send it: a connection without a
 * header, or with one that is not exactly right, is closed. Only the address of the client counts,
 * extensions are skipped; a header without an address leaves that of the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // However closing goes, the connection is over.
final class ProxyProtocol extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyProtocol.class);
  private static final AttributeKey<InetSocketAddress> CLIENT =
      AttributeKey.valueOf(ProxyProtocol.class, "client");

  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int FIXED_BYTES = 16;
  private static final int LONGEST_LINE = 107;
  private static final int LONGEST_ADDRESSES = 2048;
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;

  private final ConnectionGate gate;

  /** Makes a handler that has {@code gate} count the client. */
  ProxyProtocol(ConnectionGate gate) {
    this.gate = gate;
  }

  /** The client a proxy has named for this connection, or null. */
  static @Nullable InetSocketAddress client(Channel channel) {
    return channel.hasAttr(CLIENT) ? channel.attr(CLIENT).get() : null;
  }

  /** A header that is not right. */
  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      boolean known =
          in.getByte(in.readerIndex()) == SIGNATURE[0] ? binary(ctx, in) : line(ctx, in);
      InetSocketAddress client = client(ctx.channel());
      if (client != null && !gate.admitClient(ctx.channel(), client)) {
        in.skipBytes(in.readableBytes());
        ctx.close();
      } else if (known) {
        ctx.pipeline().remove(this);
      }
    } catch (MalformedException e) {
      LOG.debug("connection of a proxy closed: {}", e.getMessage());
      in.skipBytes(in.readableBytes());
      ctx.close();
    }
  }

  private static boolean line(ChannelHandlerContext ctx, ByteBuf in) throws MalformedException {
    int most = Math.min(in.readableBytes(), LONGEST_LINE);
    int end = in.indexOf(in.readerIndex(), in.readerIndex() + most, (byte) '\n');
    int seen = end < 0 ? most : end - in.readerIndex();
    String text = in.toString(in.readerIndex(), seen, StandardCharsets.ISO_8859_1);
    if (!"PROXY ".startsWith(text.substring(0, Math.min(6, text.length())))
        || (end < 0 && most == LONGEST_LINE)) {
      throw new MalformedException("no PROXY header");
    }
    if (end < 0) {
      return false;
    }
    if (!text.endsWith("\r")) {
      throw new MalformedException("line without carriage return");
    }
    in.skipBytes(seen + 1);
    String[] parts = text.substring(0, text.length() - 1).split(" ", -1);
    if (parts.length >= 2 && parts[1].equals("UNKNOWN")) {
      return true;
    }
    int length = parts.length > 1 && parts[1].equals("TCP4") ? 4 : 16;
    if (parts.length != 6 || !(length == 4 || parts[1].equals("TCP6"))) {
      throw new MalformedException("malformed line");
    }
    address(parts[3], length);
    port(parts[5]);
    ctx.channel().attr(CLIENT).set(socketAddress(address(parts[2], length), port(parts[4])));
    return true;
  }

  private static byte[] address(String text, int length) throws MalformedException {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    boolean right = length == 4 ? NetUtil.isValidIpV4Address(text) : text.indexOf(':') >= 0;
    if (!right || address == null || address.length != length) {
      throw new MalformedException("malformed address");
    }
    return address;
  }

  private static int port(String text) throws MalformedException {
    boolean digits = text.length() <= 5 && !text.isEmpty();
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int port = digits ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65_535 || (text.length() > 1 && text.charAt(0) == '0')) {
      throw new MalformedException("malformed port");
    }
    return port;
  }

  private static boolean binary(ChannelHandlerContext ctx, ByteBuf in) throws MalformedException {
    int start = in.readerIndex();
    for (int i = 0; i < Math.min(in.readableBytes(), SIGNATURE.length); i++) {
      if (in.getByte(start + i) != SIGNATURE[i]) {
        throw new MalformedException("no PROXY header");
      }
    }
    if (in.readableBytes() < FIXED_BYTES) {
      return false;
    }
    int command = in.getUnsignedByte(start + 12);
    int family = in.getUnsignedByte(start + 13);
    int length = in.getUnsignedShort(start + 14);
    if ((command != LOCAL && command != PROXY) || length > LONGEST_ADDRESSES) {
      throw new MalformedException("unknown command or version, or too long");
    }
    if (in.readableBytes() < FIXED_BYTES + length) {
      return false;
    }
    int addressBytes = family == TCP4 ? 4 : family == TCP6 ? 16 : 0;
    if (command == PROXY && addressBytes > 0) {
      if (length < 2 * addressBytes + 4) {
        throw new MalformedException("addresses cut short");
      }
      byte[] source = new byte[addressBytes];
      in.getBytes(start + FIXED_BYTES, source);
      int port = in.getUnsignedShort(start + FIXED_BYTES + 2 * addressBytes);
      ctx.channel().attr(CLIENT).set(socketAddress(source, port));
    }
    in.skipBytes(FIXED_BYTES + length);
    return true;
  }

  private static InetSocketAddress socketAddress(byte[] address, int port)
      throws MalformedException {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new MalformedException("malformed address");
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == MediaStoreChannelHandler.Event.DRAIN) {
      ctx.close();
    }
    super.userEventTriggered(ctx, event);
  }
}
