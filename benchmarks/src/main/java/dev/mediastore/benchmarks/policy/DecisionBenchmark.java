// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.policy;

import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.exception.AuthException;
import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.Decision;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyEvaluator;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.PolicySet;
import dev.mediastore.policy.Principal;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a decision by a container policy of ten statements with three conditions each cost? All
 * ten cover action and resource, and only the last condition of the last statement decides, so that
 * thirty conditions are asked. Beside it cedar-java decides the same ten statements.
 *
 * <p>The others ask the same of a policy whose resources and values have policy variables, and of
 * one that is refused at its first condition.
 *
 * <pre>benchmarks/run jmh policy.DecisionBenchmark -prof gc -prof dev.mediastore.benchmarks.CpuTime
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBenchmark {
  private static final int STATEMENTS = 10;
  private static final String CONTAINER =
      "arn:aws:mediastore:eu-west-1:111122223333:container/live";
  private static final String PATH = "live/channel-7/1080p/seg_0000001234.m4s";
  private static final String ADDRESS = "10.1.2.3";
  private static final String REFERER = "https://player9.example.com/watch?v=7";

  private final PolicyEvaluator evaluator = PolicyEvaluator.create();
  private final AuthorizationRequest request = request(Principal.anonymous());
  private final AuthorizationRequest userRequest =
      request(Principal.user("arn:aws:iam::111122223333:user/channel-7"));
  private final PolicySet plain = policies(DecisionBenchmark::plainStatement);
  private final PolicySet variable = policies(DecisionBenchmark::variableStatement);
  private final PolicySet refusing =
      policies(i -> plainStatement(i).replace("\"true\"", "\"false\""));
  private final CedarPolicies cedar = new CedarPolicies(STATEMENTS, PATH, ADDRESS, REFERER);

  /**
   * Refuses to measure anything but the decisions meant.
   *
   * @throws AuthException never
   */
  @Setup
  public void check() throws AuthException {
    boolean right =
        tenStatements().decidedBy().get(0).statementIndex() == STATEMENTS - 1
            && tenStatementsWithVariables().decidedBy().get(0).statementIndex() == STATEMENTS - 1
            && !refusedAtOnce().isAllowed()
            && cedar.allows();
    if (!right) {
      throw new IllegalStateException("not the decisions to be measured");
    }
  }

  private static AuthorizationRequest request(Principal principal) {
    return new AuthorizationRequest(
        principal,
        "mediastore:GetObject",
        CONTAINER + "/" + PATH,
        "111122223333",
        AuthorizationContext.builder()
            .put("aws:SecureTransport", "true")
            .put("aws:SourceIp", ADDRESS)
            .put("aws:Referer", REFERER)
            .put("aws:CurrentTime", "2026-11-20T12:00:00Z")
            .put("aws:username", "channel-7")
            .build());
  }

  private static PolicySet policies(IntFunction<String> statement) {
    String text =
        IntStream.range(0, STATEMENTS)
            .mapToObj(statement)
            .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
    return PolicySet.builder()
        .resourcePolicy(PolicyDocument.parse(text, PolicyRules.containerPolicy(CONTAINER)))
        .build();
  }

  private static String plainStatement(int index) {
    return """
        {"Effect":"Allow","Principal":"*","Action":"mediastore:GetObject","Resource":"%s/live/*",
         "Condition":{"Bool":{"aws:SecureTransport":"true"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},
         "StringLike":{"aws:Referer":"https://player%d.example.com/*"}}}"""
        .formatted(CONTAINER, index);
  }

  private static String variableStatement(int index) {
    return """
        {"Effect":"Allow","Principal":"*","Action":"mediastore:GetObject",
         "Resource":"%s/live/${aws:username}/*",
         "Condition":{"BoolIfExists":{"aws:SecureTransport":"true","aws:MultiFactorAuthPresent":"true"},
         "DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"},
         "StringLike":{"aws:Referer":"https://player%d.example.com/*?v=*"}}}"""
        .formatted(CONTAINER, index);
  }

  /**
   * Decides by ten statements, thirty conditions asked.
   *
   * @return the decision
   */
  @Benchmark
  public Decision tenStatements() {
    return evaluator.evaluate(request, plain);
  }

  /**
   * Decides by ten statements with variables, dates and operators that pass when a key is absent.
   *
   * @return the decision
   */
  @Benchmark
  public Decision tenStatementsWithVariables() {
    return evaluator.evaluate(userRequest, variable);
  }

  /**
   * Decides by ten statements, each of which fails at its first condition.
   *
   * @return the decision
   */
  @Benchmark
  public Decision refusedAtOnce() {
    return evaluator.evaluate(request, refusing);
  }

  /**
   * Decides by the same ten statements with cedar-java.
   *
   * @return the answer
   * @throws AuthException never
   */
  @Benchmark
  public AuthorizationResponse cedarTenStatements() throws AuthException {
    return cedar.decide();
  }
}
