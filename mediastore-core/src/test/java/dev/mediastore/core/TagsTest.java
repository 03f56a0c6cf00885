// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
  private final MediaStore store = MediaStore.builder().memory(1 << 16).build();
  private final Container container = store.createContainer("live");

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void tag_keys_areAddedOrOverwritten() {
    container.tag(Map.of("b", "1", "a", ""));
    container.tag(Map.of("b", "2"));

    assertEquals(Map.of("a", "", "b", "2"), container.tags());
    assertEquals(List.of("a", "b"), List.copyOf(container.tags().keySet()));
  }

  @Test
  void untag_unknownKeys_areIgnored() {
    container.tag(Map.of("a", "1", "A", "2"));
    container.untag(List.of("a", "nothing"));

    assertEquals(Map.of("A", "2"), container.tags());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aws:x", "AWS:x", "aWs:", "", "a\tb", "a#b", "a\u0000", "<", "\ud83d\ude00"})
  void key_malformedOrReserved_isRefusedBothWays(String key) {
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> container.tag(Map.of(key, "v"))));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> container.untag(List.of(key))));
    assertEquals(
        ErrorCode.VALIDATION,
        codeOf(() -> store.createContainer(store.arn("other"), Map.of(key, "v"))));
    assertEquals(Map.of(), container.tags());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "Umgebung-\u00e4\u00f6",
        "\u65e5\u672c",
        "a.b:c+d=e@f_g/h-i",
        "aws",
        "x-aws:"
      })
  void key_lettersDigitsAndSpaces_areLegal(String key) {
    container.tag(Map.of(key, key));

    assertEquals(Map.of(key, key), container.tags());
  }

  @Test
  void lengths_areCountedInCharacters() {
    // A letter outside the basic plane is one character, though two in a Java string.
    String letter = "\ud840\udc00";
    container.tag(Map.of(letter.repeat(128), letter.repeat(256)));

    assertEquals(ErrorCode.VALIDATION, codeOf(() -> container.tag(Map.of("k".repeat(129), "v"))));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> container.tag(Map.of("k", "v".repeat(257)))));
  }

  @Test
  void tag_beyondFifty_isRefusedWhole() {
    Map<String, String> fifty = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      fifty.put("k" + i, "");
    }
    container.tag(fifty);
    container.tag(Map.of("k7", "again"));

    assertEquals(ErrorCode.VALIDATION, codeOf(() -> container.tag(Map.of("one-more", ""))));
    assertEquals(50, container.tags().size());
  }
}
