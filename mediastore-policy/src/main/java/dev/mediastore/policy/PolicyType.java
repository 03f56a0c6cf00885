// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * The part a policy document plays in a decision.
 *
 * @since 0.1
 */
public enum PolicyType {
  /** Attached to the caller, or to the role or user behind a session. */
  IDENTITY("identity policy", 1),
  /** Attached to the resource; for a media origin the container policy. Names its principals. */
  RESOURCE("resource policy", 2),
  /** The most that the caller's identity policies can grant; grants nothing by itself. */
  PERMISSIONS_BOUNDARY("permissions boundary", 4),
  /** The most that one session of a role or federated user can be granted; grants nothing. */
  SESSION("session policy", 8);

  private final String label;
  private final int bit;

  PolicyType(String label, int bit) {
    this.label = label;
    this.bit = bit;
  }

  /** The name used in messages, such as "resource policy". */
  public String label() {
    return label;
  }

  /** This type in a set of types, as a number. */
  int bit() {
    return bit;
  }
}
