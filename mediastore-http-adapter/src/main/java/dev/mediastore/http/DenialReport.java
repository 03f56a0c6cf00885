// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.Decision;
import dev.mediastore.policy.Effect;
import dev.mediastore.policy.Explanation;
import dev.mediastore.policy.Explanation.Mismatch;
import dev.mediastore.policy.Explanation.StatementTrace;
import dev.mediastore.policy.PolicyType;
import dev.mediastore.policy.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains refused permissions: which statement denied, or which grant was missing and why none
 * applied. Names statements by Sid or index, elements and condition keys; quotes no policy.
 */
final class DenialReport {
  private DenialReport() {}

  /**
   * What is to be known about a denial.
   *
   * @param explanation of the decision
   * @param action without its service
   * @param caller who asked
   * @param hasContainerPolicy whether there is a container policy; null on the control plane, where
   *     none takes part
   * @param extraHints of whoever knows the request
   */
  static RefusalReport of(
      Explanation explanation,
      String action,
      Caller caller,
      @Nullable Boolean hasContainerPolicy,
      List<String> extraHints) {
    Decision decision = explanation.decision();
    List<String> hints = new ArrayList<>(extraHints);
    if (decision.outcome() == Decision.Outcome.IMPLICIT_DENY) {
      missing(explanation, action, caller, hasContainerPolicy, hints);
    }
    List<String> statements = explanation.traces().stream().map(DenialReport::text).toList();
    return RefusalReport.of(decision.outcome() + ": " + decision.reason(), statements, hints);
  }

  private static String text(StatementTrace trace) {
    return trace.statement() + " (" + trace.effect().text() + "): " + trace.detail();
  }

  private static void missing(
      Explanation explanation,
      String action,
      Caller caller,
      @Nullable Boolean hasContainerPolicy,
      List<String> hints) {
    if (Boolean.FALSE.equals(hasContainerPolicy)) {
      hints.add("The container has no container policy, so nobody but its own account gets in.");
    } else if (hasContainerPolicy != null && has(explanation, Mismatch.PRINCIPAL)) {
      hints.add(
          "The container policy allows mediastore:" + action + " here, but not to " + caller + ".");
    } else if (hasContainerPolicy != null && has(explanation, Mismatch.CONDITION)) {
      hints.add(
          "The container policy allows mediastore:"
              + action
              + " here under a condition that does not hold; see statements.");
    } else if (hasContainerPolicy != null) {
      hints.add("No statement of the container policy allows mediastore:" + action + " here.");
    }
    if (caller.isAnonymous()) {
      hints.add("The request is not signed; only statements for Principal * count for it.");
    } else if (explanation.decision().missing().contains(PolicyType.IDENTITY)
        && caller.principal().kind() != Principal.Kind.SERVICE) {
      hints.add(
          caller.identityPolicies().isEmpty()
              ? "The caller has no identity policy at all."
              : "No identity policy of the caller allows mediastore:" + action + " here.");
    }
  }

  /** Whether an Allow of the container policy got as far as this element. */
  private static boolean has(Explanation explanation, Mismatch mismatch) {
    return explanation.traces().stream()
        .anyMatch(
            trace ->
                trace.statement().policyType() == PolicyType.RESOURCE
                    && trace.effect() == Effect.ALLOW
                    && trace.mismatch() == mismatch);
  }
}
