// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What holds for every policy and every request. */
class PolicyLawsTest {

  /**
   * The library agrees with the second evaluator. More cases: {@code
   * -Dmediastore.policy.cases=1000000}, and another start: {@code -Dmediastore.policy.seed=7}.
   */
  @Example
  void f09_decision_agreesWithTheSecondEvaluator() {
    int cases = Integer.getInteger("mediastore.policy.cases", 4_000);
    long start = Long.getLong("mediastore.policy.seed", 0L) * cases;
    Map<Decision.Outcome, Integer> seen = new EnumMap<>(Decision.Outcome.class);
    for (long seed = start; seed < start + cases; seed++) {
      RandomCase random = RandomCase.of(seed);
      Decision.Outcome outcome = random.outcome();
      long failing = seed;
      assertEquals(
          ReferenceEvaluator.decide(random), outcome, () -> "seed " + failing + " " + random);
      seen.merge(outcome, 1, Integer::sum);
    }
    for (Decision.Outcome outcome : Decision.Outcome.values()) {
      assertTrue(seen.getOrDefault(outcome, 0) > cases / 20, () -> "too rare in " + seen);
    }
  }

  @Property(tries = 200)
  void addingADeny_neverTurnsARefusalIntoAnAllow(@ForAll long seed, @ForAll long statement) {
    RandomCase before = RandomCase.of(seed);
    Decision.Outcome outcome = before.outcome();

    for (RandomCase after : withStatement(before, statement, "Deny")) {
      if (outcome != Decision.Outcome.ALLOW) {
        assertNotEquals(Decision.Outcome.ALLOW, after.outcome());
      }
      if (outcome == Decision.Outcome.EXPLICIT_DENY) {
        assertEquals(Decision.Outcome.EXPLICIT_DENY, after.outcome());
      }
    }
  }

  @Property(tries = 200)
  void addingAnAllow_neverTurnsAnAllowIntoARefusal(@ForAll long seed, @ForAll long statement) {
    RandomCase before = RandomCase.of(seed);
    Decision.Outcome outcome = before.outcome();

    for (RandomCase after : withStatement(before, statement, "Allow")) {
      if (outcome == Decision.Outcome.ALLOW) {
        assertEquals(Decision.Outcome.ALLOW, after.outcome());
      }
      assertEquals(
          outcome == Decision.Outcome.EXPLICIT_DENY,
          after.outcome() == Decision.Outcome.EXPLICIT_DENY);
    }
  }

  @Property(tries = 200)
  void orderOfStatementsAndPolicies_isIrrelevant(@ForAll long seed, @ForAll long shuffle) {
    RandomCase before = RandomCase.of(seed);
    Random random = new Random(shuffle);
    List<RandomCase.Policy> identity =
        new ArrayList<>(
            before.identityPolicies().stream().map(policy -> shuffled(policy, random)).toList());
    Collections.shuffle(identity, random);
    RandomCase after =
        new RandomCase(
            before.principal(),
            before.action(),
            before.resource(),
            before.context(),
            identity,
            shuffledOrNull(before.resourcePolicy(), random),
            shuffledOrNull(before.boundary(), random),
            shuffledOrNull(before.session(), random));

    assertEquals(before.outcome(), after.outcome());
  }

  @Property(tries = 200)
  void printedDocument_isEqualAndDecidesTheSame(@ForAll long seed) {
    RandomCase random = RandomCase.of(seed);
    PolicySet original = random.policies();
    PolicySet.Builder reprinted = PolicySet.builder();
    original.identityPolicies().forEach(policy -> reprinted.identityPolicy(reprinted(policy)));
    original.resourcePolicy().ifPresent(policy -> reprinted.resourcePolicy(reprinted(policy)));
    original
        .permissionsBoundary()
        .ifPresent(policy -> reprinted.permissionsBoundary(reprinted(policy)));
    original.sessionPolicies().forEach(policy -> reprinted.sessionPolicy(reprinted(policy)));

    assertEquals(
        random.outcome(),
        PolicyEvaluator.create().evaluate(random.request(), reprinted.build()).outcome());
  }

