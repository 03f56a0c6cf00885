// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Dates of signed requests: {@code yyyyMMdd'T'HHmmss'Z'}, or an HTTP date in {@code Date}. */
final class AmzDate {
  static final long INVALID = Long.MIN_VALUE;

  static final int DAY_LENGTH = 8;

  private static final int LENGTH = 16;
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private AmzDate() {}

  /** Returns the seconds since the epoch, or {@link #INVALID} for any other text. */
  static long parse(String text) {
    if (text.length() != LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
      return INVALID;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 4, 6);
    int day = digits(text, 6, 8);
    int hour = digits(text, 9, 11);
    int minute = digits(text, 11, 13);
    int second = digits(text, 13, 15);
    if (!isDay(year, month, day) || !isTime(hour, minute, second)) {
      return INVALID;
    }
    return LocalDate.of(year, month, day).toEpochDay() * 86_400
        + hour * 3_600L
        + minute * 60L
        + second;
  }

  private static boolean isDay(int year, int month, int day) {
    return year >= 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year));
  }

  private static boolean isTime(int hour, int minute, int second) {
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** Returns the same for a {@code Date} header: this form, or that of RFC 9110 section 5.6.7. */
  static long parseAny(String text) {
    long basic = parse(text);
    if (basic != INVALID) {
      return basic;
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from).getEpochSecond();
    } catch (DateTimeParseException e) {
      return INVALID;
    }
  }

  static String format(long epochSecond) {
    return BASIC.format(Instant.ofEpochSecond(epochSecond));
  }
}
