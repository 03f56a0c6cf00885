// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a CORS policy, exactly as it was given.
 *
 * <p>Immutable; the lists are copied and hold no null. A rule is not checked by itself: {@link
 * CorsPolicy#of} does that, because a violation names the rule's place in the policy. A member that
 * was not given is null, which is not the same as an empty list: a rule without methods is legal
 * and matches no request, an empty list of methods is refused.
 *
 * <p>Shape and limits: MediaStore contract section 13.1.
 *
 * @param allowedOrigins origins such as {@code https://www.example.com}, each with at most one
 *     {@code *}; required, not empty
 * @param allowedMethods some of {@code GET}, {@code PUT}, {@code DELETE} and {@code HEAD}
 * @param allowedHeaders names of request headers, each with at most one {@code *}; required, may be
 *     empty
 * @param exposeHeaders names of response headers that a page may read, or the lone {@code *}
 * @param maxAgeSeconds how long a browser may remember the answer to a preflight, 0 to 2147483647
 * @since 0.1
 */
public record CorsRule(
    @Nullable List<String> allowedOrigins,
    @Nullable List<String> allowedMethods,
    @Nullable List<String> allowedHeaders,
    @Nullable List<String> exposeHeaders,
    @Nullable Long maxAgeSeconds) {

  /**
   * Makes a rule of the members given.
   *
   * @throws NullPointerException if a list holds null
   */
  public CorsRule {
    allowedOrigins = copy(allowedOrigins);
    allowedMethods = copy(allowedMethods);
    allowedHeaders = copy(allowedHeaders);
    exposeHeaders = copy(exposeHeaders);
  }

  /** A rule that exposes no response headers and gives no maximum age. */
  public static CorsRule of(
      List<String> allowedOrigins, List<String> allowedMethods, List<String> allowedHeaders) {
    return new CorsRule(allowedOrigins, allowedMethods, allowedHeaders, null, null);
  }

  /** This rule with other exposed response headers. */
  public CorsRule withExposeHeaders(List<String> names) {
    return new CorsRule(allowedOrigins, allowedMethods, allowedHeaders, names, maxAgeSeconds);
  }

  /** This rule with another maximum age. */
  public CorsRule withMaxAgeSeconds(long seconds) {
    return new CorsRule(allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, seconds);
  }

  /** Counts only: the text of a policy does not belong in logs. */
  @Override
  public String toString() {
    return "CorsRule[allowedOrigins="
        + count(allowedOrigins)
        + ", allowedMethods="
        + count(allowedMethods)
        + ", allowedHeaders="
        + count(allowedHeaders)
        + ", exposeHeaders="
        + count(exposeHeaders)
        + ']';
  }

  private static @Nullable List<String> copy(@Nullable List<String> list) {
    return list == null ? null : List.copyOf(list);
  }

  private static String count(@Nullable List<String> list) {
    return list == null ? "absent" : Integer.toString(list.size());
  }
}
