// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every policy and every request.
 *
 * <p>Entries and requests are drawn from the same few letters, so that they meet often; the
 * reference for a match is the plainest one there is.
 */
class CorsLawsTest {

  private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE");

  private final CorsEvaluator evaluator =
      CorsEvaluator.create(CorsOptions.defaults().withPrivateNetworkAccess(true));

  @Property
  void glob_equalsTheNaiveReference(
      @ForAll("pieces") String prefix,
      @ForAll("pieces") String suffix,
      @ForAll("pieces") String value) {
    assertEquals(
        naiveMatch(prefix + "*" + suffix, value), Glob.of(prefix + "*" + suffix).matches(value));
  }

  @Property
  void glob_matchesWhateverFillsTheWildcard(
      @ForAll("pieces") String prefix,
      @ForAll("pieces") String filling,
      @ForAll("pieces") String suffix) {
    assertTrue(Glob.of(prefix + "*" + suffix).matches(prefix + filling + suffix));
  }

  @Property
  void actual_isTheFirstRuleThatTheReferenceMatches(
      @ForAll @Size(min = 1, max = 4) List<@From("rules") CorsRule> rules,
      @ForAll("methods") String method,
      @ForAll("requestOrigins") String requestOrigin) {
    CorsResult result = evaluator.actual(CorsPolicy.of(rules), method, List.of(requestOrigin));

    assertEquals(
        firstMatch(rules, method, requestOrigin, List.of()).map(rules::indexOf),
        matched(result).map(index -> rules.indexOf(rules.get(index))));
  }

  @Property
  void preflight_isTheFirstRuleThatTheReferenceMatches(
      @ForAll @Size(min = 1, max = 4) List<@From("rules") CorsRule> rules,
      @ForAll("methods") String method,
      @ForAll("requestOrigins") String requestOrigin,
      @ForAll @Size(max = 2) List<@From("headerNames") String> names) {
    CorsResult result =
        evaluator.preflight(
            CorsPolicy.of(rules),
            PreflightRequest.of(requestOrigin, method, names.toArray(String[]::new)));

    assertEquals(
        firstMatch(rules, method, requestOrigin, names).map(rules::indexOf),
        matched(result).map(index -> rules.indexOf(rules.get(index))));
    if (result.allowed()) {
      assertEquals(
          names.isEmpty() ? null : String.join(", ", names).toLowerCase(Locale.ROOT),
          fields(result).get("Access-Control-Allow-Headers"));
    }
  }

  @Property
  void requestOrigin_isReflectedOnlyIfARuleListsIt(
      @ForAll @Size(min = 1, max = 4) List<@From("rules") CorsRule> rules,
      @ForAll("methods") String method,
      @ForAll("requestOrigins") String requestOrigin) {
    CorsResult result =
        evaluator.preflight(CorsPolicy.of(rules), PreflightRequest.of(requestOrigin, method));
    String allowed = fields(result).get("Access-Control-Allow-Origin");

    if (requestOrigin.equals(allowed)) {
      assertTrue(rules.stream().anyMatch(rule -> listsOrigin(rule, requestOrigin)));
    } else {
      assertTrue(allowed == null || allowed.equals("*"));
    }
  }

  @Property
  void credentials_goWithAnEchoedOriginOtherThanNullAndWithNothingElse(
      @ForAll @Size(min = 1, max = 4) List<@From("rules") CorsRule> rules,
      @ForAll("methods") String method,
      @ForAll("requestOrigins") String requestOrigin) {
    Map<String, String> fields =
        fields(evaluator.actual(CorsPolicy.of(rules), method, List.of(requestOrigin)));
    String allowed = fields.getOrDefault("Access-Control-Allow-Origin", "*");

    assertEquals(
        allowed.equals("*") || allowed.equals("null") ? null : "true",
        fields.get("Access-Control-Allow-Credentials"));
  }

  @Property
  void anyBytesInTheRequest_neverPutAControlCharacterInAHeader(
      @ForAll @Size(min = 1, max = 3) List<@From("hostile") String> entries,
      @ForAll("hostile") String requestOrigin,
      @ForAll("hostile") String method,
      @ForAll("hostile") String headers,
      @ForAll("hostile") String privateNetwork) {
    CorsRule rule = new CorsRule(entries, entries, entries, entries, 1L);
    CorsRule open = CorsRule.of(List.of("*"), METHODS, List.of("*"));
    CorsRule echo = CorsRule.of(List.of("a*"), METHODS, List.of("*"));
    CorsPolicy policy = CorsPolicy.fromStored(List.of(rule, echo, open));

    for (String asked : List.of(method, "GET")) {
      PreflightRequest request =
          new PreflightRequest(
              List.of(requestOrigin), List.of(asked), List.of(headers), List.of(privateNetwork));
      assertWritable(evaluator.preflight(policy, request));
      assertWritable(evaluator.actual(policy, asked, List.of(requestOrigin)));
    }
  }

