// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;

/**
 * What one statement leads to where it stands, made once and shared by all requests. Immutable.
 *
 * @param reference where the statement stands
 * @param decision the answer if nothing but this statement decides
 */
record Verdict(StatementReference reference, Decision decision) {

  static Verdict of(Effect effect, StatementReference reference) {
    return new Verdict(
        reference,
        effect == Effect.DENY
            ? Decision.explicitDeny(reference)
            : Decision.allow(List.of(reference)));
  }

  boolean isFor(PolicyType type, int policyIndex) {
    return reference.policyType() == type && reference.policyIndex() == policyIndex;
  }
}
