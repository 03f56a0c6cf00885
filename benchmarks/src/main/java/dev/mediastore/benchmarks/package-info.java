// SPDX-License-Identifier: Apache-2.0
/** What all benchmarks share. */
@NullMarked
package dev.mediastore.benchmarks;

import org.jspecify.annotations.NullMarked;
