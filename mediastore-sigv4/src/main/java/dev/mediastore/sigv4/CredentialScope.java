// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.Objects;

/**
 * The day, region and service a signature is good for. Immutable.
 *
 * @param date the day in UTC as {@code yyyyMMdd}
 * @param region the region; empty in Signature Version 4A, whose region set stands outside the
 *     scope
 * @param service the service, for instance {@code mediastore}
 * @since 0.1
 */
public record CredentialScope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  /** Checks that no part is null. */
  public CredentialScope {
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(service, "service");
  }

  /**
   * Returns the scope as it stands in the string to sign.
   *
   * @return for instance {@code 20150830/us-east-1/mediastore/aws4_request}
   */
  @Override
  public String toString() {
    String regionPart = region.isEmpty() ? "" : region + "/";
    return date + "/" + regionPart + service + "/" + TERMINATOR;
  }
}
