// SPDX-License-Identifier: Apache-2.0
/** A stranger's module that uses policy decisions alone. */
module stranger.policy {
  requires dev.mediastore.policy;
}
