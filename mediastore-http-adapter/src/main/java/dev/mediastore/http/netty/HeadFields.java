// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Headers;
import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer: those the service gave it, and those that belong to the connection. Used
 * by one thread at a time.
 *
 * <p>They become Netty's when somebody in the pipeline asks for them; usually nobody does, and
 * {@link ResponseEncoder} writes them as they are.
 */
final class HeadFields {
  private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.', '1', ' '};
  private static final int LINE_BYTES = 48;

  private final Headers given;
  private final BodyFraming framing;
  private final long length;
  private final @Nullable String connection;
  private @Nullable HttpHeaders asked;

  /**
   * Makes the fields.
   *
   * @param length of the body, if the framing is by length
   * @param connection value of the field {@code Connection}, or null for none
   * @throws IllegalArgumentException if a value could end its line
   */
  HeadFields(Headers given, BodyFraming framing, long length, @Nullable String connection) {
    this.given = given;
    this.framing = framing;
    this.length = length;
    this.connection = connection;
    for (int i = 0; i < given.size(); i++) {
      checkValue(given.value(i));
    }
  }

  static void checkValue(String value) {
    if (Lines.hasControls(value)) {
      throw new IllegalArgumentException("control character in a field of an answer");
    }
  }

  BodyFraming framing() {
    return framing;
  }

  /** Whether nobody can have changed them. */
  boolean untouched() {
    return asked == null;
  }

  HttpHeaders asked() {
    if (asked == null) {
      HttpHeaders headers = new DefaultHttpHeaders();
      given.forEach(headers::add);
      switch (framing) {
        case LENGTH -> headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        case CHUNKED -> headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        case NONE, UNTIL_CLOSE -> {}
      }
      if (connection != null) {
        headers.set(HttpHeaderNames.CONNECTION, connection);
      }
      asked = headers;
    }
    return asked;
  }

  /** About how many bytes the head takes. */
  int estimate() {
    return LINE_BYTES * (given.size() + 3);
  }

  /** Writes status line, header lines and the empty line. */
  void encode(HttpResponseStatus status, ByteBuf out) {
    out.writeBytes(VERSION);
    text(out, status.codeAsText());
    out.writeByte(' ');
    text(out, status.reasonPhrase());
    endLine(out);
    for (int i = 0; i < given.size(); i++) {
      line(out, given.name(i), given.value(i));
    }
    switch (framing) {
      case LENGTH -> {
        text(out, "content-length: ");
        number(out, length);
        endLine(out);
      }
      case CHUNKED -> line(out, "transfer-encoding", "chunked");
      case NONE, UNTIL_CLOSE -> {}
    }
    if (connection != null) {
      line(out, "connection", connection);
    }
    endLine(out);
  }

  private static void line(ByteBuf out, String name, String value) {
    text(out, name);
    out.writeShort(':' << 8 | ' ');
    text(out, value);
    endLine(out);
  }

  private static void endLine(ByteBuf out) {
    out.writeShort('\r' << 8 | '\n');
  }

  /** As Netty does: Latin-1, and a question mark for what that does not have. */
  private static void text(ByteBuf out, CharSequence text) {
    int length = text.length();
    out.ensureWritable(length);
    int at = out.writerIndex();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      out.setByte(at + i, c < 256 ? c : '?');
    }
    out.writerIndex(at + length);
  }

  /** A number without leading zeros and without an object. */
  static void number(ByteBuf out, long number) {
    long scale = 1;
    while (number / scale >= 10) {
      scale *= 10;
    }
    for (long rest = number; scale > 0; scale /= 10) {
      out.writeByte((int) ('0' + rest / scale));
      rest %= scale;
    }
  }
}
