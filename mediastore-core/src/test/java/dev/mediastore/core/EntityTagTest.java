// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private static final byte[] CONTENT = new byte[32];

  @Test
  void ofContent_sameUpload_isTheSameTag() {
    assertEquals(
        EntityTag.ofContent(CONTENT, "video/MP2T", "max-age=1"),
        EntityTag.ofContent(CONTENT.clone(), "video/MP2T", "max-age=1"));
  }

  @Test
  void ofContent_anythingDifferent_isAnotherTag() {
    byte[] other = CONTENT.clone();
    other[31] = 1;
    Set<EntityTag> tags =
        new HashSet<>(
            List.of(
                EntityTag.ofContent(CONTENT, null, null),
                EntityTag.ofContent(other, null, null),
                EntityTag.ofContent(CONTENT, "a", null),
                EntityTag.ofContent(CONTENT, null, "a"),
                EntityTag.ofContent(CONTENT, "ab", "c"),
                EntityTag.ofContent(CONTENT, "a", "bc"),
                EntityTag.ofContent(CONTENT, "", null),
                EntityTag.ofContent(CONTENT, "", "")));

    assertEquals(8, tags.size());
  }

  @Test
  void ofContent_form_isSixtyFourLowerCaseDigitsAndNotTheDigest() {
    String tag = EntityTag.ofContent(CONTENT, null, null).value();

    assertTrue(tag.matches("[0-9a-f]{64}"), tag);
    assertNotEquals("0".repeat(64), tag);
  }

  @Test
  void random_twice_differs() {
    Random random = new Random(1);

    EntityTag first = EntityTag.random(random);
    assertTrue(first.value().matches("[0-9a-f]{64}"));
    assertNotEquals(first, EntityTag.random(random));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "\"ab\"", "W/\"ab\"", "a b", "\u0661"})
  void tag_notHexadecimal_isRefused(String value) {
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> new EntityTag(value)));
  }

  @Test
  void tag_length_isOneToSixtyFour() {
    assertEquals("A".repeat(64), new EntityTag("A".repeat(64)).toString());
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> new EntityTag("a".repeat(65))));
  }
}
