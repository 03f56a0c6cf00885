// SPDX-License-Identifier: Apache-2.0
/** What a decision costs, beside cedar-java. */
@NullMarked
package dev.mediastore.benchmarks.policy;

import org.jspecify.annotations.NullMarked;
