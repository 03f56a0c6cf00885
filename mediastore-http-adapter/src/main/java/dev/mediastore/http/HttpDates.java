// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.DAY_OF_WEEK;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dates in header fields (RFC 9110 section 5.6.7): one form is sent, three are understood.
 *
 * <p>The names of days and months are spelled out here because those of the platform depend on its
 * locale data.
 */
final class HttpDates {
  private static final Map<Long, String> DAYS =
      Map.of(1L, "Mon", 2L, "Tue", 3L, "Wed", 4L, "Thu", 5L, "Fri", 6L, "Sat", 7L, "Sun");
  private static final Map<Long, String> LONG_DAYS =
      Map.of(
          1L,
          "Monday",
          2L,
          "Tuesday",
          3L,
          "Wednesday",
          4L,
          "Thursday",
          5L,
          "Friday",
          6L,
          "Saturday",
          7L,
          "Sunday");
  private static final Map<Long, String> MONTHS =
      Map.ofEntries(
          Map.entry(1L, "Jan"),
          Map.entry(2L, "Feb"),
          Map.entry(3L, "Mar"),
          Map.entry(4L, "Apr"),
          Map.entry(5L, "May"),
          Map.entry(6L, "Jun"),
          Map.entry(7L, "Jul"),
          Map.entry(8L, "Aug"),
          Map.entry(9L, "Sep"),
          Map.entry(10L, "Oct"),
          Map.entry(11L, "Nov"),
          Map.entry(12L, "Dec"));

  private static final DateTimeFormatter FIXED =
      finish(
          new DateTimeFormatterBuilder()
              .appendText(DAY_OF_WEEK, DAYS)
              .appendPattern("', 'dd' '")
              .appendText(MONTH_OF_YEAR, MONTHS)
              .appendLiteral(' ')
              .appendValue(YEAR, 4)
              .appendPattern("' 'HH:mm:ss' GMT'"));

  /** RFC 850: two digits of the year, which count as the last hundred years. */
  private static final DateTimeFormatter WITH_SHORT_YEAR =
      finish(
          new DateTimeFormatterBuilder()
              .appendText(DAY_OF_WEEK, LONG_DAYS)
              .appendPattern("', 'dd'-'")
              .appendText(MONTH_OF_YEAR, MONTHS)
              .appendLiteral('-')
              .appendValueReduced(YEAR, 2, 2, LocalDate.of(1970, 1, 1))
              .appendPattern("' 'HH:mm:ss' GMT'"));

  /** What the asctime function of C prints. */
  private static final DateTimeFormatter OF_C =
      finish(
          new DateTimeFormatterBuilder()
              .appendText(DAY_OF_WEEK, DAYS)
              .appendLiteral(' ')
              .appendText(MONTH_OF_YEAR, MONTHS)
              .appendLiteral(' ')
              .padNext(2)
              .appendValue(DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
              .appendPattern("' 'HH:mm:ss' '")
              .appendValue(YEAR, 4));

  private HttpDates() {}

  private static DateTimeFormatter finish(DateTimeFormatterBuilder builder) {
    return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
  }

  private record Written(long second, String text) {}

  /** What was written last for each of some seconds: now, and when objects were changed. */
  private static final @Nullable Written[] WRITTEN = new @Nullable Written[256];

  /** The fixed form. Every answer has it twice, so that what was written is kept for a while. */
  static String format(Instant instant) {
    long second = instant.getEpochSecond();
    int place = (int) second & (WRITTEN.length - 1);
    Written written = WRITTEN[place]; // Immutable, so that it does not matter who wrote it.
    if (written == null || written.second() != second) {
      written = new Written(second, write(second));
      WRITTEN[place] = written;
    }
    return written.text();
  }

  /** Written by hand, for speed. */
  private static String write(long second) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS.get((long) time.getDayOfWeek().getValue())).append(", ");
    twoDigits(text, time.getDayOfMonth()).append(' ');
    text.append(MONTHS.get((long) time.getMonthValue())).append(' ');
    int year = time.getYear();
    twoDigits(text, year / 100);
    twoDigits(text, year % 100).append(' ');
    twoDigits(text, time.getHour()).append(':');
    twoDigits(text, time.getMinute()).append(':');
    return twoDigits(text, time.getSecond()).append(" GMT").toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /**
   * Reads a date of any form; empty if it is malformed, its weekday wrong or its time impossible.
   */
  static Optional<Instant> parse(String text) {
    for (DateTimeFormatter form : List.of(FIXED, WITH_SHORT_YEAR, OF_C)) {
      ParsePosition end = new ParsePosition(0);
      TemporalAccessor unresolved = form.parseUnresolved(text, end);
      if (unresolved != null && end.getErrorIndex() < 0 && end.getIndex() == text.length()) {
        return resolve(text, form);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> resolve(String text, DateTimeFormatter form) {
    try {
      return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