  private static PolicyDocument reprinted(PolicyDocument document) {
    PolicyType type = document.isResourcePolicy() ? PolicyType.RESOURCE : PolicyType.IDENTITY;
    PolicyDocument again =
        PolicyDocument.parse(document.toJson(), PolicyRules.evaluationOnly(type));
    assertEquals(document, again);
    assertEquals(document.toJson(), again.toJson());
    assertEquals(document.conditionKeys(), again.conditionKeys());
    return again;
  }

  /** What an evaluation asks for is what the documents say they depend on. */
  @Property(tries = 100)
  void evaluation_looksUpNamedKeysOnly(@ForAll long seed) {
    RandomCase random = RandomCase.of(seed);
    PolicySet policies = random.policies();
    List<String> named =
        Stream.of(
                policies.identityPolicies().stream(),
                policies.resourcePolicy().stream(),
                policies.permissionsBoundary().stream(),
                policies.sessionPolicies().stream())
            .flatMap(stream -> stream)
            .flatMap(document -> document.conditionKeys().stream())
            .toList();
    AuthorizationContext watching =
        new AuthorizationContext() {
          @Override
          public @Nullable String value(String key) {
            assertTrue(named.contains(key), key);
            return random.request().context().value(key);
          }

          @Override
          public @Nullable List<String> values(String key) {
            assertTrue(named.contains(key), key);
            return random.request().context().values(key);
          }
        };
    AuthorizationRequest request = random.request();
    AuthorizationRequest watched =
        new AuthorizationRequest(
            request.principal(),
            request.action(),
            request.resource(),
            request.resourceAccount(),
            watching);

    assertEquals(random.outcome(), PolicyEvaluator.create().evaluate(watched, policies).outcome());
    assertEquals(
        random.outcome(), PolicyEvaluator.create().explain(watched, policies).decision().outcome());
  }

  /** The case with one more statement in each of its documents, one document at a time. */
  private static List<RandomCase> withStatement(RandomCase base, long seed, String effect) {
    List<RandomCase> cases = new ArrayList<>();
    String plain = RandomCase.statement(seed, effect, false);
    for (int i = 0; i < base.identityPolicies().size(); i++) {
      List<RandomCase.Policy> identity = new ArrayList<>(base.identityPolicies());
      identity.set(i, extended(identity.get(i), plain));
      cases.add(with(base, identity, base.resourcePolicy(), base.boundary(), base.session()));
    }
    if (base.resourcePolicy() != null) {
      RandomCase.Policy policy =
          extended(base.resourcePolicy(), RandomCase.statement(seed, effect, true));
      cases.add(with(base, base.identityPolicies(), policy, base.boundary(), base.session()));
    }
    if (base.boundary() != null) {
      RandomCase.Policy policy = extended(base.boundary(), plain);
      cases.add(with(base, base.identityPolicies(), base.resourcePolicy(), policy, base.session()));
    }
    if (base.session() != null) {
      RandomCase.Policy policy = extended(base.session(), plain);
      cases.add(
          with(base, base.identityPolicies(), base.resourcePolicy(), base.boundary(), policy));
    }
    return cases;
  }

  private static RandomCase with(
      RandomCase base,
      List<RandomCase.Policy> identity,
      RandomCase.@Nullable Policy resource,
      RandomCase.@Nullable Policy boundary,
      RandomCase.@Nullable Policy session) {
    return new RandomCase(
        base.principal(),
        base.action(),
        base.resource(),
        base.context(),
        identity,
        resource,
        boundary,
        session);
  }

  private static RandomCase.Policy extended(RandomCase.Policy policy, String statement) {
    List<String> statements = new ArrayList<>(policy.statements());
    statements.add(statement);
    return policy.withStatements(statements);
  }

  private static RandomCase.Policy shuffled(RandomCase.Policy policy, Random random) {
    List<String> statements = new ArrayList<>(policy.statements());
    Collections.shuffle(statements, random);
    return policy.withStatements(statements);
  }

  private static RandomCase.@Nullable Policy shuffledOrNull(
      RandomCase.@Nullable Policy policy, Random random) {
    return policy == null ? null : shuffled(policy, random);
  }
}
