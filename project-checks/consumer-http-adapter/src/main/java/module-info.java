// SPDX-License-Identifier: Apache-2.0
/** A stranger's module that builds the HTTP pipeline without any server. */
module stranger.httpadapter {
  requires dev.mediastore.http;
}
