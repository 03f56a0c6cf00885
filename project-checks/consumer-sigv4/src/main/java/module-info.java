// SPDX-License-Identifier: Apache-2.0
/** A stranger's module that signs and verifies requests and uses nothing else. */
@SuppressWarnings("module") // The digit is part of the standard name of the scheme.
module stranger.sigv4 {
  requires dev.mediastore.sigv4;
}
