// SPDX-License-Identifier: Apache-2.0
/**
 * The service behind the HTTP server of the JDK, for tests and tiny tools.
 *
 * <p>{@link dev.mediastore.http.jdk.MediaStoreJdkHandler} needs nothing on the class path, and says
 * what that costs. A modular program requires {@code jdk.httpserver} by itself.
 */
@NullMarked
package dev.mediastore.http.jdk;

import org.jspecify.annotations.NullMarked;
