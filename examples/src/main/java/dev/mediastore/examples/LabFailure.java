// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

/** Something in the lab was not as it has to be; the message says what. */
final class LabFailure extends Exception {
  private static final long serialVersionUID = 1L;

  LabFailure(String message) {
    super(message);
  }
}
