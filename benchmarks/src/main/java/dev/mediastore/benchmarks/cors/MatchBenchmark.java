// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.cors;

import dev.mediastore.cors.CorsEvaluator;
import dev.mediastore.cors.CorsPolicy;
import dev.mediastore.cors.CorsResult;
import dev.mediastore.cors.CorsRule;
import dev.mediastore.cors.PreflightRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;

/**
 * What does it cost to find the answer to a cross-origin request among ten rules, the last of which
 * matches? Beside it Spring's checks of origin, method and headers, once against one configuration
 * and once against ten in turn. Ours gives the response fields as well, Spring's the checks only.
 *
 * <pre>benchmarks/run jmh cors.MatchBenchmark -prof gc -prof dev.mediastore.benchmarks.CpuTime
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MatchBenchmark {
  private static final int RULES = 10;
  private static final String PLAIN = "https://player9.example.net";
  private static final String BELOW = "https://www.site9.example.com";

  private final CorsEvaluator evaluator = CorsEvaluator.create();
  private final CorsPolicy policy =
      CorsPolicy.of(IntStream.range(0, RULES).mapToObj(MatchBenchmark::rule).toList());
  private final List<String> plainOrigin = List.of(PLAIN);
  private final List<String> originBelow = List.of(BELOW);
  private final List<List<String>> originsBelow =
      IntStream.range(0, 64)
          .mapToObj(i -> List.of("https://w" + i + ".site9.example.com"))
          .toList();
  private final PreflightRequest preflight = PreflightRequest.of(PLAIN, "GET", "range");
  private final List<CorsConfiguration> configurations =
      IntStream.range(0, RULES).mapToObj(MatchBenchmark::configuration).toList();
  private final CorsConfiguration lastConfiguration = configuration(RULES - 1);
  private final List<String> headers = List.of("range");
  private int next;

  private static List<String> origins(int index) {
    return List.of(
        "https://*.site" + index + ".example.com", "https://player" + index + ".example.net");
  }

  private static CorsRule rule(int index) {
    return CorsRule.of(origins(index), List.of("GET", "HEAD"), List.of("*"))
        .withExposeHeaders(List.of("ETag"))
        .withMaxAgeSeconds(3000);
  }

  private static CorsConfiguration configuration(int index) {
    CorsConfiguration configuration = new CorsConfiguration();
    configuration.setAllowedOriginPatterns(origins(index));
    configuration.setAllowedMethods(List.of("GET", "HEAD"));
    configuration.setAllowedHeaders(List.of("*"));
    configuration.setExposedHeaders(List.of("ETag"));
    configuration.setMaxAge(3000L);
    return configuration;
  }

  /** Refuses to measure anything but the last rule matching. */
  @Setup
  public void check() {
    boolean right =
        plainOrigin().rule().orElse(0) == RULES
            && originUnderWildcard().rule().orElse(0) == RULES
            && preflight().rule().orElse(0) == RULES
            && passes(lastConfiguration, PLAIN)
            && passes(lastConfiguration, BELOW)
            && !passes(configurations.get(0), PLAIN);
    if (!right) {
      throw new IllegalStateException("not the last rule");
    }
  }

  /**
   * The answer to a GET from an origin that the last rule lists.
   *
   * @return the answer
   */
  @Benchmark
  public CorsResult plainOrigin() {
    return evaluator.actual(policy, "GET", plainOrigin);
  }

  /**
   * The answer to a GET from an origin that the last rule admits by a wildcard, again and again.
   *
   * @return the answer
   */
  @Benchmark
  public CorsResult originUnderWildcard() {
    return evaluator.actual(policy, "GET", originBelow);
  }

  /**
   * The answer to a GET from one of 64 origins in turn that the last rule admits by a wildcard.
   *
   * @return the answer
   */
  @Benchmark
  public CorsResult changingOriginUnderWildcard() {
    next = (next + 1) % originsBelow.size();
    return evaluator.actual(policy, "GET", originsBelow.get(next));
  }

  /**
   * The answer to a preflight.
   *
   * @return the answer
   */
  @Benchmark
  public CorsResult preflight() {
    return evaluator.preflight(policy, preflight);
  }

  /**
   * Spring's checks against one configuration, a plain origin.
   *
   * @param results keeps the results
   */
  @Benchmark
  public void springOneConfiguration(Blackhole results) {
    check(lastConfiguration, PLAIN, results);
  }

  /**
   * Spring's checks against one configuration, an origin under a wildcard.
   *
   * @param results keeps the results
   */
  @Benchmark
  public void springOneConfigurationWildcard(Blackhole results) {
    check(lastConfiguration, BELOW, results);
  }

  /**
   * Spring's checks against ten configurations until one passes.
   *
   * @return the one that passes
   */
  @Benchmark
  public @Nullable CorsConfiguration springTenConfigurations() {
    for (CorsConfiguration configuration : configurations) {
      if (passes(configuration, PLAIN)) {
        return configuration;
      }
    }
    return null;
  }

  private void check(CorsConfiguration configuration, String requestOrigin, Blackhole results) {
    results.consume(configuration.checkOrigin(requestOrigin));
    results.consume(configuration.checkHttpMethod(HttpMethod.GET));
    results.consume(configuration.checkHeaders(headers));
  }

  private boolean passes(CorsConfiguration configuration, String requestOrigin) {
    return configuration.checkOrigin(requestOrigin) != null
        && configuration.checkHttpMethod(HttpMethod.GET) != null
        && configuration.checkHeaders(headers) != null;
  }
}
