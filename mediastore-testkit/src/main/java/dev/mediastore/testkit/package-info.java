// SPDX-License-Identifier: Apache-2.0
/** A test double for encoders, packagers and players, and the judge of storage implementations. */
@NullMarked
package dev.mediastore.testkit;

import org.jspecify.annotations.NullMarked;
