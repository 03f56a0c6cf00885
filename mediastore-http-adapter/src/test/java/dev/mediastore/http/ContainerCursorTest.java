// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ContainerCursorTest {
  private static final CallScope SCOPE = ControlFixture.SCOPE;

  @Property(tries = 300)
  void token_readBack_isTheName(
      @ForAll
          @StringLength(min = 1, max = 255)
          @CharRange(from = 'a', to = 'z')
          @CharRange(from = 'A', to = 'Z')
          @CharRange(from = '0', to = '9')
          @Chars({'_', '-'})
          String name) {
    String token = ContainerCursor.after(name, SCOPE);
    assertTrue(token.matches("[0-9A-Za-z=/+]{1,1024}"), token);
    assertEquals(Optional.of(name), ContainerCursor.name(token, SCOPE));
  }

  @Property(tries = 500)
  void token_withOneCharacterChanged_isRefused(
      @ForAll @IntRange(max = 11) int at, @ForAll @CharRange(from = '+', to = 'z') char other) {
    String token = ContainerCursor.after("live", SCOPE);
    String changed = token.substring(0, at) + other + token.substring(at + 1);
    if (!changed.equals(token)) {
      assertEquals(Optional.empty(), ContainerCursor.name(changed, SCOPE));
    }
  }

  @Property(tries = 300)
  void token_madeUp_isRefused(@ForAll String token) {
    assertEquals(Optional.empty(), ContainerCursor.name(token, SCOPE));
  }

  @Example
  void token_ofAnotherRegionOrAccount_isRefused() {
    String token = ContainerCursor.after("live", SCOPE);
    CallScope region = new CallScope("aws", SCOPE.account(), "eu-west-1");
    CallScope account = new CallScope("aws", "444455556666", SCOPE.region());
    assertNotEquals(token, ContainerCursor.after("live", region));
    assertEquals(Optional.empty(), ContainerCursor.name(token, region));
    assertEquals(Optional.empty(), ContainerCursor.name(token, account));
  }

  @Example
  void token_withoutItsPadding_isRefused() {
    String token = ContainerCursor.after("lives", SCOPE);
    assertTrue(token.endsWith("="), "the case needs a padded token");
    assertEquals(
        Optional.empty(), ContainerCursor.name(token.substring(0, token.length() - 1), SCOPE));
  }
}
