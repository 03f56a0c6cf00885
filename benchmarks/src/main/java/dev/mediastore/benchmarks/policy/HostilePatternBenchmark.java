// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.policy;

import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.Decision;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyEvaluator;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.PolicySet;
import dev.mediastore.policy.Principal;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What can 8 KB of wildcards in a container policy cost a request for a path of 900 characters?
 * Each form is the resource of one statement, or a list of resources that fills a policy.
 *
 * <pre>benchmarks/run jmh policy.HostilePatternBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HostilePatternBenchmark {
  private static final String CONTAINER =
      "arn:aws:mediastore:eu-west-1:111122223333:container/live";

  /** What the patterns consist of. Each is found nearly, everywhere, and in the end not. */
  public enum Form {
    /** Stars between letters that all fit. */
    STARS(1, "*a".repeat(890) + "*b*"),
    /** Stars and question marks. */
    QUESTION_MARKS(1, "*a?".repeat(440) + "*b*"),
    /** As many stars as there is room for. */
    ONLY_STARS(1, "*".repeat(7_700) + "b*"),
    /** A piece of half the path that nearly fits everywhere. */
    LONG_PIECE(1, "*" + "a?".repeat(225) + "b*"),
    /** As many such patterns as there is room for. */
    LIST_OF_LONG_PIECES(17, "*" + "a?".repeat(190) + "b*"),
    /** The same without question marks. */
    LIST_OF_LONG_TEXTS(17, "*" + "a".repeat(380) + "b*"),
    /** Many short patterns. */
    LIST_OF_SHORT_PIECES(90, "*aa?a?ab*");

    private final int times;
    private final String pattern;

    Form(int times, String pattern) {
      this.times = times;
      this.pattern = pattern;
    }

    private String resources() {
      return IntStream.range(0, times)
          .mapToObj(i -> '"' + CONTAINER + "/" + pattern + '"')
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** The form. */
  @Param public Form form = Form.STARS;

  private final PolicyEvaluator evaluator = PolicyEvaluator.create();
  private final AuthorizationRequest request =
      new AuthorizationRequest(
          Principal.anonymous(),
          "mediastore:GetObject",
          CONTAINER + "/" + "a".repeat(900),
          "111122223333",
          AuthorizationContext.empty());
  private PolicySet policies = PolicySet.empty();

  /** Makes the policy and refuses to measure one that matches. */
  @Setup
  public void check() {
    String text =
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"mediastore:GetObject\","
            + "\"Resource\":"
            + form.resources()
            + "}}";
    policies =
        PolicySet.builder()
            .resourcePolicy(PolicyDocument.parse(text, PolicyRules.containerPolicy(CONTAINER)))
            .build();
    if (hostile().isAllowed()) {
      throw new IllegalStateException("the pattern matches");
    }
  }

  /**
   * Decides.
   *
   * @return the decision
   */
  @Benchmark
  public Decision hostile() {
    return evaluator.evaluate(request, policies);
  }
}
