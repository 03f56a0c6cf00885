// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first thing wrong with a CORS policy that somebody wants to store.
 *
 * <p>Immutable. The parts fit the service's sentence for refused members, which {@link #message}
 * puts together. {@link #toString} leaves the offending value out, so that it stays out of logs.
 *
 * @param member path of the member, for example {@code corsPolicy.1.member.allowedOrigins} or, for
 *     an entry of a list, {@code corsPolicy.1.member.allowedOrigins.2.member}; counted from 1
 * @param value what was given, fit to be shown: its first {@value #SHOWN_CHARACTERS} characters,
 *     with {@code ?} for each that is not printable ASCII; a count for a list; null if the member
 *     was not given
 * @param constraint what would have been right, starting with {@code Member must}
 * @since 0.1
 */
public record CorsViolation(String member, @Nullable String value, String constraint)
    implements Serializable {

  /** Most characters of a refused value that are shown. */
  static final int SHOWN_CHARACTERS = 48;

  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

  /** Makes a violation; only the value may be null. */
  public CorsViolation {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(constraint, "constraint");
  }

  /** A violation by {@code value}, made fit to be shown. */
  static CorsViolation of(String member, @Nullable String value, String constraint) {
    return new CorsViolation(member, value == null ? null : shown(value), constraint);
  }

  /**
   * The sentence for the caller: {@code Value '…' at '…' failed to satisfy constraint: Member must
   * …}, at most 220 characters.
   */
  public String message() {
    String shown = value == null ? "null" : "'" + value + "'";
    return "Value " + shown + " at '" + member + "' failed to satisfy constraint: " + constraint;
  }

  /** Where and which constraint, without the value. */
  @Override
  public String toString() {
    return "CorsViolation[" + member + ": " + constraint + ']';
  }

  private static String shown(String value) {
    String start = value.substring(0, Math.min(value.length(), SHOWN_CHARACTERS));
    String printable = UNPRINTABLE.matcher(start).replaceAll("?");
    return start.length() < value.length() ? printable + "..." : printable;
  }
}
