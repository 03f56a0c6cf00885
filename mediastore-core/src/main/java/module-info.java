// SPDX-License-Identifier: Apache-2.0
/** Containers, objects and the in-process API of the media origin. */
module dev.mediastore.core {
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.mediastore.core;
}
