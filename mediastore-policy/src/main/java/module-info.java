// SPDX-License-Identifier: Apache-2.0
/** Policy documents and their evaluation. */
module dev.mediastore.policy {
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;

  exports dev.mediastore.policy;
}
