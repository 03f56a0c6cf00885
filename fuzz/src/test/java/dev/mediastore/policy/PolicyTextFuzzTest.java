// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Laws.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The input is the text of a policy, read under every kind of rules. It is refused with a message
 * fit for strangers, or it is strict JSON, prints to a text that is read as an equal document, and
 * decides a request both ways alike.
 */
class PolicyTextFuzzTest {
  private static final String CONTAINER =
      "arn:aws:mediastore:us-east-1:111122223333:container/live";
  private static final PolicyRules CONTAINER_POLICY = PolicyRules.containerPolicy(CONTAINER);
  private static final PolicyRules EVALUATION = PolicyRules.evaluationOnly(PolicyType.RESOURCE);
  private static final List<PolicyRules> ALL =
      List.of(
          CONTAINER_POLICY,
          CONTAINER_POLICY.withStrict().withInsecurePutAllowed(),
          PolicyRules.identityPolicy(),
          EVALUATION,
          PolicyRules.evaluationOnly(PolicyType.IDENTITY));
  private static final AuthorizationRequest REQUEST =
      new AuthorizationRequest(
          Principal.anonymous(),
          "mediastore:GetObject",
          CONTAINER + "/a/b.ts",
          "111122223333",
          AuthorizationContext.builder()
              .put("aws:SecureTransport", "true")
              .put("aws:SourceIp", "10.0.0.1")
              .build());

  @FuzzTest
  void policyText(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    PolicyDocument uploaded = null;
    for (PolicyRules rules : ALL) {
      PolicyValidation validation = PolicyDocument.validate(text, rules);
      PolicyDocument document = validation.document().orElse(null);
      if (document == null) {
        requirePublic(validation.error().orElseThrow(), text);
      } else {
        require(NaiveJson.accepts(text), "only strict JSON is accepted");
        requireRoundTrip(document, rules);
      }
      uploaded = rules.containerArn().isPresent() && uploaded == null ? document : uploaded;
    }
    if (uploaded != null) {
      require(
          PolicyDocument.validate(uploaded.toJson(), EVALUATION).isValid(),
          "what may be uploaded may be evaluated");
    }
  }

  private static void requirePublic(PolicyError error, String text) {
    String message = error.message();
    require(error.offset() >= 0 && error.offset() <= text.length(), "an offset in the text");
    require(message.startsWith("Invalid "), "the prefix of the kind of document");
    require(message.length() <= 255, "a short message: " + message);
    require(message.chars().allMatch(c -> c >= ' ' && c <= '~'), "a printable message");
  }

  private static void requireRoundTrip(PolicyDocument document, PolicyRules rules) {
    String printed = document.toJson();
    PolicyValidation reading = PolicyDocument.validate(printed, withRoom(rules));
    require(reading.isValid(), "the printed text is accepted");
    PolicyDocument again = reading.document().orElseThrow();
    require(printed.equals(again.toJson()), "the printed text prints the same");
    require(document.conditionKeys().equals(again.conditionKeys()), "the same keys");
    require(
        decide(document).outcome() == decide(again).outcome(), "the same decision after printing");
  }

  /** Escapes make a text longer, never the document larger. */
  private static PolicyRules withRoom(PolicyRules rules) {
    return rules.withLimits(rules.limits().withMaxCharacters(1 << 20));
  }

  private static Decision decide(PolicyDocument document) {
    PolicySet.Builder policies = PolicySet.builder();
    if (document.isResourcePolicy()) {
      policies.resourcePolicy(document);
    } else {
      policies.identityPolicy(document);
    }
    return PolicyEvaluator.create().evaluate(REQUEST, policies.build());
  }
}
