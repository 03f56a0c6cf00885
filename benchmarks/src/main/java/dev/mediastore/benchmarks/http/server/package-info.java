// SPDX-License-Identifier: Apache-2.0
/** The servers the driver starts in JVMs of their own: ours, the limits, and Jetty. */
@NullMarked
package dev.mediastore.benchmarks.http.server;

import org.jspecify.annotations.NullMarked;
