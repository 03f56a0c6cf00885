// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * A document exactly as it was put, with a number by which compiled forms can be cached. Immutable.
 *
 * @param text the text, character for character
 * @param revision differs between any two documents one container ever held; grows with each put
 * @since 0.1
 */
public record StoredDocument(String text, long revision) {
  /** Leaves the text out: documents do not belong in logs. */
  @Override
  public String toString() {
    return "StoredDocument[" + text.length() + " characters, revision " + revision + "]";
  }
}