  @Property
  void acceptedPolicy_readsBackTheSameFromStorage(
      @ForAll @Size(min = 1, max = 4) List<@From("rules") CorsRule> rules,
      @ForAll("methods") String method,
      @ForAll("requestOrigins") String requestOrigin) {
    CorsPolicy policy = CorsPolicy.of(rules);
    CorsPolicy stored = CorsPolicy.fromStored(policy.rules());

    assertEquals(policy.rules(), stored.rules());
    assertEquals(
        evaluator.actual(policy, method, List.of(requestOrigin)).headers(),
        evaluator.actual(stored, method, List.of(requestOrigin)).headers());
  }

  @Property
  void everyEntry_isEitherRefusedOrWritable(@ForAll("hostile") String entry) {
    CorsRule rule = new CorsRule(List.of("*"), List.of("GET"), List.of(), List.of(entry), null);

    if (CorsPolicy.check(List.of(rule), CorsLimits.defaults()).isEmpty()) {
      CorsResult result = evaluator.actual(CorsPolicy.of(List.of(rule)), "GET", List.of("a"));
      assertEquals(entry, fields(result).get("Access-Control-Expose-Headers"));
      assertWritable(result);
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(4);
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.of("GET", "HEAD", "PUT", "DELETE", "POST", "get");
  }

  @Provide
  Arbitrary<String> requestOrigins() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, Arbitraries.just("null")),
        net.jqwik.api.Tuple.of(
            9, Arbitraries.strings().withChars("abA").ofMinLength(1).ofMaxLength(4)));
  }

  @Provide
  Arbitrary<String> headerNames() {
    return Arbitraries.strings().withChars("abA").ofMinLength(1).ofMaxLength(3);
  }

  @Provide
  Arbitrary<CorsRule> rules() {
    Arbitrary<List<String>> origins = entries().list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<List<String>> methods = Arbitraries.of(METHODS).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<String>> headers = entries().list().ofMaxSize(3);
    return Combinators.combine(origins, methods, headers).as(CorsRule::of);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings()
        .withChars("abX*,: \t\r\n\0\u007F\u0085\u00E9\u0100")
        .ofMaxLength(5);
  }

  private static Arbitrary<String> entries() {
    Arbitrary<String> plain = Arbitraries.strings().withChars("abA").ofMinLength(1).ofMaxLength(3);
    Arbitrary<String> side = Arbitraries.strings().withChars("abA").ofMaxLength(2);
    Arbitrary<String> pattern =
        Combinators.combine(side, side).as((prefix, suffix) -> prefix + "*" + suffix);
    return Arbitraries.oneOf(plain, pattern, Arbitraries.just("null"));
  }

  private static Optional<CorsRule> firstMatch(
      List<CorsRule> rules, String method, String requestOrigin, List<String> names) {
    return rules.stream()
        .filter(rule -> Objects.requireNonNull(rule.allowedMethods()).contains(method))
        .filter(rule -> listsOrigin(rule, requestOrigin))
        .filter(rule -> names.stream().allMatch(name -> listsHeader(rule, name)))
        .findFirst();
  }

  private static boolean listsOrigin(CorsRule rule, String requestOrigin) {
    return Objects.requireNonNull(rule.allowedOrigins()).stream()
        .anyMatch(entry -> naiveMatch(entry, requestOrigin));
  }

  private static boolean listsHeader(CorsRule rule, String name) {
    return Objects.requireNonNull(rule.allowedHeaders()).stream()
        .anyMatch(
            entry -> naiveMatch(entry.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
  }

  /** Character by character: the wildcard stands for nothing, or for one character and itself. */
  private static boolean naiveMatch(String entry, String value) {
    if (entry.isEmpty()) {
      return value.isEmpty();
    }
    if (entry.charAt(0) == '*') {
      return naiveMatch(entry.substring(1), value)
          || (!value.isEmpty() && naiveMatch(entry, value.substring(1)));
    }
    return !value.isEmpty()
        && value.charAt(0) == entry.charAt(0)
        && naiveMatch(entry.substring(1), value.substring(1));
  }

  /** Index of the rule that applied, from 0. */
  private static Optional<Integer> matched(CorsResult result) {
    return result.rule().stream().boxed().map(number -> number - 1).findFirst();
  }

  private static Map<String, @Nullable String> fields(CorsResult result) {
    Map<String, @Nullable String> fields = new HashMap<>();
    result.headers().forEach(header -> fields.put(header.name(), header.value()));
    return fields;
  }

  private static void assertWritable(CorsResult result) {
    for (CorsHeader header : result.headers()) {
      assertFalse(header.value().isEmpty(), header.name());
      assertTrue(
          header.value().chars().allMatch(c -> c <= 0xFF && !Character.isISOControl(c)),
          () -> header.name() + " holds a character that cannot be written");
    }
  }
}
