// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Objects;

/**
 * Where a control-plane call takes place: containers are named within one account and region
 * (contract section 6). Immutable.
 *
 * @param partition for example {@code aws}
 * @param account twelve digits: the caller's account
 * @param region for example {@code us-east-1}, from the credential scope of the request
 */
record CallScope(String partition, String account, String region) {
  CallScope {
    Objects.requireNonNull(partition, "partition");
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(region, "region");
  }
}
