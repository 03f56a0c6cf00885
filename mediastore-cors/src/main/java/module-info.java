// SPDX-License-Identifier: Apache-2.0
/** Cross-origin rules and matching. */
module dev.mediastore.cors {
  requires static org.jspecify;

  exports dev.mediastore.cors;
}
