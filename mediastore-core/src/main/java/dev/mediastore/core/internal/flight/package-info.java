// SPDX-License-Identifier: Apache-2.0
/**
 * What a recording of the JDK's flight recorder can hold of a store. Without a recording that wants
 * it, each thing costs a look at a flag; without module {@code jdk.jfr} in the run time image,
 * nothing. No paths: there may be millions.
 */
@NullMarked
package dev.mediastore.core.internal.flight;

import org.jspecify.annotations.NullMarked;
