// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the CORS policy says about one request: the outcome, the rule that applied and the response
 * headers to send.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class CorsResult {

  private final CorsOutcome outcome;
  private final int rule;
  private final List<CorsHeader> headers;

  CorsResult(CorsOutcome outcome, int rule, List<CorsHeader> headers) {
    this.outcome = outcome;
    this.rule = rule;
    this.headers = headers;
  }

  /** Whether a rule matched, and if not, why. */
  public CorsOutcome outcome() {
    return outcome;
  }

  /** Whether a rule matched. */
  public boolean allowed() {
    return outcome == CorsOutcome.ALLOWED;
  }

  /** The rule that applied, counted from 1; empty unless {@link #allowed}. */
  public OptionalInt rule() {
    return rule == 0 ? OptionalInt.empty() : OptionalInt.of(rule);
  }

  /**
   * The header fields to set on a response that has no {@code Vary} of its own, in order.
   *
   * <p>They belong on the response whatever its status is. No name occurs twice.
   */
  public List<CorsHeader> headers() {
    return headers;
  }

  /**
   * The header fields to set on a response that may have a {@code Vary} field already: as {@link
   * #headers()}, but the value for {@code Vary} starts with the existing one and adds the names
   * missing from it.
   *
   * @param existingVary value of the response's {@code Vary}, several lines joined by commas; null
   *     or blank if there is none
   */
  public List<CorsHeader> headers(@Nullable String existingVary) {
    if (existingVary == null || existingVary.isBlank()) {
      return headers;
    }
    return headers.stream().map(header -> beside(existingVary, header)).toList();
  }

  /** Outcome and rule, no header values. */
  @Override
  public String toString() {
    return "CorsResult[outcome=" + outcome + (rule == 0 ? "" : ", rule=" + rule) + ']';
  }

  private static CorsHeader beside(String existingVary, CorsHeader header) {
    return header.name().equals(VaryField.NAME)
        ? new CorsHeader(VaryField.NAME, VaryField.merge(existingVary, header.value()))
        : header;
  }
}
