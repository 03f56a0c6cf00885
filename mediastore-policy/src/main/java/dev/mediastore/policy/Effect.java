// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * What a statement does to a request it applies to.
 *
 * @since 0.1
 */
public enum Effect {
  /** The statement grants. */
  ALLOW("Allow"),
  /** The statement refuses, whatever else grants. */
  DENY("Deny");

  private final String text;

  Effect(String text) {
    this.text = text;
  }

  /** The word written in a policy document. */
  public String text() {
    return text;
  }
}
