// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.Objects;

/**
 * The first thing wrong with a CORS policy that somebody wants to store.
 *
 * <p>Immutable. The parts fit the service's sentence for refused members, which {@link #message}
 * puts together. {@link #toString} leaves the offending value out, so that it stays out of logs.
 *
 * @param member path of the member, for example {@code corsPolicy.1.member.allowedOrigins} or, for
 *     an entry of a list, {@code corsPolicy.1.member.allowedOrigins.2.member}; counted from 1
 * @param value what was given, fit to be shown: at most {@value #SHOWN_CHARACTERS} printable ASCII
 *     characters; {@code null} in words if the member was not given, a count for a list
 * @param constraint what would have been right, starting with {@code Member must}
 * @since 0.1
 */
public record CorsViolation(String member, String value, String constraint) {

  /** Most characters of a refused value that are shown. */
  static final int SHOWN_CHARACTERS = 48;

  /** Makes a violation; nothing may be null. */
  public CorsViolation {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(constraint, "constraint");
  }

  /**
   * The sentence for the caller: {@code Value '…' at '…' failed to satisfy constraint: Member must
   * …}, at most 220 characters.
   */
  public String message() {
    return "Value '" + value + "' at '" + member + "' failed to satisfy constraint: " + constraint;
  }

  /** Where and which constraint, without the value. */
  @Override
  public String toString() {
    return "CorsViolation[" + member + ": " + constraint + ']';
  }
}
