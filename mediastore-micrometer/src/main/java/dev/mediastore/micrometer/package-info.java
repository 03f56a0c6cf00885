// SPDX-License-Identifier: Apache-2.0
/** Meters of an origin for Micrometer. */
@NullMarked
package dev.mediastore.micrometer;

import org.jspecify.annotations.NullMarked;
