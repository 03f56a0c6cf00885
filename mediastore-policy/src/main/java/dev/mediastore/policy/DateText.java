// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.time.Instant;
import java.time.Month;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/**
 * Instants in text: the forms of the W3C note on ISO 8601 dates (year; year and month; date; date
 * with minutes, seconds or fractions and a zone) or seconds since 1970. A missing part is the
 * earliest; a date without a time is in UTC. Four digits alone are a year, other counts of digits
 * are seconds. Fractions beyond the nanosecond are cut off.
 */
final class DateText {
  private static final int YEAR_DIGITS = 4;
  private static final int MAX_EPOCH_DIGITS = 15;
  private static final int MAX_CHARACTERS = 64;
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int USUAL_LENGTH = "2026-01-01T00:00:00Z".length();
  private static final int NO_NUMBER = -100_000;
  private static final int YEARS_PER_ERA = 400;
  private static final long DAYS_PER_ERA = 146_097;
  private static final long DAYS_BEFORE_1970 = 719_468;

  private final String text;
  private int position;
  private boolean failed;

  private DateText(String text) {
    this.text = text;
  }

  /** The instant; null for text in no such form. */
  static @Nullable Instant parse(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
      return null;
    }
    if (text.length() != YEAR_DIGITS && Ascii.isDigits(text)) {
      return text.length() <= MAX_EPOCH_DIGITS ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    }
    return new DateText(text).parse();
  }

  /**
   * The seconds since 1970 of the two forms that requests have, epoch seconds and {@code
   * 2026-01-01T00:00:00Z}; {@link OrderedMatcher#NOT_WHOLE} for every other text, date or not.
   * Allocates nothing.
   */
  static long wholeSeconds(String text) {
    int length = text.length();
    if (length != YEAR_DIGITS && length <= MAX_EPOCH_DIGITS) {
      return text.startsWith("-") ? OrderedMatcher.NOT_WHOLE : DecimalText.whole(text);
    }
    return length == USUAL_LENGTH ? secondsOfUsualForm(text) : OrderedMatcher.NOT_WHOLE;
  }

  private static long secondsOfUsualForm(String text) {
    boolean punctuated =
        text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && text.charAt(19) == 'Z';
    int year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
    int month = twoDigits(text, 5);
    int day = twoDigits(text, 8);
    int hour = twoDigits(text, 11);
    int minute = twoDigits(text, 14);
    int second = twoDigits(text, 17);
    boolean date =
        year >= 0
            && isBetween(month, 1, 12)
            && isBetween(day, 1, Month.of(month).length(Year.isLeap(year)));
    boolean time = isBetween(hour, 0, 23) && isBetween(minute, 0, 59) && isBetween(second, 0, 59);
    return punctuated && date && time
        ? epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second
        : OrderedMatcher.NOT_WHOLE;
  }

  private static boolean isBetween(int value, int least, int most) {
    return value >= least && value <= most;
  }

  /**
   * The day since 1970-01-01, as {@code LocalDate} counts it, without making one: years begin in
   * March here, so that a leap day is the last of its year.
   */
  private static long epochDay(int year, int month, int day) {
    int marchYear = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(marchYear, YEARS_PER_ERA);
    int yearOfEra = marchYear - era * YEARS_PER_ERA;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970;
  }

  /** A number of two digits; so far below zero if there are none that a sum stays below it. */
  private static int twoDigits(String text, int position) {
    char tens = text.charAt(position);
    char ones = text.charAt(position + 1);
    return Ascii.isDigit(tens) && Ascii.isDigit(ones)
        ? (tens - '0') * 10 + (ones - '0')
        : NO_NUMBER;
  }

  private @Nullable Instant parse() {
    int year = digits(YEAR_DIGITS);
    int month = 1;
    int day = 1;
    long seconds = 0;
    int nanos = 0;
    if (accept('-')) {
      month = number(2, 1, 12);
      if (accept('-')) {
        day = number(2, 1, failed ? 1 : Month.of(month).length(Year.isLeap(year)));
        if (accept('T')) {
          seconds = number(2, 0, 23) * 3_600L;
          expect(':');
          seconds += number(2, 0, 59) * 60L;
          if (accept(':')) {
            seconds += number(2, 0, 59);
            nanos = accept('.') ? fraction() : 0;
          }
          seconds -= zoneSeconds();
        }
      }
    }
    if (failed || position != text.length()) {
      return null;
    }
    return Instant.ofEpochSecond(epochDay(year, month, day) * SECONDS_PER_DAY + seconds, nanos);
  }

  private int zoneSeconds() {
    if (accept('Z')) {
      return 0;
    }
    boolean west = accept('-');
    if (!west) {
      expect('+');
    }
    int hours = number(2, 0, 23);
    expect(':');
    int seconds = hours * 3_600 + number(2, 0, 59) * 60;
    return west ? -seconds : seconds;
  }

  private int fraction() {
    int nanos = 0;
    int count = 0;
    while (isDigit()) {
      if (count < NANO_DIGITS) {
        nanos = nanos * 10 + digit();
      }
      count++;
      position++;
    }
    failed |= count == 0;
    for (int i = count; i < NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private int number(int count, int least, int most) {
    int value = digits(count);
    failed |= value < least || value > most;
    return value;
  }

  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (!isDigit()) {
        failed = true;
        return 0;
      }
      value = value * 10 + digit();
      position++;
    }
    return value;
  }

  private boolean isDigit() {
    return position < text.length() && Ascii.isDigit(text.charAt(position));
  }

  private int digit() {
    return text.charAt(position) - '0';
  }

  private boolean accept(char c) {
    boolean found = position < text.length() && text.charAt(position) == c;
    if (found) {
      position++;
    }
    return found;
  }

  private void expect(char c) {
    failed |= !accept(c);
  }
}
