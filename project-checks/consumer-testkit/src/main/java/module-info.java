// SPDX-License-Identifier: Apache-2.0
/** A stranger's module that starts the test double. */
module stranger.testkit {
  requires dev.mediastore.testkit;
  requires java.net.http;
}
