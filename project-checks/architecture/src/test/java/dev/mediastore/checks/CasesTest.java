// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of cases name tests that there are, and leave no case of their groups out. */
class CasesTest {
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w+(?:Test|Contract|Properties))(?:\\.(\\w+))?`");
  private static final List<String> MODULES =
      List.of(
          "examples",
          "fault-lab",
          "mediastore-core",
          "mediastore-http-adapter",
          "mediastore-sigv4",
          "mediastore-testkit",
          "project-checks/architecture");

  /**
   * A table of cases.
   *
   * @param file where it is
   * @param leastNamed it names more tests than these
   * @param groups of the threat catalogue that it has to cover as a whole, with their sizes
   */
  record Table(String file, int leastNamed, Map<String, Integer> groups) {
    String text() throws IOException {
      return Files.readString(Repository.root().resolve(file));
    }

    Stream<String> cases() {
      return groups.entrySet().stream()
          .flatMap(
              group ->
                  IntStream.rangeClosed(1, group.getValue())
                      .mapToObj(number -> "%s%02d".formatted(group.getKey(), number)));
    }
  }

  static Stream<Table> tables() {
    return Stream.of(
        new Table("docs/store-cases.md", 80, Map.of("H", 13, "I", 31)),
        new Table("docs/operation-cases.md", 60, Map.of("M", 8, "N", 16)));
  }

  /** By simple name; two files of one name count as one. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> byName = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Repository.root().resolve(module).resolve("src"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          byName.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return byName;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyTestNamed_exists(Table table) throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(table.text());
    int count = 0;
    while (named.find()) {
      count++;
      String source = sources.getOrDefault(named.group(1), "");
      boolean there =
          named.group(2) == null ? !source.isEmpty() : source.contains(" " + named.group(2) + "(");
      if (!there) {
        missing.add(named.group());
      }
    }
    assertTrue(count > table.leastNamed(), "only " + count + " tests named");
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyCaseOfItsGroups_hasARow(Table table) throws IOException {
    String text = table.text();
    assertEquals(
        List.of(), table.cases().filter(id -> !text.contains("\n| " + id + " |")).toList());
  }
}
