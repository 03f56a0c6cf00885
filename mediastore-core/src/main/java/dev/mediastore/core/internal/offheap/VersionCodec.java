// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a version: in the index, with its order, its location and numbers for common texts;
 * in a log record, where these stand elsewhere, without. Safe for any thread.
 *
 * <pre>
 *   flags 1 | order n | length n | modified n | [expiry n n] | tag 32 or text | digest 32
 *           | type | cache control | encoding | location, to the end
 * </pre>
 *
 * <p>n is a number of variable length. A text is a number: 0 for none, an odd one for a common
 * text, an even one for twice the length of what follows.
 */
final class VersionCodec {
  private static final int STREAMING = 1;
  private static final int EXPIRES = 2;
  private static final int RAW_TAG = 4;
  private static final HexFormat HEX = HexFormat.of();

  private final @Nullable StringTable texts;

  /**
   * Makes a codec.
   *
   * @param texts numbers for common texts; null to write every text out
   */
  VersionCodec(@Nullable StringTable texts) {
    this.texts = texts;
  }

  ByteWriter encode(Version version) {
    ByteWriter bytes = new ByteWriter();
    ObjectMetadata metadata = version.metadata();
    String tag = metadata.entityTag().value();
    byte[] raw = rawTag(tag);
    Instant expiresAt = metadata.expiresAt();
    bytes.put(
        (metadata.availability() == UploadAvailability.STREAMING ? STREAMING : 0)
            | (expiresAt != null ? EXPIRES : 0)
            | (raw != null ? RAW_TAG : 0));
    bytes.putNumber(version.order());
    bytes.putNumber(metadata.lengthBytes());
    bytes.putSigned(metadata.lastModified().toEpochMilli());
    if (expiresAt != null) {
      bytes.putSigned(expiresAt.getEpochSecond());
      bytes.putNumber(expiresAt.getNano());
    }
    if (raw != null) {
      bytes.put(raw);
    } else {
      bytes.putText(tag);
    }
    bytes.put(HEX.parseHex(Objects.requireNonNull(metadata.sha256())));
    putText(bytes, metadata.contentType());
    putText(bytes, metadata.cacheControl());
    putText(bytes, metadata.contentEncoding());
    bytes.put(version.location());
    return bytes;
  }

  /** Half the bytes for the tags that the store makes itself; null for any other. */
  private static byte @Nullable [] rawTag(String tag) {
    if (tag.length() != 64) {
      return null;
    }
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      if (c >= 'A' && c <= 'F') {
        return null;
      }
    }
    return HEX.parseHex(tag);
  }

  private void putText(ByteWriter bytes, @Nullable String text) {
    if (text == null) {
      bytes.putNumber(0);
      return;
    }
    int number = texts == null ? -1 : texts.number(text);
    if (number >= 0) {
      bytes.putNumber(2L * number + 1);
      return;
    }
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes.putNumber(2L * (utf8.length + 1));
    bytes.put(utf8);
  }

  private @Nullable String text(ByteReader bytes) {
    int number = Math.toIntExact(bytes.number());
    if (number == 0) {
      return null;
    }
    if (number % 2 == 1) {
      return Objects.requireNonNull(texts).text(number / 2);
    }
    return bytes.utf8(number / 2 - 1);
  }

  /** Tells whether the version in a log record expires. */
  static boolean expires(byte[] meta) {
    return (meta[0] & EXPIRES) != 0;
  }

  /**
   * Makes of the bytes in a log record those for the index: the same without its objects between.
   * The version does not expire.
   *
   * @param meta from a record
   * @param order its order
   * @param location where it lies
   * @return what {@link #encode} makes of that version
   */
  ByteWriter forIndex(byte[] meta, long order, byte[] location) {
    ByteReader from = new ByteReader(meta, meta.length);
    ByteWriter to = new ByteWriter();
    int flags = from.get();
    from.number(); // no order in a record's meta data
    to.put(flags);
    to.putNumber(order);
    to.putNumber(from.number());
    to.putSigned(from.signed());
    if ((flags & RAW_TAG) != 0) {
      from.copy(32, to);
    } else {
      to.putText(from.requiredText());
    }
    from.copy(32, to);
    for (int i = 0; i < 3; i++) {
      int number = Math.toIntExact(from.number());
      putText(to, number == 0 ? null : from.utf8(number / 2 - 1));
    }
    to.put(location);
    return to;
  }

  /** The order of the version in the index that has these bytes. */
  static long order(byte[] value, int length) {
    ByteReader bytes = new ByteReader(value, length);
    bytes.get();
    return bytes.number();
  }

  /** Makes a version of its bytes in the index, which do not hold its path. */
  Version decode(ObjectPath path, byte[] value, int length) {
    ByteReader bytes = new ByteReader(value, length);
    int flags = bytes.get();
    long order = bytes.number();
    return new Version(metadata(path, order, flags, bytes), order, bytes.rest());
  }

  /** Makes a version of the bytes in a log record, which hold neither path, order nor place. */
  Version decode(ObjectPath path, byte[] meta, long order, byte[] location) {
    ByteReader bytes = new ByteReader(meta, meta.length);
    int flags = bytes.get();
    bytes.number(); // no order in a record's meta data
    return new Version(metadata(path, order, flags, bytes), order, location);
  }

  private ObjectMetadata metadata(ObjectPath path, long order, int flags, ByteReader bytes) {
    long lengthBytes = bytes.number();
    Instant modified = Instant.ofEpochMilli(bytes.signed());
    Instant expiresAt =
        (flags & EXPIRES) == 0 ? null : Instant.ofEpochSecond(bytes.signed(), bytes.number());
    String tag = (flags & RAW_TAG) != 0 ? HEX.formatHex(bytes.get(32)) : bytes.requiredText();
    String sha256 = HEX.formatHex(bytes.get(32));
    return new ObjectMetadata(
        path,
        lengthBytes,
        text(bytes),
        text(bytes),
        text(bytes),
        new EntityTag(tag),
        sha256,
        modified,
        (flags & STREAMING) != 0 ? UploadAvailability.STREAMING : UploadAvailability.STANDARD,
        expiresAt,
        Version.versionId(order));
  }
}
