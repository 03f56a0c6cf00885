// SPDX-License-Identifier: Apache-2.0
/** Signature Version 4 and 4A: verification and signing. */
@SuppressWarnings("module") // The digit is part of the standard name of the scheme.
module dev.mediastore.sigv4 {
  requires com.github.benmanes.caffeine;
  requires org.bouncycastle.provider;
  requires static org.jspecify;

  exports dev.mediastore.sigv4;
}
