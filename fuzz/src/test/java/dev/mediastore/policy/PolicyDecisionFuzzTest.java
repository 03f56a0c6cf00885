// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Laws.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * The input makes a request and its policies: its first part picks from the pools of {@link
 * RandomCase}, and the lines after a NUL are texts that stand in for values of either side. The
 * library decides as {@link ReferenceEvaluator} does, and its explanation says the same.
 */
class PolicyDecisionFuzzTest {

  @FuzzTest
  void policyDecision(byte[] input) {
    int nul = 0;
    while (nul < input.length && input[nul] != 0) {
      nul++;
    }
    String rest =
        new String(
            input,
            Math.min(nul + 1, input.length),
            Math.max(0, input.length - nul - 1),
            StandardCharsets.ISO_8859_1);
    List<String> texts = rest.isEmpty() ? List.of() : List.of(rest.split("\n", -1));
    RandomCase asked = RandomCase.of(new InputRandom(input, nul), texts);
    PolicySet policies;
    try {
      policies = asked.policies();
    } catch (IllegalArgumentException e) {
      return; // A text that is no well-formed value, such as half of a variable.
    }
    AuthorizationRequest request = asked.request();
    Decision decision = PolicyEvaluator.create().evaluate(request, policies);
    require(decision.outcome() == ReferenceEvaluator.decide(asked), "as the second evaluator");
    if (input.length % 16 == 0) {
      requireExplanation(decision, PolicyEvaluator.create().explain(request, policies));
    }
  }

  private static void requireExplanation(Decision decision, Explanation explanation) {
    require(explanation.decision().outcome() == decision.outcome(), "the same when explained");
    boolean denied =
        explanation.traces().stream()
            .anyMatch(
                trace ->
                    trace.effect() == Effect.DENY && trace.mismatch() == Explanation.Mismatch.NONE);
    require(denied == (decision.outcome() == Decision.Outcome.EXPLICIT_DENY), "the deny is traced");
    for (StatementReference reference : decision.decidedBy()) {
      require(
          explanation.traces().stream()
              .anyMatch(
                  trace ->
                      trace.statement().equals(reference)
                          && trace.mismatch() == Explanation.Mismatch.NONE),
          "what decides applies");
    }
  }

  /** Numbers from the bytes of the input, and from a fixed sequence once they are used up. */
  private static final class InputRandom extends Random {
    private static final long serialVersionUID = 1L;

    private final byte[] input;
    private final int end;
    private int position;

    InputRandom(byte[] input, int end) {
      super(end);
      this.input = input;
      this.end = end;
    }

    @Override
    public int nextInt(int bound) {
      return position < end ? ((input[position++] & 0xFF) * bound) >> 8 : super.nextInt(bound);
    }
  }
}
