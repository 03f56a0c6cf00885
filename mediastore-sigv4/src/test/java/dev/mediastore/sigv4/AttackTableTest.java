// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every attack of the signing dossier has a test that bears its number: {@code attack_12_...}, or
 * {@code attack_14_15_...} where one test tries two. {@code docs/attacks-sigv4.md} says what each
 * attack is.
 */
class AttackTableTest {
  private static final int ATTACKS = 50;
  private static final List<Class<?>> TESTS =
      List.of(RequestAttackTest.class, PayloadAttackTest.class, CredentialsAttackTest.class);
  private static final Pattern NUMBERS = Pattern.compile("attack((?:_\\d+)+)_.*");

  /** Attacks on routes, transfer coding and forms, which this module never sees. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.of(
          3, "one gate for every route",
          35, "transfer coding and Expect",
          44, "POST forms are not offered",
          45, "one authorisation table");

  @Test
  void everyAttack_hasATestThatBearsItsNumber() {
    TreeSet<Integer> covered = new TreeSet<>(ELSEWHERE.keySet());
    tests().values().forEach(covered::addAll);
    assertEquals(IntStream.rangeClosed(1, ATTACKS).boxed().toList(), List.copyOf(covered));
  }

  @Test
  void attackOfAnotherModule_hasNoTestHere() {
    tests()
        .forEach(
            (name, numbers) ->
                assertTrue(numbers.stream().noneMatch(ELSEWHERE::containsKey), name));
  }

  private static Map<String, List<Integer>> tests() {
    Map<String, List<Integer>> tests = new TreeMap<>();
    for (Class<?> type : TESTS) {
      for (Method method : type.getDeclaredMethods()) {
        Matcher numbers = NUMBERS.matcher(method.getName());
        if (numbers.matches()) {
          tests.put(
              method.getName(),
              Arrays.stream(numbers.group(1).substring(1).split("_", -1))
                  .map(Integer::valueOf)
                  .toList());
        }
      }
    }
    return tests;
  }
}
