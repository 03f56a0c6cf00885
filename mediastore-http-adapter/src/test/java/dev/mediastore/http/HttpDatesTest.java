// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {
  private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
      })
  void date_ofEachForm_isRead(String text) {
    assertEquals(Optional.of(EXAMPLE), HttpDates.parse(text));
  }

  @Test
  void fixedForm_isSent() {
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDates.format(EXAMPLE.plusMillis(999)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "0",
        "",
      })
  void malformedDate_isNone(String text) {
    assertTrue(HttpDates.parse(text).isEmpty());
  }

  @Property(tries = 200)
  void everyDate_isReadBack_inAnyLocale(
      @ForAll @LongRange(min = -3_000_000_000L, max = 253_402_300_799L) long seconds) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
      Instant instant = Instant.ofEpochSecond(seconds);
      assertEquals(Optional.of(instant), HttpDates.parse(HttpDates.format(instant)));
    } finally {
      Locale.setDefault(before);
    }
  }
}
