// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions that others have made: cases with verdicts from the public documentation, and random
 * cases on whose verdict two independent evaluators agree.
 */
class DecisionVectorsTest {

  private static final List<Vector> CASES = vectors("cases.jsonl");

  record Vector(
      String name, AuthorizationRequest request, PolicySet policies, Decision.Outcome expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> documented() {
    return vectors("documented.jsonl").stream();
  }

  @ParameterizedTest
  @MethodSource("documented")
  void decision_asDocumented(Vector vector) {
    Decision decision = PolicyEvaluator.create().evaluate(vector.request(), vector.policies());

    assertEquals(vector.expected(), decision.outcome(), decision::reason);
  }

  @Test
  void decision_asTwoEvaluatorsAgreed() {
    PolicyEvaluator evaluator = PolicyEvaluator.create();

    List<String> wrong = new ArrayList<>();
    for (Vector vector : CASES) {
      Decision decision = evaluator.evaluate(vector.request(), vector.policies());
      if (decision.outcome() != vector.expected()) {
        wrong.add(vector + ": expected " + vector.expected() + " but was " + decision);
      }
    }

    assertEquals(1_500, CASES.size());
    assertEquals(List.of(), wrong);
  }

  @Test
  void explanation_agreesWithDecisionAndKnowsEveryStatement() {
    PolicyEvaluator evaluator = PolicyEvaluator.create();
    for (Vector vector : CASES) {
      Explanation explanation = evaluator.explain(vector.request(), vector.policies());

      assertEquals(vector.expected(), explanation.decision().outcome(), vector::name);
      boolean denied =
          explanation.traces().stream()
              .anyMatch(
                  trace ->
                      trace.effect() == Effect.DENY
                          && trace.mismatch() == Explanation.Mismatch.NONE);
      assertEquals(vector.expected() == Decision.Outcome.EXPLICIT_DENY, denied, vector::name);
    }
  }

  @Test
  void document_printedAndParsed_isEqual() {
    for (Vector vector : CASES) {
      PolicySet policies = vector.policies();
      Stream.concat(
              policies.identityPolicies().stream(),
              Stream.concat(
                  policies.resourcePolicy().stream(), policies.permissionsBoundary().stream()))
          .forEach(
              document ->
                  assertEquals(
                      document,
                      PolicyDocument.parse(
                          document.toJson(),
                          PolicyRules.evaluationOnly(
                              document.isResourcePolicy()
                                  ? PolicyType.RESOURCE
                                  : PolicyType.IDENTITY)),
                      vector::name));
    }
  }

  private static List<Vector> vectors(String file) {
    try (InputStream in =
            Objects.requireNonNull(
                DecisionVectorsTest.class.getResourceAsStream("/vectors/" + file));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().map(DecisionVectorsTest::vector).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Vector vector(String line) {
    TestJson json = TestJson.parse(line);
    TestJson request = json.get("request");
    PolicySet.Builder policies = PolicySet.builder();
    json.get("identityPolicies")
        .elements()
        .forEach(policy -> policies.identityPolicy(document(policy, PolicyType.IDENTITY)));
    json.find("resourcePolicy")
        .ifPresent(policy -> policies.resourcePolicy(document(policy, PolicyType.RESOURCE)));
    json.find("permissionsBoundary")
        .ifPresent(
            policy ->
                policies.permissionsBoundary(document(policy, PolicyType.PERMISSIONS_BOUNDARY)));
    json.find("sessionPolicy")
        .ifPresent(policy -> policies.sessionPolicy(document(policy, PolicyType.SESSION)));
    String resource = request.get("resource").text();
    return new Vector(
        json.get("id").text() + " " + json.find("why").map(TestJson::text).orElse(""),
        new AuthorizationRequest(
            principal(request.get("principal")),
            request.get("action").text(),
            resource.equals("*") ? null : resource,
            request.get("resourceAccount").text(),
            context(request.get("context"))),
        policies.build(),
        Decision.Outcome.valueOf(json.get("expect").text()));
  }

  private static Principal principal(TestJson json) {
    Principal.Kind kind =
        switch (json.get("kind").text()) {
          case "AssumedRole" -> Principal.Kind.ASSUMED_ROLE;
          case "FederatedUser" -> Principal.Kind.FEDERATED_USER;
          default -> Principal.Kind.valueOf(json.get("kind").text().toUpperCase(Locale.ROOT));
        };
    return Principal.of(kind, json.find("arn").map(TestJson::text).orElse(""));
  }

  private static AuthorizationContext context(TestJson json) {
    AuthorizationContext.Builder context = AuthorizationContext.builder();
    json.members()
        .forEach(
            (key, value) -> {
              if (value.isList()) {
                context.put(key, value.elements().stream().map(TestJson::text).toList());
              } else {
                context.put(key, value.text());
              }
            });
    return context.build();
  }

  private static PolicyDocument document(TestJson json, PolicyType type) {
    return PolicyDocument.parse(json.source(), PolicyRules.evaluationOnly(type));
  }
}
