// SPDX-License-Identifier: Apache-2.0
/** Metrics of an origin for OpenTelemetry. */
@NullMarked
package dev.mediastore.opentelemetry;

import org.jspecify.annotations.NullMarked;
