// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Bounds on JSON from outside, checked while it is read. Immutable.
 *
 * @param depth most objects and lists inside one another
 * @param members most members of all objects together
 * @param tokens most names, values, brackets and braces together; bounds the elements of lists
 * @param numberCharacters most characters of a number
 */
record JsonLimits(int depth, int members, int tokens, int numberCharacters) {
  JsonLimits {
    if (depth < 1 || members < 1 || tokens < 1 || numberCharacters < 1) {
      throw new IllegalArgumentException("every JSON limit must be at least 1");
    }
  }

  /** Room for the largest request the contract allows: a CORS policy of 100 rules, all full. */
  static JsonLimits defaults() {
    return new JsonLimits(32, 20_000, 65_536, 64);
  }
}
