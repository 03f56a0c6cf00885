// SPDX-License-Identifier: Apache-2.0
/** Meters of an origin for Micrometer. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer has no descriptor of its own.
module dev.mediastore.micrometer {
  requires transitive dev.mediastore.core;
  requires transitive dev.mediastore.http;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports dev.mediastore.micrometer;
}
