// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import org.jspecify.annotations.Nullable;

/**
 * A few answers that had to be made, kept because a page asks the same again and again: for each of
 * its segments, and before each of its uploads.
 *
 * <p>Safe for any thread: an answer depends on nothing but what is compared here, places are
 * overwritten without regard to who else writes, and their contents are immutable. A request can
 * neither make it grow nor get another's answer from it.
 */
final class RecentAnswers {
  private static final int PLACES = 16;

  /** Longer requests are rare, and are not to fill the memory. */
  private static final int LONGEST = 256;

  private record Made(
      Answer kind,
      int method,
      String requestOrigin,
      String requestHeaders,
      CorsLimits limits,
      CorsResult answer) {}

  private final @Nullable Made[] places = new @Nullable Made[PLACES];

  /**
   * The answer to the same request, if it is still there.
   *
   * @param method by {@link Methods#index}
   * @param requestHeaders the line as received; empty if there is none
   * @param limits what the request was held to
   */
  @Nullable CorsResult find(
      Answer kind, int method, String requestOrigin, String requestHeaders, CorsLimits limits) {
    Made made = places[place(method, requestOrigin, requestHeaders)];
    boolean same =
        made != null
            && made.kind() == kind
            && made.method() == method
            && made.requestOrigin().equals(requestOrigin)
            && made.requestHeaders().equals(requestHeaders)
            && made.limits().equals(limits);
    return same ? made.answer() : null;
  }

  /** Keeps an answer in place of another one. */
  void keep(
      Answer kind,
      int method,
      String requestOrigin,
      String requestHeaders,
      CorsLimits limits,
      CorsResult answer) {
    if (requestOrigin.length() + requestHeaders.length() <= LONGEST) {
      places[place(method, requestOrigin, requestHeaders)] =
          new Made(kind, method, requestOrigin, requestHeaders, limits, answer);
    }
  }

  private static int place(int method, String requestOrigin, String requestHeaders) {
    int hash = (requestOrigin.hashCode() * 31 + requestHeaders.hashCode()) * 31 + method;
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }
}
