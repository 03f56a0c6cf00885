// SPDX-License-Identifier: Apache-2.0
/** The commands of {@code examples/run} and the worked uses the README shows. */
@NullMarked
package dev.mediastore.examples;

import org.jspecify.annotations.NullMarked;
