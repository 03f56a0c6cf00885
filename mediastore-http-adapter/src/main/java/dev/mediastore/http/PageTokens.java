// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.ListingCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens between the pages of a listing: where to go on, when it was said, and a code that
 * binds both to one container and folder. Safe for any thread.
 *
 * <p>Base 64 of: 8 bytes issue time in epoch seconds, 1 byte kind of the last row, its name, 32
 * bytes HMAC-SHA256 over all of that and the container's id and the folder.
 */
final class PageTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int CODE_BYTES = 32;
  private static final int FIXED_BYTES = Long.BYTES + 1;
  private static final int MAX_CHARACTERS = 1400;
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final SecretKeySpec key;

  /**
   * @param secret known to whoever has to understand the tokens, 32 random bytes
   */
  PageTokens(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  String issue(ListingCursor cursor, String containerId, FolderPath folder, Instant now) {
    byte[] name = cursor.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer content = ByteBuffer.allocate(FIXED_BYTES + name.length);
    content.putLong(now.getEpochSecond()).put(mark(cursor.type())).put(name);
    byte[] code = code(content.array(), containerId, folder);
    byte[] token = Arrays.copyOf(content.array(), content.capacity() + CODE_BYTES);
    System.arraycopy(code, 0, token, content.capacity(), CODE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Reads a token back.
   *
   * @throws ServiceException if it is not one of ours for this folder, or too old
   */
  ListingCursor read(String token, String containerId, FolderPath folder, Instant now) {
    byte[] bytes = decode(token);
    if (bytes.length <= FIXED_BYTES + CODE_BYTES) {
      throw invalid();
    }
    byte[] content = Arrays.copyOf(bytes, bytes.length - CODE_BYTES);
    byte[] code = Arrays.copyOfRange(bytes, content.length, bytes.length);
    if (!MessageDigest.isEqual(code, code(content, containerId, folder))) {
      throw invalid();
    }
    ByteBuffer fields = ByteBuffer.wrap(content);
    Instant issued = Instant.ofEpochSecond(fields.getLong());
    if (now.isAfter(issued.plus(LIFETIME))) {
      throw new ServiceException(
          ServiceError.VALIDATION, "NextToken has expired. Begin the listing again.");
    }
    ItemType type = fields.get() == mark(ItemType.FOLDER) ? ItemType.FOLDER : ItemType.OBJECT;
    String name =
        new String(content, FIXED_BYTES, content.length - FIXED_BYTES, StandardCharsets.UTF_8);
    return new ListingCursor(name, type);
  }

  private static byte mark(ItemType type) {
    return (byte) (type == ItemType.FOLDER ? 'F' : 'O');
  }

  private static byte[] decode(String token) {
    if (token.length() > MAX_CHARACTERS) {
      throw invalid();
    }
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private byte[] code(byte[] content, String containerId, FolderPath folder) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(content);
      // Neither an id nor a folder holds this byte, so no two places share a code.
      mac.update((byte) 0);
      mac.update(containerId.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      return mac.doFinal(folder.value().getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform provides HMAC-SHA256", e);
    }
  }

  private static ServiceException invalid() {
    return new ServiceException(
        ServiceError.VALIDATION, "NextToken is not one that this folder was listed with.");
  }
}
