// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP driver: starts the origin and its peers, loads them in alternating rounds over the
 * loopback interface, checks every body, and prints what a request costs each of them. {@code
 * benchmarks/run http help} says how.
 *
 * <p>The main figure is processor time of the server's process per request, without its compiler
 * threads: on a machine that others use as well, it moves far less than elapsed time. Where the
 * machine allows it, servers run on one core and the load comes from another.
 */
@NullMarked
package dev.mediastore.benchmarks.http;

import org.jspecify.annotations.NullMarked;
