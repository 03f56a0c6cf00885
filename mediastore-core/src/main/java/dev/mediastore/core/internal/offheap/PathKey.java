// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectPath;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Paths as keys of the index: the slash becomes a byte below all that names may hold. In that order
 * a folder's content is contiguous and follows the object of the folder's name:
 *
 * <pre>
 *   a        object a
 *   a|b      \
 *   a|b|c     } all below folder a: skipped in one step, to the first key not below a|(next)
 *   a|d      /
 *   a-x      object a-x
 * </pre>
 */
final class PathKey {
  static final byte SEPARATOR = 1;
  private static final byte AFTER_SEPARATOR = 2;

  private PathKey() {}

  static byte[] of(ObjectPath path) {
    return of(path.value());
  }

  @SuppressWarnings("deprecation") // Paths are ASCII: the one call that copies without a coder.
  private static byte[] of(String path) {
    byte[] key = new byte[path.length()];
    path.getBytes(0, key.length, key, 0);
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '/') {
        key[i] = SEPARATOR;
      }
    }
    return key;
  }

  /** The path of a key, or of the beginning of one. */
  static String path(byte[] key, int length) {
    byte[] text = java.util.Arrays.copyOf(key, length);
    for (int i = 0; i < length; i++) {
      if (text[i] == SEPARATOR) {
        text[i] = '/';
      }
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** What the keys of everything below a folder begin with. */
  static byte[] prefix(FolderPath folder) {
    return folder.isRoot() ? new byte[0] : of(folder.value() + '/');
  }

  /** A key at or before the first row after a cursor, and after the cursor's own row. */
  static byte[] start(byte[] prefix, @Nullable ListingCursor after) {
    if (after == null) {
      return prefix;
    }
    byte[] name = of(after.name());
    byte[] key = java.util.Arrays.copyOf(prefix, prefix.length + name.length + 1);
    System.arraycopy(name, 0, key, prefix.length, name.length);
    key[key.length - 1] = after.type() == ItemType.OBJECT ? SEPARATOR : AFTER_SEPARATOR;
    return key;
  }

  /** The first key that can follow everything below the folder that a key lies in. */
  static byte[] afterFolder(byte[] key, int separator) {
    byte[] next = java.util.Arrays.copyOf(key, separator + 1);
    next[separator] = AFTER_SEPARATOR;
    return next;
  }

  /** The first key that can follow a key. */
  static byte[] after(byte[] key, int length) {
    return java.util.Arrays.copyOf(key, length + 1);
  }

  static boolean startsWith(byte[] key, int length, byte[] prefix) {
    return length >= prefix.length
        && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
