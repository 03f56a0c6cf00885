// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * A folder of a container, or its top level: a prefix to list, not a thing that exists by itself.
 * Immutable.
 *
 * @param value names separated by single slashes, no slash at either end; empty for the top level
 * @since 0.1
 */
public record FolderPath(String value) {

  /** The top level of a container. */
  public static final FolderPath ROOT = new FolderPath("");

  /**
   * Checks the folder.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if a rule of contract section 8.1
   *     is broken
   */
  public FolderPath {
    if (!value.isEmpty()) {
      PathRules.check(value);
    }
  }

  /**
   * Returns the folder for one of the spellings of contract section 11: {@code a/b}, {@code /a/b},
   * {@code a/b/}, {@code /a/b/}; empty or {@code /} is the top level.
   *
   * @param decoded at most 900 characters, percent-decoded
   * @return the checked folder
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if a rule is broken
   */
  public static FolderPath of(String decoded) {
    if (decoded.length() > PathRules.MAX_CHARACTERS) {
      throw PathRules.invalid(
          "Path must have at most " + PathRules.MAX_CHARACTERS + " characters.");
    }
    if (decoded.isEmpty() || decoded.equals("/")) {
      return ROOT;
    }
    int start = decoded.startsWith("/") ? 1 : 0;
    int end = decoded.length() - (decoded.endsWith("/") ? 1 : 0);
    if (start >= end) {
      throw PathRules.invalid("Path must not hold empty names.");
    }
    return new FolderPath(decoded.substring(start, end));
  }

  /** Returns the parent part of a path that was checked already. */
  static FolderPath checked(String parent) {
    return new FolderPath(parent);
  }

  /**
   * Tells whether this is the top level.
   *
   * @return true for {@link #ROOT}
   */
  public boolean isRoot() {
    return value.isEmpty();
  }

  /**
   * Returns the path of a direct child.
   *
   * @param name one name, no slash
   * @return the child's path
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if the child's path is not legal
   */
  public ObjectPath child(String name) {
    return new ObjectPath(value.isEmpty() ? name : value + '/' + name);
  }

  @Override
  public String toString() {
    return value;
  }
}
