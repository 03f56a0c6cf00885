// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Takes the framing of {@code aws-chunked} off a body: what is between the chunk lines goes on,
 * signatures and trailer fields do not. Nothing is verified. Used by one thread at a time.
 */
final class AwsChunkedBody {
  /** More than a chunk line with its signature takes. */
  private static final int MOST_LINE = 1024;

  private final Consumer<ByteBuffer> content;
  private final StringBuilder line = new StringBuilder();
  private long left;
  private State state = State.SIZE;

  private enum State {
    SIZE,
    DATA,
    DATA_END,
    TRAILER
  }

  /**
   * @param content takes the pieces, each valid during the call
   */
  AwsChunkedBody(Consumer<ByteBuffer> content) {
    this.content = content;
  }

  /** Whether a payload declaration names this framing. */
  static boolean isDeclared(String contentSha256) {
    return contentSha256.startsWith("STREAMING-");
  }

  /**
   * Takes bytes as they were framed; all are consumed.
   *
   * @throws IllegalArgumentException if they are not framed
   */
  void update(ByteBuffer framed) {
    while (framed.hasRemaining()) {
      if (state == State.DATA) {
        data(framed);
      } else if (state == State.TRAILER) {
        framed.position(framed.limit());
      } else {
        lineByte((char) (framed.get() & 0xFF));
      }
    }
  }

  private void data(ByteBuffer framed) {
    int bytes = (int) Math.min(left, framed.remaining());
    content.accept(framed.slice(framed.position(), bytes));
    framed.position(framed.position() + bytes);
    left -= bytes;
    if (left == 0) {
      state = State.DATA_END;
    }
  }

  private void lineByte(char next) {
    if (next != '\n') {
      if (line.length() == MOST_LINE) {
        throw new IllegalArgumentException("a chunk line is too long");
      }
      line.append(next);
      return;
    }
    String text = line.toString().stripTrailing();
    line.setLength(0);
    if (state == State.DATA_END) {
      state = State.SIZE;
    } else {
      left = size(text);
      state = left == 0 ? State.TRAILER : State.DATA;
    }
  }

  private static long size(String text) {
    int extension = text.indexOf(';');
    try {
      long size = Long.parseLong(extension < 0 ? text : text.substring(0, extension), 16);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("no chunk line: " + text.length() + " characters");
  }
}
