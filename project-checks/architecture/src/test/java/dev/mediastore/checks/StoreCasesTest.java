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
import org.junit.jupiter.api.Test;

/** The table of faults of a store names tests that there are. */
class StoreCasesTest {
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w+(?:Test|Contract))(?:\\.(\\w+))?`");

  private final Path table = Repository.root().resolve("docs/store-cases.md");

  private static Map<String, String> sources() throws IOException {
    Map<String, String> byName = new HashMap<>();
    for (String module :
        List.of("mediastore-core", "mediastore-http-adapter", "mediastore-testkit", "fault-lab")) {
      try (Stream<Path> files = Files.walk(Repository.root().resolve(module).resolve("src"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          byName.put(name, Files.readString(file));
        }
      }
    }
    return byName;
  }

  @Test
  void everyTestNamed_exists() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(Files.readString(table));
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
    assertTrue(count > 80, "only " + count + " tests named");
    assertEquals(List.of(), missing);
  }

  @Test
  void everyCaseOfExpiryAndStorage_hasARow() throws IOException {
    String text = Files.readString(table);
    List<String> cases =
        Stream.concat(
                IntStream.rangeClosed(1, 13).mapToObj("H%02d"::formatted),
                IntStream.rangeClosed(1, 31).mapToObj("I%02d"::formatted))
            .filter(id -> !text.contains("\n| " + id + " |"))
            .toList();
    assertEquals(List.of(), cases);
  }
}
