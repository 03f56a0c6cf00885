// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

/**
 * How much to do. Immutable.
 *
 * @param seconds length of a phase that has no natural end
 * @param windowBytes bytes of values alive at one time
 * @param objects objects in workloads about many small ones
 */
public record Effort(double seconds, long windowBytes, long objects) {}
