// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Dates of signed requests: {@code yyyyMMdd'T'HHmmss'Z'}, or an HTTP date in {@code Date}. */
final class AmzDate {
  static final long INVALID = Long.MIN_VALUE;

  static final int DAY_LENGTH = 8;

  private static final int LENGTH = 16;

  /** After this many years the calendar repeats. */
  private static final int YEARS_OF_ERA = 400;

  private static final int DAYS_OF_ERA = 146_097;

  /** Days from 1 March of the year 0 to 1 January 1970. */
  private static final int DAYS_TO_EPOCH = 719_468;

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
    return epochDay(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
  }

  /** Counts from 1 March, so that the odd day of leap years comes last. */
  private static long epochDay(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int era = Math.floorDiv(marchYear, YEARS_OF_ERA);
    int yearOfEra = marchYear - era * YEARS_OF_ERA;
    int dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return (long) era * DAYS_OF_ERA + dayOfEra - DAYS_TO_EPOCH;
  }

  private static boolean isDay(int year, int month, int day) {
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
  }

  private static int length(int year, int month) {
    if (month == 2) {
      return IsoChronology.INSTANCE.isLeapYear(year) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
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
