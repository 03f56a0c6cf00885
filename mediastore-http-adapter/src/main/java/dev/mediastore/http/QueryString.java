// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoded parameters of a query. Immutable.
 *
 * <p>Names are case-sensitive. Parameters nobody asks for are ignored, repeated or not, since
 * players add their own; one that is asked for must not be repeated.
 */
final class QueryString {
  private static final String REPEATED = new String("repeated");

  private final Map<String, String> values;

  private QueryString(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Parses a raw query.
   *
   * @throws ServiceException if it is too long, has too many parameters, or cannot be decoded
   */
  static QueryString parse(@Nullable String raw, HttpLimits limits) {
    if (raw == null || raw.isEmpty()) {
      return new QueryString(Map.of());
    }
    if (raw.length() > limits.queryCharacters()) {
      throw new ServiceException(
          ServiceError.TARGET_TOO_LONG,
          "The query has more than " + limits.queryCharacters() + " characters.");
    }
    Map<String, String> values = new HashMap<>();
    int count = 0;
    int start = 0;
    while (start <= raw.length()) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      if (end > start && ++count > limits.queryParameters()) {
        throw new ServiceException(
            ServiceError.VALIDATION,
            "The query has more than " + limits.queryParameters() + " parameters.");
      }
      add(values, raw.substring(start, end));
      start = end + 1;
    }
    return new QueryString(values);
  }

  private static void add(Map<String, String> values, String parameter) {
    int equals = parameter.indexOf('=');
    String name =
        PercentDecoding.parameter(equals < 0 ? parameter : parameter.substring(0, equals));
    String value = equals < 0 ? "" : PercentDecoding.parameter(parameter.substring(equals + 1));
    values.merge(name, value, (one, other) -> REPEATED);
  }

  /**
   * Returns the value of a parameter, or null if the query does not have it.
   *
   * @throws ServiceException if the query has it more than once
   */
  @Nullable String value(String name) {
    String value = values.get(name);
    if (isRepeated(value)) {
      throw new ServiceException(ServiceError.VALIDATION, name + " occurs twice in the query.");
    }
    return value;
  }

  /** By identity: any text could be a value that a client sent. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private static boolean isRepeated(@Nullable String value) {
    return value == REPEATED;
  }
}
