// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag of one version of an object: bare hexadecimal digits, no quotation marks.
 * Immutable; equal by value.
 *
 * @param value 1 to 64 hexadecimal digits
 * @since 0.1
 */
public record EntityTag(String value) {
  private static final int MAX_DIGITS = 64;
  private static final int RANDOM_BYTES = 32;
  private static final byte[] LABEL = "mediastore entity tag 1".getBytes(StandardCharsets.US_ASCII);

  /**
   * Checks the digits.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if they are not 1 to 64
   *     hexadecimal digits
   */
  public EntityTag {
    if (value.isEmpty() || value.length() > MAX_DIGITS || !isHexadecimal(value)) {
      throw MediaStoreException.of(
          ErrorCode.VALIDATION, "An entity tag is 1 to 64 hexadecimal digits.");
    }
  }

  /**
   * Returns the tag of an object whose content is known (contract section 9): the same content,
   * content type and cache control always give the same tag.
   *
   * @param contentSha256 32 bytes
   * @param contentType as stored, or null
   * @param cacheControl as stored, or null
   * @return 64 lower-case digits
   */
  public static EntityTag ofContent(
      byte[] contentSha256, @Nullable String contentType, @Nullable String cacheControl) {
    MessageDigest digest = Sha256.create();
    digest.update(LABEL);
    digest.update(contentSha256);
    update(digest, contentType);
    update(digest, cacheControl);
    return new EntityTag(HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Returns a tag for an object that is readable before its content is known.
   *
   * @param random source of 32 bytes
   * @return 64 lower-case digits
   */
  public static EntityTag random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new EntityTag(HexFormat.of().formatHex(bytes));
  }

  /** Separates the parts by a mark that tells absent from empty, so that no two inputs collide. */
  private static void update(MessageDigest digest, @Nullable String part) {
    if (part == null) {
      digest.update((byte) 0);
      return;
    }
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update((byte) 1);
    digest.update((byte) (bytes.length >>> 24));
    digest.update((byte) (bytes.length >>> 16));
    digest.update((byte) (bytes.length >>> 8));
    digest.update((byte) bytes.length);
    digest.update(bytes);
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
