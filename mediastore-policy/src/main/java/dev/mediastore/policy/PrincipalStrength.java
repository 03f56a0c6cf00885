// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/** How strongly a statement means a caller, weakest first. */
enum PrincipalStrength {
  /** Not at all. */
  NONE,
  /** By its account only: the account may pass the right on, nothing is granted yet. */
  ACCOUNT,
  /** By the role or user behind the session: a grant that boundaries and session policies limit. */
  UNDERLYING,
  /** By its own name: a grant that nothing limits within the account. */
  DIRECT,
  /** As one of everybody, signed or not: as good as direct. */
  EVERYBODY;

  boolean isDirect() {
    return compareTo(DIRECT) >= 0;
  }
}
