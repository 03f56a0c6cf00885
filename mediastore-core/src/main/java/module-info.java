// SPDX-License-Identifier: Apache-2.0
/** Containers, objects, the in-process API of the media origin and its storage SPI. */
module dev.mediastore.core {
  requires org.slf4j;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports dev.mediastore.core;
  exports dev.mediastore.core.spi;
}
