// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * The part a policy document plays in a decision.
 *
 * @since 0.1
 */
public enum PolicyType {
  /** Attached to the caller, or to the role or user behind a session. */
  IDENTITY("identity policy"),
  /** Attached to the resource; for a media origin the container policy. Names its principals. */
  RESOURCE("resource policy"),
  /** The most that the caller's identity policies can grant; grants nothing by itself. */
  PERMISSIONS_BOUNDARY("permissions boundary"),
  /** The most that one session of a role or federated user can be granted; grants nothing. */
  SESSION("session policy");

  private final String label;

  PolicyType(String label) {
    this.label = label;
  }

  /** The name used in messages, such as "resource policy". */
  public String label() {
    return label;
  }
}
