// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * What was known about a request when it was refused. Holds what an explanation needs, so that the
 * view of the request need not outlive the verification. Immutable; never printed.
 *
 * @param forwarding what proxies say they changed
 * @param clockOffsetMillis how far ahead of our clock the request is dated; null without a date
 * @param canonical the canonical request; null if it was not computed
 * @param seal the signature and the key it was checked with; null if it was not checked
 * @param cause what went wrong on this side, if anything did
 */
record Evidence(
    String rawPath,
    @Nullable String rawQuery,
    PathRules rules,
    Forwarding forwarding,
    @Nullable Long clockOffsetMillis,
    @Nullable String canonical,
    @Nullable Seal seal,
    @Nullable Throwable cause) {

  static final Evidence NONE =
      new Evidence("", null, PathRules.STANDARD, Forwarding.NONE, null, null, null, null);

  Evidence with(Seal checked, String computed) {
    return new Evidence(
        rawPath, rawQuery, rules, forwarding, clockOffsetMillis, computed, checked, cause);
  }

  @Override
  public String toString() {
    return "Evidence";
  }
}
