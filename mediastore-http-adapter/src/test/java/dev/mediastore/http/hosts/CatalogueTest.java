// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every case of the catalogues of attacks has a test, on every host, and the table {@code
 * access-cases.md} beside this class says which.
 */
class CatalogueTest {
  private static final List<Class<?>> CLASSES =
      List.of(
          HttpThreatsTest.class,
          PathThreatsTest.class,
          ReadThreatsTest.class,
          UploadThreatsTest.class,
          BodyAttacksTest.class,
          SignatureAttacksTest.class,
          RequestAttacksTest.class,
          SignatureThreatsTest.class,
          RouteGateTest.class,
          PolicyThreatsTest.class,
          ConditionThreatsTest.class,
          CorsThreatsTest.class);
  private static final Pattern CASE = Pattern.compile("(attack_\\d\\d|[A-Z]\\d\\d)_\\w+");

  /**
   * Attacks 1 to 50 of the signing rules; groups A to G of the threat catalogue, but for what is
   * tried elsewhere: floods of HTTP/2 (A39, A40) with the tests of that protocol, damaged blocks
   * (C13) and what stores do when they fail (D07, D13, D21 to D24, D26) without a network.
   */
  private static Stream<String> cases() {
    return Stream.of(
            numbered("attack_%02d", 50),
            numbered("A%02d", 38),
            numbered("B%02d", 21),
            numbered("C%02d", 20).filter(id -> !id.equals("C13")),
            Stream.of("D01 D02 D03 D04 D05 D06 D08 D09 D10 D11 D12".split(" ", -1)),
            Stream.of("D14 D15 D16 D17 D18 D19 D20 D25".split(" ", -1)),
            numbered("E%02d", 12),
            numbered("F%02d", 23),
            numbered("G%02d", 11),
            Stream.of("K08"))
        .flatMap(each -> each);
  }

  private static Stream<String> numbered(String pattern, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(pattern::formatted);
  }

  /** By case, the tests in this class path. */
  private static Map<String, List<String>> tests() {
    Map<String, List<String>> tests = new TreeMap<>();
    for (Class<?> each : CLASSES) {
      for (Method method : each.getDeclaredMethods()) {
        Matcher matcher = CASE.matcher(method.getName());
        if (matcher.matches() && isTest(method)) {
          tests
              .computeIfAbsent(matcher.group(1), id -> new ArrayList<>())
              .add(each.getSimpleName() + "." + method.getName());
        }
      }
    }
    tests.values().forEach(names -> names.sort(null));
    return tests;
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  @Test
  void everyCase_hasATest() {
    assertEquals(List.of(), cases().filter(id -> !tests().containsKey(id)).toList());
  }

  @Test
  void everyTest_isOfACase() {
    List<String> known = cases().toList();
    assertEquals(List.of(), tests().keySet().stream().filter(id -> !known.contains(id)).toList());
  }

  @Test
  void everyClass_runsOnEveryHost() {
    for (Class<?> each : CLASSES) {
      assertTrue(each.isAnnotationPresent(ParameterizedClass.class), each::getName);
      EnumSource hosts = each.getAnnotation(EnumSource.class);
      assertTrue(hosts != null && hosts.names().length == 0, each::getName);
    }
    assertEquals(3, HostKind.values().length);
  }

  /** Without attack-by-attack tests in classes that nobody lists. */
  @Test
  void table_saysWhichTestIsWhich() throws IOException {
    StringBuilder table = new StringBuilder();
    tests()
        .forEach(
            (id, names) -> table.append("| " + id + " | " + String.join("<br>", names) + " |\n"));
    try (InputStream in = CatalogueTest.class.getResourceAsStream("access-cases.md")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String rows = text.substring(text.indexOf("|---|---|\n") + 10);
      assertEquals(table.toString(), rows, "put this below the head of access-cases.md");
    }
  }
}
