// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/** Carries the first error out of the depths of the reader; never leaves the package. */
final class PolicyFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient PolicyError error;

  PolicyFault(PolicyError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  PolicyError error() {
    return error;
  }
}
