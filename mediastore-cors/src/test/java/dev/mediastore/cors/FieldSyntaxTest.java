// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Every character there is, where it may stand. */
class FieldSyntaxTest {

  private static final String TOKEN_CHARACTERS =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void headerName_isATokenOfRfc9110WithoutWildcard() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      boolean token = TOKEN_CHARACTERS.indexOf(c) >= 0;
      String name = "x" + (char) c;
      assertEquals(token, FieldSyntax.isHeaderPattern(name), () -> "pattern " + name);
      assertEquals(token && c != '*', FieldSyntax.isHeaderName(name), () -> "name " + name);
      assertEquals(token && c != '*', FieldSyntax.isExposable(name), () -> "exposed " + name);
    }
    assertTrue(FieldSyntax.isExposable("*"));
  }

  @Test
  void origin_isLatin1WithoutControlsAndCommas() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      boolean writable = c <= 0xFF && !Character.isISOControl(c) && c != ',';
      String origin = "x" + (char) c;
      assertEquals(writable, FieldSyntax.isOriginPattern(origin), () -> "entry " + origin);
      assertEquals(
          writable && c != ' ', FieldSyntax.isRequestOrigin(origin), () -> "request " + origin);
    }
  }

  @Test
  void emptyText_isNeitherNameNorOrigin() {
    assertFalse(FieldSyntax.isHeaderName(""));
    assertFalse(FieldSyntax.isHeaderPattern(""));
    assertFalse(FieldSyntax.isExposable(""));
    assertFalse(FieldSyntax.isOriginPattern(""));
    assertFalse(FieldSyntax.isRequestOrigin(""));
  }
}
