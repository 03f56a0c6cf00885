// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * The key of an object inside its container: decoded once, checked once, and from then on the one
 * value that authorisation, storage, log and metrics use. Immutable.
 *
 * <p>Rules of contract section 8.1: 1 to 900 characters, at most eleven names separated by single
 * slashes, names of {@code A-Z a-z 0-9 _ = : . ~ -} with at least one character, never {@code .} or
 * {@code ..}; no leading or trailing slash. Percent-decoding and the collapsing of redundant
 * slashes belong to whoever read the path from the wire.
 *
 * <p>The natural order is the order of listings: segment by segment in byte order, so that
 * everything below a folder is contiguous and directly follows the object of the folder's name.
 *
 * @param value the path, for example {@code live/hls/seg001.ts}
 * @since 0.1
 */
public record ObjectPath(String value) implements Comparable<ObjectPath> {

  /**
   * Checks the path.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if a rule is broken
   */
  public ObjectPath {
    PathRules.check(value);
  }

  /**
   * Returns the path for a decoded string.
   *
   * @param decoded path without leading slash, percent-decoded
   * @return the checked path
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if a rule is broken
   */
  public static ObjectPath of(String decoded) {
    return new ObjectPath(decoded);
  }

  /**
   * Returns the last name of the path, as listings show it.
   *
   * @return at least one character, no slash
   */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /**
   * Returns the folder that lists this object.
   *
   * @return the parent, possibly the root
   */
  public FolderPath folder() {
    int slash = value.lastIndexOf('/');
    return slash < 0 ? FolderPath.ROOT : FolderPath.checked(value.substring(0, slash));
  }

  @Override
  public int compareTo(ObjectPath other) {
    String a = value;
    String b = other.value;
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // The slash sorts before every character of a name.
        return x == '/' ? -1 : y == '/' ? 1 : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public String toString() {
    return value;
  }
}
