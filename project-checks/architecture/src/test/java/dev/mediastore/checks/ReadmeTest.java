// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the README shows is what the build compiles and runs: each Java block is a marked region of
 * an example. Shell blocks are run by {@code .ci/run}, which takes them from the README itself.
 */
class ReadmeTest {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (\\w+): ([\\w.-]+) -->\n```(\\w+)\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern FENCE = Pattern.compile("^```\\w+$", Pattern.MULTILINE);
  private static final Pattern REGION =
      Pattern.compile("// snippet: ([\\w.-]+)\n(.*?)\n *// end of snippet", Pattern.DOTALL);
  private static final Map<String, Integer> MOST_LINES = Map.of("test-double", 15);
  private static final int MOST_LINES_OF_AN_EMBEDDING = 12;

  private record Block(String kind, String name, String language, String text) {}

  @Test
  void every_block_says_how_it_is_checked() throws IOException {
    String readme = readme();
    assertEquals(FENCE.matcher(readme).results().count(), blocks(readme).size());
    for (Block block : blocks(readme)) {
      assertTrue(
          List.of("snippet", "run", "output", "consumer").contains(block.kind()),
          () -> "unknown kind of block: " + block);
    }
  }

  @TestFactory
  Stream<DynamicTest> java_block_is_a_region_of_an_example() throws IOException {
    Map<String, String> regions = regions();
    return blocks(readme()).stream()
        .filter(block -> block.language().equals("java"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.name(), () -> assertEquals(regions.get(block.name()), block.text())));
  }

  @TestFactory
  Stream<DynamicTest> java_block_is_short() throws IOException {
    return blocks(readme()).stream()
        .filter(block -> block.language().equals("java"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.name(),
                    () -> {
                      int most = MOST_LINES.getOrDefault(block.name(), MOST_LINES_OF_AN_EMBEDDING);
                      assertTrue(block.text().lines().count() <= most);
                    }));
  }

  private static String readme() throws IOException {
    return Files.readString(Repository.root().resolve("README.md"));
  }

  private static List<Block> blocks(String readme) {
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(readme);
    while (found.find()) {
      blocks.add(new Block(found.group(1), found.group(2), found.group(3), found.group(4)));
    }
    return blocks;
  }

  /** Marked regions of the examples' sources, without the indentation they have there. */
  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Repository.root().resolve("examples/src"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher found = REGION.matcher(Files.readString(file));
        while (found.find()) {
          regions.put(found.group(1), found.group(2).stripTrailing().stripIndent() + "\n");
        }
      }
    }
    return regions;
  }
}
