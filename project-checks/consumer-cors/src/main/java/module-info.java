// SPDX-License-Identifier: Apache-2.0
/** A stranger's module that uses cross-origin rules alone. */
module stranger.cors {
  requires dev.mediastore.cors;
}
