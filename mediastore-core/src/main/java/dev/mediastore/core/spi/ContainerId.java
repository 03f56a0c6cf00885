// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * The identity of a container for its whole life: chosen at random when it is made, part of its
 * endpoint, never used again. Immutable.
 *
 * @param value 1 to 63 lower-case letters and digits; the origin makes them 14 long
 * @since 0.1
 */
public record ContainerId(String value) {
  private static final int MAX_CHARACTERS = 63;

  /** Checks the characters. */
  public ContainerId {
    if (!legal(value)) {
      throw new IllegalArgumentException("a container id is lower-case letters and digits");
    }
  }

  /**
   * Tells whether a text can be an id at all, for callers that look up what a client sent.
   *
   * @param text any text
   * @return true if an id of this value can be made
   */
  public static boolean legal(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
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
