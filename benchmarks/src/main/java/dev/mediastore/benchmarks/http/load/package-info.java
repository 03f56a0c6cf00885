// SPDX-License-Identifier: Apache-2.0
/**
 * The load: requests made beforehand, connections that send them, and the check of what returns.
 */
@NullMarked
package dev.mediastore.benchmarks.http.load;

import org.jspecify.annotations.NullMarked;
