// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import dev.mediastore.sigv4.PayloadResult.Accepted;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the {@code aws-chunked} framing off a body and checks it on the way.
 *
 * <pre>
 *   size [;chunk-signature=...] CRLF
 *   data CRLF                              as often as there is data, then
 *   0 [;chunk-signature=...] CRLF
 *   [name:value CRLF ...] CRLF             trailer fields
 * </pre>
 *
 * <p>Bytes may arrive cut anywhere, between CR and LF too. The sink sees data before its chunk
 * signature is checked.
 */
final class ChunkedPayload extends PayloadVerifier {
  private static final String EXTENSION = ";chunk-signature=";
  private static final int SIZE_DIGITS = 32;
  private static final int SIZE_LINE = SIZE_DIGITS + EXTENSION.length() + EcdsaKey.LONGEST_DIGITS;

  private enum State {
    SIZE_LINE,
    DATA,
    DATA_END,
    TRAILER,
    DONE
  }

  private final PayloadExpectation payload;
  private final SigV4Limits limits;
  private final @Nullable ChunkChain chain;
  private final Trailer trailer;
  private final StringBuilder line = new StringBuilder(128);
  private State state = State.SIZE_LINE;
  private boolean afterReturn;
  private String chunkSignature = "";
  private long remaining;
  private long length;
  private @Nullable PayloadResult result;

  ChunkedPayload(PayloadExpectation payload, SigV4Limits limits, @Nullable ChunkChain chain) {
    this.payload = payload;
    this.limits = limits;
    this.chain = chain;
    this.trailer = new Trailer(payload, limits, chain);
  }

  @Override
  public boolean framed() {
    return true;
  }

  @Override
  public boolean update(ByteBuffer wire, PayloadSink sink) {
    if (result == null) {
      try {
        consume(wire, sink);
      } catch (Refusal e) {
        result = e.refused();
      }
    }
    wire.position(wire.limit());
    return result == null;
  }

  private void consume(ByteBuffer wire, PayloadSink sink) throws Refusal {
    while (wire.hasRemaining()) {
      switch (state) {
        case SIZE_LINE -> {
          if (completeLine(wire, SIZE_LINE)) {
            startChunk(takeLine());
          }
        }
        case DATA -> takeData(wire, sink);
        case DATA_END -> {
          if (completeLine(wire, 0)) {
            state = State.SIZE_LINE;
          }
        }
        case TRAILER -> {
          if (completeLine(wire, trailer.room())) {
            takeTrailerLine(takeLine());
          }
        }
        case DONE -> throw malformed("Bytes follow the last chunk");
      }
    }
  }

  private void startChunk(String text) throws Refusal {
    int digits = text.indexOf(';');
    if (digits < 0) {
      digits = text.length();
    }
    remaining = size(text, digits);
    chunkSignature = signature(text, digits);
    if (payload.knowsLength() && remaining > payload.decodedBytes() - length) {
      throw malformed("The chunks hold more than x-amz-decoded-content-length");
    }
    if (remaining > 0) {
      state = State.DATA;
      return;
    }
    if (payload.knowsLength() && length != payload.decodedBytes()) {
      throw incomplete("The chunks hold less than x-amz-decoded-content-length");
    }
    endChunk();
    state = State.TRAILER;
  }

  private long size(String text, int digits) throws Refusal {
    if (digits == 0 || digits > SIZE_DIGITS) {
      throw malformed("A chunk size is not a hexadecimal number");
    }
    long size = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Hex.valueOf(text.charAt(i));
      if (digit < 0) {
        throw malformed("A chunk size is not a hexadecimal number");
      }
      size = size << 4 | digit;
      if (size > limits.chunkBytes()) {
        throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "A chunk is too large");
      }
    }
    return size;
  }

  private String signature(String text, int digits) throws Refusal {
    boolean extended = digits < text.length();
    if (chain == null) {
      if (extended) {
        throw malformed("A chunk of an unsigned payload has an extension");
      }
      return "";
    }
    if (!extended || !text.startsWith(EXTENSION, digits)) {
      throw new Refusal(
          SigV4Error.CHUNK_SIGNATURE, "A chunk of a signed payload has no chunk-signature");
    }
    return text.substring(digits + EXTENSION.length());
  }

  private void takeData(ByteBuffer wire, PayloadSink sink) throws Refusal {
    int count = (int) Math.min(remaining, wire.remaining());
    ByteBuffer data = wire.slice(wire.position(), count).asReadOnlyBuffer();
    wire.position(wire.position() + count);
    if (chain != null) {
      chain.update(data.duplicate());
    }
    trailer.update(data);
    sink.accept(data);
    length += count;
    remaining -= count;
    if (remaining == 0) {
      endChunk();
      state = State.DATA_END;
    }
  }

  private void endChunk() throws Refusal {
    if (chain != null && !chain.endChunk(chunkSignature)) {
      throw new Refusal(
          SigV4Error.CHUNK_SIGNATURE,
          "A chunk signature we calculated does not match the one you provided");
    }
  }

  private void takeTrailerLine(String text) throws Refusal {
    if (text.isEmpty()) {
      trailer.end();
      state = State.DONE;
    } else {
      trailer.add(text);
    }
  }

  /** Reads on to the end of a line; only CR LF ends one. */
  private boolean completeLine(ByteBuffer wire, int limit) throws Refusal {
    while (wire.hasRemaining()) {
      char c = (char) (wire.get() & 0xff);
      if (afterReturn) {
        if (c != '\n') {
          throw malformed("A line in the framing does not end with CR LF");
        }
        afterReturn = false;
        return true;
      }
      if (c == '\r') {
        afterReturn = true;
      } else if (c == '\n' || line.length() >= limit) {
        throw malformed("A line in the framing is too long or does not end with CR LF");
      } else {
        line.append(c);
      }
    }
    return false;
  }

  private String takeLine() {
    String text = line.toString();
    line.setLength(0);
    return text;
  }

  @Override
  public PayloadResult finish() {
    if (result == null) {
      result =
          state == State.DONE
              ? new Accepted(length, trailer.fields())
              : incomplete("The body ends before its last chunk").refused();
    }
    return result;
  }

  @Override
  public PayloadResult finish(byte[] sha256) {
    throw new IllegalStateException("a framed body is checked chunk by chunk");
  }

  private static Refusal malformed(String message) {
    return new Refusal(SigV4Error.MALFORMED_CHUNKS, message);
  }

  private static Refusal incomplete(String message) {
    return new Refusal(SigV4Error.INCOMPLETE_BODY, message);
  }
}
