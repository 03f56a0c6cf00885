// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

/**
 * Bounds on what a CORS policy may hold and on what a request may ask.
 *
 * <p>Immutable. The first five bound a policy when it is stored and default to the figures of the
 * MediaStore contract, section 13; the others bound the headers of a request, which matches no rule
 * when it exceeds them.
 *
 * @param rules most rules in a policy
 * @param policyCharacters most characters in all entries of a policy together
 * @param entries most entries in one list of origins or header names
 * @param originCharacters most characters in an origin, of a rule or of a request
 * @param headerCharacters most characters in a header name of a rule
 * @param requestHeaders most names in {@code Access-Control-Request-Headers}
 * @param requestHeaderCharacters most characters in {@code Access-Control-Request-Headers}
 * @since 0.1
 */
public record CorsLimits(
    int rules,
    int policyCharacters,
    int entries,
    int originCharacters,
    int headerCharacters,
    int requestHeaders,
    int requestHeaderCharacters) {

  private static final CorsLimits DEFAULTS =
      new CorsLimits(100, 398_000, 100, 2_048, 8_192, 100, 8_191);

  /**
   * Makes limits.
   *
   * @throws IllegalArgumentException if a limit is not positive
   */
  public CorsLimits {
    requirePositive("rules", rules);
    requirePositive("policyCharacters", policyCharacters);
    requirePositive("entries", entries);
    requirePositive("originCharacters", originCharacters);
    requirePositive("headerCharacters", headerCharacters);
    requirePositive("requestHeaders", requestHeaders);
    requirePositive("requestHeaderCharacters", requestHeaderCharacters);
  }

  /**
   * The limits of the contract: 100 rules of up to 100 origins and 100 header names, 398,000
   * characters in all; a request may ask for 100 names in less than 8 KiB.
   */
  public static CorsLimits defaults() {
    return DEFAULTS;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }
}
