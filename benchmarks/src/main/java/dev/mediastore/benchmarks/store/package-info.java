// SPDX-License-Identifier: Apache-2.0
/**
 * The store driver: runs the project's stores beside their peers and the limits of the machine, in
 * alternating rounds, and prints what each costs. {@code benchmarks/run store help} says how.
 *
 * <p>Each run of an engine has a JVM of its own, so that collector threads, warm code and memory
 * left behind are charged to the engine that caused them. The main figure is processor time of that
 * JVM without its compiler threads: on a machine that others use as well, it moves far less than
 * elapsed time.
 */
@NullMarked
package dev.mediastore.benchmarks.store;

import org.jspecify.annotations.NullMarked;
