// SPDX-License-Identifier: Apache-2.0
/**
 * What the store driver measures. Each workload runs in a JVM of its own per engine and round, and
 * yields samples; {@link dev.mediastore.benchmarks.store.workload.Workloads} is the list.
 */
@NullMarked
package dev.mediastore.benchmarks.store.workload;

import org.jspecify.annotations.NullMarked;
