// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.time.Instant;
import java.time.LocalDate;
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
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(days * SECONDS_PER_DAY + seconds, nanos);
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
