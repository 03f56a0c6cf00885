// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of a buffer, and the characters at the edges of its rules. */
class CanonicalBufferTest {
  private static final String ALL_UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private interface Writing {
    void to(CanonicalBuffer buffer) throws Refusal;
  }

  /** Fits into exactly so many bytes, and not into one less. */
  private static void assertNeeds(int bytes, String text, Writing writing) throws Refusal {
    CanonicalBuffer enough = new CanonicalBuffer(1, bytes);
    writing.to(enough);
    assertEquals(text, enough.text());
    assertEquals(bytes, enough.length());
    CanonicalBuffer tight = new CanonicalBuffer(1, bytes - 1);
    Refusal refusal = assertThrows(Refusal.class, () -> writing.to(tight));
    Sample.assertRefused(SigV4Error.LIMIT_EXCEEDED, refusal.refused());
  }

  @Test
  void everyWayOfWriting_keepsToTheLimit() throws Refusal {
    assertNeeds(1, "a", buffer -> buffer.append('a'));
    assertNeeds(3, "abc", buffer -> buffer.append("abc"));
    assertNeeds(2, "bc", buffer -> buffer.append("abcd", 1, 3));
    assertNeeds(2, "bc", buffer -> buffer.append(Sample.bytes("abcd"), 1, 3));
    assertNeeds(4, "ff01", buffer -> buffer.appendHex(new byte[] {-1, 1}));
    assertNeeds(3, "a b", buffer -> buffer.appendFolded("a b"));
    assertNeeds(3, "abc", buffer -> buffer.appendFolded("abc"));
    assertNeeds(3, "\u00e1\u0088\u00b4", buffer -> buffer.appendFolded("\u1234"));
    assertNeeds(3, "%21", buffer -> buffer.appendEncoded("!", 0, 1));
    assertNeeds(2, "bc", buffer -> buffer.appendEncoded("abcd", 1, 3));
    assertNeeds(3, "%21", buffer -> buffer.appendReencoded("!", 0, 1, false));
    assertNeeds(6, "%21%2F", buffer -> buffer.appendReencoded("%21/", 0, 4, false));
    assertNeeds(2, "bc", buffer -> buffer.appendReencoded("abcd", 1, 3, false));
  }

  @Test
  void rangeAtTheEndOfALongText_countsAsLongAsItIs() throws Refusal {
    CanonicalBuffer buffer = new CanonicalBuffer(1, 4);
    buffer.appendEncoded("x".repeat(100) + "ab", 100, 102);
    buffer.appendReencoded("x".repeat(100) + "cd", 100, 102, true);
    assertEquals("abcd", buffer.text());
  }

  @Test
  void buffer_grows_asItIsWritten() throws Refusal {
    CanonicalBuffer buffer = new CanonicalBuffer(1, 10_000);
    buffer.appendFolded("\u1234 ".repeat(100));
    assertEquals(399, buffer.length());
    buffer.appendFolded(" x".repeat(500));
    assertEquals(399 + 999, buffer.length());
    assertEquals("x x", buffer.text().substring(399 + 999 - 3));
    buffer.truncate(2);
    assertEquals("\u00e1\u0088", buffer.text());
    buffer.clear();
    assertEquals("", buffer.text());
  }

  @Test
  void unreservedCharacters_encoded_stayAsTheyAre() throws Refusal {
    for (char c = 0; c < 256; c++) {
      CanonicalBuffer once = CanonicalBuffer.unbounded();
      String text = String.valueOf(c);
      if (c != '%') {
        once.appendEncoded(text, 0, 1);
        boolean unreserved = ALL_UNRESERVED.indexOf(c) >= 0;
        assertEquals(unreserved ? text : "%%%02X".formatted((int) c), once.text());
      }
      CanonicalBuffer again = CanonicalBuffer.unbounded();
      String escaped = "%%%02x".formatted((int) c);
      again.appendReencoded(escaped, 0, 3, c == '/');
      String expected =
          ALL_UNRESERVED.indexOf(c) >= 0 || c == '/' ? text : "%%%02X".formatted((int) c);
      assertEquals(expected, again.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%2", "%2g", "%g2", "a%", "%/0", "%:0", "%@0", "%`0", "%0\u0130"})
  void brokenEscape_isRefusedOrTold(String text) throws Refusal {
    CanonicalBuffer buffer = CanonicalBuffer.unbounded();
    Refusal refusal =
        assertThrows(Refusal.class, () -> buffer.appendEncoded(text, 0, text.length()));
    Sample.assertRefused(SigV4Error.MALFORMED_REQUEST, refusal.refused());
    assertThrows(Refusal.class, () -> buffer.appendReencoded(text, 0, text.length(), true));
    assertFalse(CanonicalBuffer.unbounded().tryReencode("%2", 0, 2, true));
    assertTrue(CanonicalBuffer.unbounded().tryReencode("%20", 0, 3, true));
  }

  /** What is white space to a header value, and what only looks like it. */
  @ParameterizedTest
  @CsvSource({
    "9, true",
    "10, true",
    "11, true",
    "12, true",
    "13, true",
    "32, true",
    "8, false",
    "14, false",
    "31, false",
    "33, false",
    "0, false",
    "127, false",
    "133, false",
    "160, false",
    "255, false"
  })
  void whiteSpace_isFolded(int code, boolean space) throws Refusal {
    String c = String.valueOf((char) code);
    assertEquals(space, CanonicalBuffer.isSpace((char) code));
    CanonicalBuffer buffer = CanonicalBuffer.unbounded();
    buffer.appendFolded(c + "a" + c + c + "b" + c);
    assertEquals(space ? "a b" : c + "a" + c + c + "b" + c, buffer.text());
    assertEquals(space ? "a" : c + "a" + c, HeaderLines.trimmed(c + "a" + c));
  }

  @Test
  void textBeyondLatin1_isNarrowedToItsUtf8() {
    assertEquals("\u00ff", CanonicalBuffer.narrow("\u00ff"));
    assertEquals("\u00c4\u0080", CanonicalBuffer.narrow("\u0100"));
    assertEquals("\u00c3\u00bf\u00c4\u0080", CanonicalBuffer.narrow("\u00ff\u0100"));
    String same = "abc";
    assertEquals(same, CanonicalBuffer.narrow(same));
  }

  @Test
  void ranges_compared_goByUnsignedBytes() throws Refusal {
    CanonicalBuffer buffer = CanonicalBuffer.unbounded();
    buffer.append("ab\u00ffab");
    assertEquals(0, buffer.compare(0, 2, 3, 5));
    assertTrue(buffer.compare(0, 1, 0, 2) < 0);
    assertTrue(buffer.compare(2, 3, 0, 1) > 0);
    assertTrue(buffer.holds(Sample.bytes("ab"), 3, 5));
    assertFalse(buffer.holds(Sample.bytes("ab"), 2, 4));
    assertFalse(buffer.holds(Sample.bytes("ab"), 0, 3));
  }
}
