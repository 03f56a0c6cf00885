// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * A pattern over object paths in a lifecycle rule (contract section 14.1). Immutable.
 *
 * <p>A prefix is compared character by character with the start of the path; the empty prefix
 * matches every object. In a wildcard each {@code *} stands for any run of characters, slashes
 * included; there is no escape. A leading slash is dropped. Letter case counts. Matching takes time
 * linear in the length of pattern and path.
 *
 * @since 0.1
 */
public final class PathPattern {

  /**
   * The two kinds of pattern. Immutable.
   *
   * @since 0.1
   */
  public enum Kind {
    /** Matches the start of a path. */
    PREFIX,
    /** Matches a whole path, with {@code *} for any run of characters. */
    WILDCARD
  }

  private final Kind kind;
  private final String text;

  private PathPattern(Kind kind, String text) {
    this.kind = kind;
    this.text = text.startsWith("/") ? text.substring(1) : text;
  }

  /**
   * Returns a prefix pattern.
   *
   * @param text the prefix, possibly empty
   * @return the pattern
   */
  public static PathPattern prefix(String text) {
    return new PathPattern(Kind.PREFIX, text);
  }

  /**
   * Returns a wildcard pattern.
   *
   * @param text the pattern, with zero or more {@code *}
   * @return the pattern
   */
  public static PathPattern wildcard(String text) {
    return new PathPattern(Kind.WILDCARD, text);
  }

  /**
   * Returns the kind.
   *
   * @return prefix or wildcard
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the pattern without a leading slash.
   *
   * @return the text that is matched
   */
  public String text() {
    return text;
  }

  /**
   * Tells whether a path matches.
   *
   * @param path path of an object
   * @return true if it does
   */
  public boolean matches(ObjectPath path) {
    String value = path.value();
    return kind == Kind.PREFIX ? value.startsWith(text) : Wildcard.matches(text, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern that && kind == that.kind && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + text.hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + text;
  }
}
