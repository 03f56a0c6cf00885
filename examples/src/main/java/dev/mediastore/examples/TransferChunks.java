// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes the chunked transfer coding off a body (RFC 9112 section 7.1). Used for one body, by one
 * thread.
 */
final class TransferChunks {
  private static final String LINE_END = "\r\n";

  private final String wire;
  private int position;

  /**
   * Starts at the first transfer chunk.
   *
   * @param wire the body as received, one character per byte
   */
  TransferChunks(String wire) {
    this.wire = wire;
  }

  byte[] decode() throws RawRequest.MalformedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      int end = position + size;
      if (!wire.startsWith(LINE_END, end)) {
        throw new RawRequest.MalformedException("The body ends within a transfer chunk");
      }
      body.writeBytes(wire.substring(position, end).getBytes(StandardCharsets.ISO_8859_1));
      position = end + LINE_END.length();
    }
    String trailer = line();
    while (!trailer.isEmpty()) { // Trailer fields take no part in a signature.
      trailer = line();
    }
    if (position < wire.length()) {
      throw new RawRequest.MalformedException("Something follows the last transfer chunk");
    }
    return body.toByteArray();
  }

  private int size() throws RawRequest.MalformedException {
    String line = line();
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (!digits.matches("0*[0-9A-Fa-f]{1,7}")) {
      throw new RawRequest.MalformedException("A transfer chunk does not begin with its size");
    }
    return Integer.parseInt(digits, 16);
  }

  private String line() throws RawRequest.MalformedException {
    int end = wire.indexOf(LINE_END, position);
    if (end < 0) {
      throw new RawRequest.MalformedException("The chunked body has no end");
    }
    String line = wire.substring(position, end);
    position = end + LINE_END.length();
    return line;
  }
}
