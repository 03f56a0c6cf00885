// SPDX-License-Identifier: Apache-2.0
/** Metrics of an origin for OpenTelemetry. */
@SuppressWarnings("requires-transitive-automatic") // OpenTelemetry has no descriptor of its own.
module dev.mediastore.opentelemetry {
  requires transitive dev.mediastore.core;
  requires transitive dev.mediastore.http;
  requires transitive io.opentelemetry.api;
  requires static org.jspecify;

  exports dev.mediastore.opentelemetry;
}
