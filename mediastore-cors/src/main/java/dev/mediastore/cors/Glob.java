// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

/**
 * An entry with one wildcard, which stands for any characters or none.
 *
 * @param prefix what stands before the wildcard
 * @param suffix what stands after it
 */
record Glob(String prefix, String suffix) {

  /** Splits an entry at its only {@code *}. */
  static Glob of(String entry) {
    int wildcard = entry.indexOf('*');
    return new Glob(entry.substring(0, wildcard), entry.substring(wildcard + 1));
  }

  /** Whether prefix and suffix are both there and do not share characters. */
  boolean matches(String value) {
    return value.length() >= prefix.length() + suffix.length()
        && value.endsWith(suffix) // First, because sites differ there more than in "https://".
        && value.startsWith(prefix);
  }
}
