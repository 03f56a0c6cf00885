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
 * Each form repeats in the resource of one statement, or makes up a list of patterns, as far as the
 * text of a policy reaches.
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
  private static final int PATTERN_CHARACTERS = 7_700;
  private static final String CONTAINER =
      "arn:aws:mediastore:eu-west-1:111122223333:container/live";

  /** What the patterns consist of. */
  public enum Form {
    /** Stars between letters that all fit. */
    STARS("*a"),
    /** Stars and question marks. */
    QUESTION_MARKS("*a?"),
    /** Pieces that nearly fit everywhere. */
    NEAR_MISSES("*aaaaaaaaaaaaaaab"),
    /** Long pieces of question marks that nearly fit everywhere, in one pattern. */
    LONG_PIECE("*" + "a?".repeat(225) + "b*"),
    /** A list of such patterns. */
    LIST_OF_LONG_PIECES("*" + "a?".repeat(190) + "b*"),
    /** A list of long pieces without question marks. */
    LIST_OF_LONG_TEXTS("*" + "a".repeat(380) + "b*");

    private final String unit;

    Form(String unit) {
      this.unit = unit;
    }

    private String resources() {
      String scope = CONTAINER + "/";
      if (!name().startsWith("LIST")) {
        int times = this == LONG_PIECE ? 1 : PATTERN_CHARACTERS / unit.length();
        return '"' + scope + unit.repeat(times) + "b\"";
      }
      return IntStream.range(0, PATTERN_CHARACTERS / (unit.length() + scope.length() + 3))
          .mapToObj(i -> '"' + scope + unit + '"')
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
