// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import dev.mediastore.sigv4.SignatureResult.Refused;

/**
 * Ends a verification with a refusal. Never leaves the module: the verifier turns it into a value.
 * It has no stack trace, since bad requests must stay cheap.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Refused refused;

  Refusal(SigV4Error error, String publicMessage) {
    this(new Refused(error, publicMessage));
  }

  Refusal(Refused refused) {
    super(refused.publicMessage(), null, false, false);
    this.refused = refused;
  }

  Refused refused() {
    return refused;
  }
}
