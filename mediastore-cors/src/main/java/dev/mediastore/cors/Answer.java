// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;

/** The kinds of answer, by the request headers that they depend on. */
enum Answer {
  /** To a request that is not {@code OPTIONS}. */
  ACTUAL("Origin"),
  /** To {@code OPTIONS}. */
  PREFLIGHT("Origin, Access-Control-Request-Headers, Access-Control-Request-Method"),
  /** To {@code OPTIONS} that asked for, and gets, access to a private network. */
  PRIVATE_NETWORK_PREFLIGHT(PREFLIGHT.vary + ", Access-Control-Request-Private-Network");

  private final String vary;

  Answer(String vary) {
    this.vary = vary;
  }

  /** The {@code Vary} field of such answers. */
  CorsHeader vary() {
    return new CorsHeader(VaryField.NAME, vary);
  }

  /** An answer that permits nothing. */
  CorsResult refusal(CorsOutcome outcome) {
    return new CorsResult(outcome, 0, List.of(vary()));
  }
}
