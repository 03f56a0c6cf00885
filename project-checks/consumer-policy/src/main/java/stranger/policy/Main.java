// SPDX-License-Identifier: Apache-2.0
package stranger.policy;

import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.Decision;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyEvaluator;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.PolicySet;
import dev.mediastore.policy.Principal;

/** Decides one request, on the module path, with what policy brings and nothing else. */
public final class Main {
  private static final String CONTAINER =
      "arn:aws:mediastore:us-east-1:111122223333:container/live";

  private Main() {}

  /**
   * Prints the decision and the statement that made it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    String text =
        """
        {"Statement": [
          {"Effect": "Allow", "Principal": "*", "Action": "mediastore:GetObject",
           "Resource": "%1$s/*"},
          {"Sid": "NoDrafts", "Effect": "Deny", "Principal": "*", "Action": "mediastore:*",
           "Resource": "%1$s/drafts/*"}]}"""
            .formatted(CONTAINER);
    PolicyDocument document = PolicyDocument.parse(text, PolicyRules.containerPolicy(CONTAINER));
    Decision decision =
        PolicyEvaluator.create()
            .evaluate(
                new AuthorizationRequest(
                    Principal.anonymous(),
                    "mediastore:GetObject",
                    CONTAINER + "/drafts/a.ts",
                    "111122223333",
                    AuthorizationContext.empty()),
                PolicySet.builder().resourcePolicy(document).build());
    System.out.println(decision.outcome() + " " + decision.decidedBy().get(0).sid());
  }
}
