// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How numbers, dates, addresses and letters are read. */
class ValueTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "-1", "+1", "007", "1.5", "-0.5", "1e3", "1E-3", "1e+400", "1e-400", "1e0400", "00",
      })
  void decimal_isRead(String text) {
    assertEquals(new BigDecimal(text), DecimalText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1e401",
        "1e-401",
        "1e999999999",
        "1e1x",
        "1x",
        "1.5.5",
        "1,5",
        " 1",
        "1 ",
        "0x10",
        "NaN",
        "Infinity",
        "--1",
        "1e1e1",
        "1e1.5",
        "1f",
        "1d",
        "\u0661",
        "1e99999999999999999999",
      })
  void otherText_isNoDecimal(String text) {
    assertNull(DecimalText.parse(text));
  }

  @Test
  void decimal_hasAtMost64Characters() {
    assertNotNull(DecimalText.parse("1".repeat(64)));
    assertNull(DecimalText.parse("1".repeat(65)));
  }

  @Property(tries = 300)
  void shortestText_hasTheSameValue(
      @ForAll long digits, @ForAll @IntRange(min = -30, max = 30) int scale) {
    BigDecimal number = BigDecimal.valueOf(digits, scale);
    BigDecimal read = Objects.requireNonNull(DecimalText.parse(DecimalText.shortest(number)));

    assertEquals(0, number.compareTo(read));
    assertEquals(DecimalText.shortest(number), DecimalText.shortest(read));
  }

  @ParameterizedTest
  @CsvSource({
    "2026,                               2026-01-01T00:00:00Z",
    "0000,                               0000-01-01T00:00:00Z",
    "1970,                               1970-01-01T00:00:00Z",
    "2026-07,                            2026-07-01T00:00:00Z",
    "2026-07-09,                         2026-07-09T00:00:00Z",
    "2024-02-29,                         2024-02-29T00:00:00Z",
    "2026-12-31,                         2026-12-31T00:00:00Z",
    "2026-07-09T10:20Z,                  2026-07-09T10:20:00Z",
    "2026-07-09T10:20:30Z,               2026-07-09T10:20:30Z",
    "2026-07-09T23:59:59Z,               2026-07-09T23:59:59Z",
    "2026-07-09T10:20:30.5Z,             2026-07-09T10:20:30.5Z",
    "2026-07-09T10:20:30.123456789Z,     2026-07-09T10:20:30.123456789Z",
    "2026-07-09T10:20:30.1234567891Z,    2026-07-09T10:20:30.123456789Z",
    "2026-07-09T10:20:30.000000001Z,     2026-07-09T10:20:30.000000001Z",
    "2026-07-09T10:20+02:00,             2026-07-09T08:20:00Z",
    "2026-07-09T10:20:30-05:30,          2026-07-09T15:50:30Z",
    "2026-01-01T00:30:00+23:59,          2025-12-31T00:31:00Z",
    "2026-07-09T10:20:30.25-00:01,       2026-07-09T10:21:30.25Z",
    "0,                                  1970-01-01T00:00:00Z",
    "1,                                  1970-01-01T00:00:01Z",
    "999,                                1970-01-01T00:16:39Z",
    "10000,                              1970-01-01T02:46:40Z",
    "02026,                              1970-01-01T00:33:46Z",
    "1893456000,                         2030-01-01T00:00:00Z",
    "99999999999,                        5138-11-16T09:46:39Z",
  })
  void date_isRead(String text, Instant expected) {
    assertEquals(expected, DateText.parse(text));
    long whole = DateText.wholeSeconds(text);
    if (whole != OrderedMatcher.NOT_WHOLE) {
      assertEquals(expected, Instant.ofEpochSecond(whole));
    }
  }

  @Test
  void longEpoch_isReadUpToFifteenDigits() {
    assertEquals(Instant.ofEpochSecond(999_999_999_999_999L), DateText.parse("999999999999999"));
    assertNull(DateText.parse("1000000000000000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1893456000",
        "1.5",
        "20 6",
        "2026-",
        "2026-7",
        "2026-00",
        "2026-13",
        "2026-07-",
        "2026-07-9",
        "2026-07-00",
        "2026-07-32",
        "2026-02-29",
        "2100-02-29",
        "2026-04-31",
        "2026-13-01",
        "2026-07-09T",
        "2026-07-09T10Z",
        "2026-07-09T10:20",
        "2026-07-09T10:20:30",
        "2026-07-09 10:20:30Z",
        "2026-07-09t10:20:30Z",
        "2026-07-09T10:20:30z",
        "2026-07-09T24:00:00Z",
        "2026-07-09T10:60:00Z",
        "2026-07-09T10:20:60Z",
        "2026-07-09T10:20:30.Z",
        "2026-07-09T10:20:30,5Z",
        "2026-07-09T10:20.5Z",
        "2026-07-09T10:20:30Z ",
        "2026-07-09T10:20:30ZZ",
        "2026-07-09T10:20:30+02",
        "2026-07-09T10:20:30+0200",
        "2026-07-09T10:20:30+02:0",
        "2026-07-09T10:20:30+24:00",
        "2026-07-09T10:20:30+02:60",
        "2026-07-09T10:20:30 02:00",
        "2026-07-09T1a:20:30Z",
        "2026/07/09",
        "20260709T102030Z",
        "2026-W28",
        "2026-190",
        "\u0662\u0660\u0662\u0666",
        "tomorrow",
      })
  void otherText_isNoDate(String text) {
    assertNull(DateText.parse(text));
  }

  @Test
  void date_hasAtMost64Characters() {
    String start = "2026-07-09T10:20:30.";

    assertNotNull(DateText.parse(start + "1".repeat(43) + "Z"));
    assertNull(DateText.parse(start + "1".repeat(44) + "Z"));
  }

  @Property(tries = 300)
  void date_equalsTheLibrarysReading(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nanos) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);

    assertEquals(instant, DateText.parse(instant.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4/32,            1.2.3.4,                 true",
    "1.2.3.4/32,            1.2.3.5,                 false",
    "1.2.3.4/31,            1.2.3.5,                 true",
    "1.2.3.4/31,            1.2.3.6,                 false",
    "203.0.113.7/24,        203.0.113.250,           true",
    "203.0.113.7/24,        203.0.114.7,             false",
    "128.0.0.0/1,           255.255.255.255,         true",
    "128.0.0.0/1,           127.255.255.255,         false",
    "0.0.0.0/0,             0.0.0.0,                 true",
    "1.2.3.4/0,             255.255.255.255,         true",
    "::/0,                  ffff::ffff,              true",
    "::1,                   ::1,                     true",
    "::1,                   ::2,                     false",
    "::1/128,               0:0:0:0:0:0:0:1,         true",
    "2001:db8::/64,         2001:db8::ffff:0:0:1,    true",
    "2001:db8::/64,         2001:db8:0:1::,          false",
    "2001:db8::/65,         2001:db8::7fff:0:0:0,    true",
    "2001:db8::/65,         2001:db8::8000:0:0:0,    false",
    "2001:db8::/63,         2001:db8:0:1::,          true",
    "2001:db8::/63,         2001:db8:0:2::,          false",
    "8000::/1,              7fff::,                  false",
    "::ffff:1.2.3.4,        ::ffff:102:304,          true",
    "::ffff:0:0/96,         ::ffff:9.9.9.9,          true",
    "::ffff:0:0/96,         9.9.9.9,                 false",
    "1::2:3,                1:0:0:0:0:0:2:3,         true",
    "1:2:3:4:5:6:7::,       1:2:3:4:5:6:7:0,         true",
    "::2:3:4:5:6:7:8,       0:2:3:4:5:6:7:8,         true",
    "1:2:3:4:5:6:1.2.3.4,   1:2:3:4:5:6:102:304,     true",
    "ABCD::,                abcd::,                  true",
    "::ffff:255.255.255.255, 0000:0000:0000:0000:0000:ffff:255.255.255.255, true",
  })
  void block_containsAddress(String block, String address, boolean expected) {
    assertEquals(
        expected,
        Objects.requireNonNull(IpBlock.parse(block))
            .contains(Objects.requireNonNull(IpAddress.parse(address))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.",
        "1.2.3.4.",
        "1.2.3.4.5",
        ".1.2.3",
        "1..2.3",
        "256.1.1.1",
        "1.2.3.999",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.4a",
        "a.b.c.d",
        "1.2.3.-4",
        "1.2.3.+4",
        " 1.2.3.4",
        "1.2.3.4 ",
        "0x7f.1.1.1",
        "2130706433",
        "localhost",
        "1.2.3.0004",
        ":",
        ":::",
        ":1",
        "1:",
        "::1:",
        ":1::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "12345::",
        "g::",
        "::1%eth0",
        "[::1]",
        "::1.2.3",
        "::1.2.3.4.5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3.4:5",
        "::1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8:9::",
        "::1:2:3:4:5:6:7:8:1.2.3.4",
        "1:2:3:4:5:6:7:8:1.2.3.4",
        "::01.2.3.4",
        "::\u0661",
        "1:2:3:4:5:6:1.2.3",
        "1:2:3:4:5:6:1.2.3.4:7",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255:",
      })
  void otherText_isNoAddress(String text) {
    assertNull(IpAddress.parse(text));
    assertNull(IpBlock.parse(text));
    assertNull(IpBlock.parse(text + "/8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4/",
        "1.2.3.4/33",
        "1.2.3.4/-1",
        "1.2.3.4/+8",
        "1.2.3.4/08",
        "1.2.3.4/8 ",
        "1.2.3.4/8/8",
        "1.2.3.4/00",
        "1.2.3.4/255.0.0.0",
        "1.2.3.4/999",
        "1.2.3.4/1000",
        "::/129",
        "::/0128",
        "/8",
        "1.2.3.4/a",
        "1.2.3.4/\u0661",
      })
  void otherText_isNoBlock(String text) {
    assertNull(IpBlock.parse(text));
  }

  @Property(tries = 300)
  void address_equalsTheLibrarysReading(@ForAll @Size(value = 16) byte[] bytes)
      throws UnknownHostException {
    String text = InetAddress.getByAddress(bytes).getHostAddress();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    IpAddress expected = new IpAddress(true, buffer.getLong(), buffer.getLong());

    if (text.indexOf(':') >= 0) {
      assertEquals(expected, IpAddress.parse(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abc,             ABC,             true",
    "abc,             abd,             false",
    "\u00e9,          \u00c9,          true",
    "\u03c3,          \u03c2,          true",
    "\u212a,          k,               true",
    "\ud801\udc00,    \ud801\udc28,    true",
    "\u0130,          i,               false",
    "\u0130,          I,               false",
    "\u0131,          i,               false",
    "\u0131,          I,               false",
    "\u0130,          \u0130,          true",
    "I,               i,               true",
    "\u00df,          ss,              false",
    "\u00df,          \u1e9e,          true",
    "@,               `,               false",
    "[,               {,               false",
    "a,               aa,              false",
    "'',              a,               false",
  })
  void caseIsIgnored_asInSimpleFolding(String left, String right, boolean expected) {
    assertEquals(expected, CaseFolding.equal(left, right));
    assertEquals(expected, CaseFolding.equal(right, left));
    assertEquals(expected, CaseFolding.fold(left).equals(CaseFolding.fold(right)));
  }

  @Test
  void caseIsIgnored_theSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertTrue(CaseFolding.equal("TITLE", "title"));
      assertEquals("title", CaseFolding.fold("TITLE"));
      assertEquals("mediastore:listitems", Ascii.fold("MediaStore:ListItems"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void foldedText_isReturnedAsItIs() {
    String folded = "aws:sourceip";

    assertSame(folded, CaseFolding.fold(folded));
    assertEquals("aws:sourceip", AuthorizationContext.foldName("AWS:SourceIp"));
  }

  @Test
  void asciiClasses_holdNothingElse() {
    for (int c = 0; c < 0x3000; c++) {
      String text = Character.toString(c);
      assertEquals(text.matches("[0-9]"), Ascii.isDigit(c), text);
      assertEquals(text.matches("[A-Z]"), Ascii.isUpperCase(c), text);
      assertEquals(text.matches("[A-Za-z0-9]"), Ascii.isLetterOrDigit(c), text);
      assertEquals(text.matches("[A-Z]") ? text.toLowerCase(Locale.ROOT) : text, Ascii.fold(text));
    }
    assertTrue(Ascii.isDigits("0123456789"));
    assertFalse(Ascii.isDigits("0123a"));
    assertTrue(Ascii.isLettersAndDigits("aZ09"));
    assertFalse(Ascii.isLettersAndDigits("aZ-09"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, TRUE, true",
    "true, tru, false",
    "true, trues, false",
    "@, `, false",
    "[, {, false",
    "a, A, true",
    "z, Z, true"
  })
  void asciiCaseIsIgnored(String left, String right, boolean expected) {
    assertEquals(expected, Ascii.equalIgnoringCase(left, right));
    assertFalse(Ascii.equalIgnoringCase("s", "\u017f"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,               0",
    "7,               7",
    "-7,              -7",
    "007,             7",
    "-0,              0",
    "999999999999999999,  999999999999999999",
    "-999999999999999999, -999999999999999999",
    "1000000000000000000, NOT",
    "-,               NOT",
    "'',              NOT",
    "+7,              NOT",
    "7.0,             NOT",
    "7e0,             NOT",
    "7x,              NOT",
    "/7,              NOT",
    "7:,              NOT",
    "--7,             NOT",
    "'7 ',            NOT",
  })
  void wholeNumber_isReadWithoutAnObject(String text, String expected) {
    assertEquals(
        expected.equals("NOT") ? OrderedMatcher.NOT_WHOLE : Long.parseLong(expected),
        DecimalText.whole(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:59Z, 59",
    "1970-01-01T00:59:00Z, 3540",
    "1970-01-01T23:00:00Z, 82800",
    "1969-12-31T23:59:59Z, -1",
    "2024-02-29T00:00:00Z, 1709164800",
    "2026-11-30T12:34:56Z, 1796042096",
    "2000-03-01T00:00:00Z, 951868800",
    "1900-02-28T00:00:00Z, -2203977600",
    "9999-12-31T23:59:59Z, 253402300799",
    "0000-01-01T00:00:00Z, -62167219200",
    "1767225600,           1767225600",
    "999999999999999,      999999999999999",
    "0,                    0",
  })
  void usualDate_isReadWithoutAnObject(String text, long expected) {
    assertEquals(expected, DateText.wholeSeconds(text));
    assertEquals(Instant.ofEpochSecond(expected), DateText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "-1",
        "1000000000000000",
        "2026-01-01",
        "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026/01-01T00:00:00Z",
        "2026-01/01T00:00:00Z",
        "2026-01-01t00:00:00Z",
        "2026-01-01T00-00:00Z",
        "2026-01-01T00:00-00Z",
        "2026-01-01T00:00:00z",
        "x026-01-01T00:00:00Z",
        "20x6-01-01T00:00:00Z",
        "2026-x1-01T00:00:00Z",
        "2026-01-1xT00:00:00Z",
        "2026-01-01Tx0:00:00Z",
        "2026-01-01T00:0x:00Z",
        "2026-01-01T00:00:x0Z",
        "2026-01-01T00:00:0:Z",
        "2026-01-01T00:00:0/Z",
      })
  void otherText_isNoUsualDate(String text) {
    assertEquals(OrderedMatcher.NOT_WHOLE, DateText.wholeSeconds(text));
  }

  @Property(tries = 500)
  void usualDate_equalsTheLibrarysReading(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds) {
    Instant instant = Instant.ofEpochSecond(seconds);

    assertEquals(seconds, DateText.wholeSeconds(instant.toString()));
    assertEquals(instant, DateText.parse(instant.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "NumericEquals,            30,   30.0, true",
    "NumericEquals,            30,   30.5, false",
    "NumericEquals,            3e1,  30,   true",
    "NumericLessThan,          30,   30.5, true",
    "NumericLessThan,          31,   30.5, false",
    "NumericGreaterThan,       31,   30.5, true",
    "NumericLessThanEquals,    30,   30,   true",
    "NumericLessThan,          30,   30,   false",
    "NumericGreaterThan,       123456789012345678901, 5, true",
    "NumericGreaterThan,       5,  123456789012345678901, false",
    "DateEquals,               1767225600, 2026-01-01, true",
    "DateEquals,               1767225600, 2026-01-01T00:00:00.5Z, false",
    "DateLessThan,             1767225600, 2026-01-01T00:00:00.5Z, true",
    "DateGreaterThan,          1767225601, 2026-01-01T00:00:00.5Z, true",
    "DateGreaterThan,          1767225600, 2026-01-01T00:00:00.5Z, false",
    "DateLessThan,             2026-01-01T00:00:00.4Z, 2026-01-01T00:00:00.5Z, true",
    "DateGreaterThanEquals,    2026-01-01T00:00:00Z, 2026, true",
  })
  void wholeAndOtherValues_compareByValue(
      String operator, String request, String policy, boolean expected) {
    assertEquals(
        expected,
        Scenario.scenario()
            .with("aws:x", request)
            .holds("'" + operator + "':{'aws:x':'" + policy + "'}"));
  }
}
