// SPDX-License-Identifier: Apache-2.0
/** What cross-origin matching costs, beside the checks of Spring. */
@NullMarked
package dev.mediastore.benchmarks.cors;

import org.jspecify.annotations.NullMarked;
