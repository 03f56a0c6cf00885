// SPDX-License-Identifier: Apache-2.0
/** Worked uses of the library, each a few dozen lines; the README shows their marked regions. */
@NullMarked
package dev.mediastore.examples.uses;

import org.jspecify.annotations.NullMarked;
