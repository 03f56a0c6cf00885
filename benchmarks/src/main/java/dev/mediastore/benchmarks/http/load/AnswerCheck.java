// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Compares an answer with what it has to be, as it arrives. Used by one thread at a time. */
final class AnswerCheck {
  private final Request request;
  private int received;

  AnswerCheck(Request request) {
    this.request = request;
  }

  Request request() {
    return request;
  }

  /** Bytes of the body so far. */
  int received() {
    return received;
  }

  /** Returns what is wrong with the status, or null. */
  @Nullable String status(int status) {
    boolean right = request.status() == 0 ? status / 100 == 2 : status == request.status();
    return right ? null : "status " + status + " to " + line();
  }

  /** Returns what is wrong with the next bytes of the body, or null. Does not consume them. */
  @Nullable String body(ByteBuf bytes, int length) {
    ByteBuffer expected = request.answer();
    int before = received;
    received += length;
    if (expected == null || length == 0) {
      return null;
    }
    if (received > expected.remaining()) {
      return "body too long after " + line();
    }
    ByteBuffer piece = bytes.internalNioBuffer(bytes.readerIndex(), length);
    return piece.mismatch(expected.slice(before, length)) < 0
        ? null
        : "wrong byte near " + before + " after " + line();
  }

  /** Returns what is wrong with the whole, or null. */
  @Nullable String end() {
    ByteBuffer expected = request.answer();
    return expected == null || expected.remaining() == received
        ? null
        : "body of " + received + " bytes after " + line();
  }

  private String line() {
    return request.fields().method() + " " + request.fields().path();
  }
}
