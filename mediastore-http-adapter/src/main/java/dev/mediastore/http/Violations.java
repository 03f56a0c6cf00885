// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The constraints a request breaks, and the text that says so (contract section 3.3). Used by one
 * thread at a time.
 *
 * <p>All are counted; as many are spelled out as fit into the length the contract allows a message.
 */
final class Violations {
  /** Most characters of a refused value that are shown. */
  static final int SHOWN_CHARACTERS = 48;

  /** Most characters of an error message (contract section 3.1). */
  static final int MESSAGE_CHARACTERS = 255;

  private static final String SEPARATOR = "; ";

  /** Leaves room for the words in front. */
  private static final int TEXT_CHARACTERS = MESSAGE_CHARACTERS - 36;

  private final StringBuilder text = new StringBuilder();
  private int count;

  /** Throws unless {@code holds}, naming the only thing wrong with the request. */
  static void require(boolean holds, MemberPath path, @Nullable String value, String constraint) {
    if (!holds) {
      throw refused(path, value, constraint);
    }
  }

  /** The exception for a request with one thing wrong. */
  static ServiceException refused(MemberPath path, @Nullable String value, String constraint) {
    Violations violations = new Violations();
    violations.add(path, value, constraint);
    return violations.exception();
  }

  /** The exception for a request with one thing wrong, already put into a sentence. */
  static ServiceException refused(String sentence) {
    Violations violations = new Violations();
    violations.add(sentence);
    return violations.exception();
  }

  /**
   * Notes a broken constraint.
   *
   * @param value what was given; null if nothing was
   * @param constraint what would have been right, starting with {@code Member must}
   */
  void add(MemberPath path, @Nullable String value, String constraint) {
    if (count > 0 && text.length() >= TEXT_CHARACTERS) {
      count++;
    } else {
      String given = value == null ? "null" : "'" + shown(value) + "'";
      add("Value %s at '%s' failed to satisfy constraint: %s".formatted(given, path, constraint));
    }
  }

  /** Throws if anything was noted. */
  void throwIfAny() {
    if (count > 0) {
      throw exception();
    }
  }

  /** What a message shows of a list: its size. */
  static String shown(JsonNode list) {
    return list.isEmpty() ? "[]" : "[" + list.size() + " entries]";
  }

  private void add(String sentence) {
    if (count == 0) {
      text.append(sentence, 0, Math.min(sentence.length(), TEXT_CHARACTERS));
    } else if (text.length() + SEPARATOR.length() + sentence.length() <= TEXT_CHARACTERS) {
      text.append(SEPARATOR).append(sentence);
    }
    count++;
  }

  private ServiceException exception() {
    String detected = count == 1 ? " validation error detected: " : " validation errors detected: ";
    return new ServiceException(ServiceError.VALIDATION, count + detected + text);
  }

  /** The value cut to a length worth reading, without a character that could disturb a log. */
  static String shown(String value) {
    int length = Math.min(value.length(), SHOWN_CHARACTERS);
    StringBuilder shown = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      shown.append(c >= ' ' && c <= '~' && c != '\'' && c != '\\' ? c : '?');
    }
    return shown.append(value.length() > length ? "..." : "").toString();
  }
}
