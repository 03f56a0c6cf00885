// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The {@code NextToken} of ListContainers: the name of the last container already listed, in the
 * base 64 alphabet that contract section 5 wants.
 *
 * <p>A page starts behind that name whether or not the container still exists, so that containers
 * created or deleted meanwhile neither repeat nor hide others. The checksum tells a token from
 * chance text and one region's token from another's; it keeps no secret, as there is none.
 */
final class ContainerCursor {
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private ContainerCursor() {}

  /** The token for what comes after the container {@code name}. */
  static String after(String name, CallScope scope) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer token = ByteBuffer.allocate(HEADER_BYTES + text.length);
    token.put(VERSION).putInt(checksum(name, scope)).put(text);
    return Base64.getEncoder().encodeToString(token.array());
  }

  /** The name in {@code token}, or empty if {@link #after} did not make it for this scope. */
  static Optional<String> name(String token, CallScope scope) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(token));
      if (bytes.remaining() <= HEADER_BYTES) {
        return Optional.empty();
      }
      String name = StandardCharsets.UTF_8.decode(bytes.position(HEADER_BYTES)).toString();
      // One name has one token: every other spelling of it is refused as well.
      return Optional.of(name).filter(found -> after(found, scope).equals(token));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int checksum(String name, CallScope scope) {
    CRC32 checksum = new CRC32();
    String covered = scope.account() + '\n' + scope.region() + '\n' + name;
    checksum.update(covered.getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }
}
