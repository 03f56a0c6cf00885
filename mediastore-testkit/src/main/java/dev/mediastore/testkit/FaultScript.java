// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What goes wrong in an origin: by rules, or by chance from a seed. Safe for any thread; used by
 * one origin at a time.
 *
 * <p>Of several rules the first one that has a fault left for a request decides. What is decided by
 * chance depends on the seed, the request and how often that was made before, on nothing else: the
 * same requests meet the same faults, in whatever order they come.
 *
 * @since 0.1
 */
public final class FaultScript {
  private final List<Progress> rules = new ArrayList<>();
  private final long seed;
  private final double rate;
  private final List<Fault> choices;
  private final PathPattern pattern;
  private final Map<String, Integer> attempts = new HashMap<>();

  /** How far a rule has come. Guarded by the script. */
  private static final class Progress {
    final FaultRule rule;
    final Set<String> objects = new LinkedHashSet<>();
    int used;

    Progress(FaultRule rule) {
      this.rule = rule;
    }
  }

  private FaultScript(
      List<FaultRule> rules, long seed, double rate, String pattern, List<Fault> choices) {
    rules.forEach(rule -> this.rules.add(new Progress(rule)));
    this.seed = seed;
    this.rate = rate;
    this.pattern = PathPattern.wildcard(pattern);
    this.choices = List.copyOf(choices);
  }

  /**
   * A script of rules.
   *
   * @param rules the first one that has a fault left for a request decides
   * @return the script
   * @throws IllegalArgumentException if a rule says nothing of what goes wrong
   */
  public static FaultScript of(FaultRule... rules) {
    for (FaultRule rule : rules) {
      if (rule.faults().isEmpty()) {
        throw new IllegalArgumentException("a rule without faults, add some by then(): " + rule);
      }
    }
    return new FaultScript(List.of(rules), 0, 0, "", List.of());
  }

  /**
   * A script by chance.
   *
   * @param seed the same seed gives the same faults to the same requests
   * @param rate share of requests that go wrong, 0 to 1
   * @param pattern path within any container, with {@code *} for any run of characters
   * @param choices what may happen to them
   * @return the script
   */
  public static FaultScript seeded(long seed, double rate, String pattern, Fault... choices) {
    if (!(rate >= 0 && rate <= 1) || choices.length == 0) {
      throw new IllegalArgumentException("rate must be 0 to 1, and there must be choices");
    }
    return new FaultScript(
        List.of(), seed, rate, Objects.requireNonNull(pattern, "pattern"), List.of(choices));
  }

  /** What happens to the next request of a method for an object. */
  synchronized Fault next(String method, String container, ObjectPath path) {
    String object = container + '/' + path.value();
    for (Progress progress : rules) {
      if (progress.rule.matches(method, path)) {
        progress.objects.add(object);
        int nth = progress.rule.object();
        boolean meant = nth == 0 || nth == 1 + List.copyOf(progress.objects).indexOf(object);
        if (meant && progress.used < progress.rule.faults().size()) {
          return progress.rule.faults().get(progress.used++);
        }
      }
    }
    if (choices.isEmpty() || !pattern.matches(path)) {
      return Fault.none();
    }
    int attempt = attempts.merge(method + ' ' + object, 1, Integer::sum);
    SplittableRandom random =
        new SplittableRandom(seed ^ (long) (method + ' ' + object).hashCode() << 20 ^ attempt);
    return random.nextDouble() < rate ? choices.get(random.nextInt(choices.size())) : Fault.none();
  }

  /**
   * Fails unless everything that the rules name has come.
   *
   * @throws AssertionError that names what never came
   */
  public void assertUsedUp() {
    assertUsedUp(List.of(this));
  }

  static void assertUsedUp(List<FaultScript> scripts) {
    List<String> left = scripts.stream().flatMap(script -> script.left().stream()).toList();
    if (!left.isEmpty()) {
      throw new AssertionError("the fault script names what never came: " + left);
    }
  }

  private synchronized List<String> left() {
    List<String> left = new ArrayList<>();
    for (Progress progress : rules) {
      List<Fault> faults = progress.rule.faults();
      if (progress.used < faults.size()) {
        left.add(
            "%s: %d of %d faults used; objects that matched: %s"
                .formatted(progress.rule, progress.used, faults.size(), progress.objects));
      }
    }
    return left;
  }
}
