// SPDX-License-Identifier: Apache-2.0
/** A stranger's module that uses the in-process API alone. */
module stranger.core {
  requires dev.mediastore.core;
}
