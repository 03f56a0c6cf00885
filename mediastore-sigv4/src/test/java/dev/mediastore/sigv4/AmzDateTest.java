// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates of requests against the calendar of the platform. */
class AmzDateTest {
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final long SECONDS_OF_DAY = 86_400;

  /** The calendar repeats after 400 years; these hold every kind of leap year. */
  @Test
  void everyDayOfFiveCenturies_parsed_isThatOfTheCalendar() {
    LocalDate end = LocalDate.of(2100, 3, 2);
    for (LocalDate day = LocalDate.of(1599, 12, 31); day.isBefore(end); day = day.plusDays(1)) {
      String text = DAY.format(day);
      long expected = day.toEpochDay() * SECONDS_OF_DAY;
      assertEquals(expected, AmzDate.parse(text + "T000000Z"), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000101", "00000229", "00010101", "99991231", "19691231", "19700101"})
  void farDay_parsed_isThatOfTheCalendar(String text) {
    long midnight = LocalDate.parse(text, DAY).toEpochDay() * SECONDS_OF_DAY;
    assertEquals(midnight + SECONDS_OF_DAY - 1, AmzDate.parse(text + "T235959Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20260230T000000Z",
        "20250229T000000Z",
        "21000229T000000Z",
        "20260431T000000Z",
        "20260631T000000Z",
        "20260931T000000Z",
        "20261131T000000Z",
        "20260132T000000Z",
        "20260100T000000Z",
        "20260001T000000Z",
        "20261301T000000Z",
        "20260101T240000Z",
        "20260101T006000Z",
        "20260101T000060Z",
        "2026-101T000000Z",
        "20260101T0000:0Z",
        "20260101T0000/0Z",
        "20260101t000000Z",
        "20260101T000000z",
        "20260101T000000",
        "20260101T0000000Z",
        ""
      })
  void noSuchDay_parsed_isInvalid(String text) {
    assertEquals(AmzDate.INVALID, AmzDate.parse(text));
  }

  @Test
  void lastDays_parsed_areDays() {
    for (String last : new String[] {"0131", "0228", "0331", "0430", "0930", "1130", "1231"}) {
      long midnight = LocalDate.parse("2026" + last, DAY).toEpochDay() * SECONDS_OF_DAY;
      assertEquals(midnight, AmzDate.parse("2026" + last + "T000000Z"));
      assertEquals("2026" + last + "T000000Z", AmzDate.format(midnight));
    }
  }
}
