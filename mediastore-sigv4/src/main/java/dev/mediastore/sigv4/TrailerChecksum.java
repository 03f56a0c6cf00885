// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** A checksum over the bytes of an object, to be compared with a trailer field. */
interface TrailerChecksum {
  String PREFIX = "x-amz-checksum-";

  void update(ByteBuffer bytes);

  /** Ends the computation and returns the value as the trailer spells it, in Base64. */
  String value();

  /** Returns a new computation for a trailer field, null if the field names no known checksum. */
  static @Nullable TrailerChecksum forField(String name) {
    return switch (name.substring(PREFIX.length())) {
      case "crc32" -> new OfChecksum(new CRC32(), Integer.BYTES);
      case "crc32c" -> new OfChecksum(new CRC32C(), Integer.BYTES);
      case "crc64nvme" -> new OfChecksum(new Crc64Nvme(), Long.BYTES);
      case "md5" -> new OfDigest("MD5");
      case "sha1" -> new OfDigest("SHA-1");
      case "sha256" -> new OfDigest("SHA-256");
      case "sha512" -> new OfDigest("SHA-512");
      default -> null;
    };
  }

  /** A checksum of 32 or 64 bits, written with the highest byte first. */
  record OfChecksum(Checksum checksum, int width) implements TrailerChecksum {
    @Override
    public void update(ByteBuffer bytes) {
      checksum.update(bytes);
    }

    @Override
    public String value() {
      byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      ByteBuffer low = ByteBuffer.wrap(all, Long.BYTES - width, width);
      byte[] bytes = new byte[width];
      low.get(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  /** A digest of the platform. */
  final class OfDigest implements TrailerChecksum {
    private final MessageDigest digest;

    OfDigest(String algorithm) {
      try {
        digest = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("the platform has no " + algorithm, e);
      }
    }

    @Override
    public void update(ByteBuffer bytes) {
      digest.update(bytes);
    }

    @Override
    public String value() {
      return Base64.getEncoder().encodeToString(digest.digest());
    }
  }
}
