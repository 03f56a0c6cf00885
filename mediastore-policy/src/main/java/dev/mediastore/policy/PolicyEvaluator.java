// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * Decides requests. Immutable and safe for any thread.
 *
 * @since 0.1
 */
public final class PolicyEvaluator {
  private final boolean publicForUnknownAccounts;

  private PolicyEvaluator(boolean publicForUnknownAccounts) {
    this.publicForUnknownAccounts = publicForUnknownAccounts;
  }

  /** An evaluator that follows the IAM procedure. */
  public static PolicyEvaluator create() {
    return new PolicyEvaluator(false);
  }

  /**
   * This evaluator with one departure from IAM: a caller of another account for whom the set has no
   * identity policy, boundary or session policy (the program does not know the account) is let in
   * by a statement that would let an anonymous caller in.
   */
  public PolicyEvaluator withPublicForUnknownAccounts() {
    return new PolicyEvaluator(true);
  }

  /**
   * Decides one request. Does no I/O and reads no clock. Throws nothing by itself; what a foreign
   * {@link AuthorizationContext} throws passes through, and the caller has to refuse then.
   */
  public Decision evaluate(AuthorizationRequest request, PolicySet policies) {
    return Evaluation.decide(request, policies, publicForUnknownAccounts);
  }

  /** Decides one request and tells for every statement why it applies or not; for diagnostics. */
  public Explanation explain(AuthorizationRequest request, PolicySet policies) {
    return new Explanation(evaluate(request, policies), Evaluation.traces(request, policies));
  }
}
