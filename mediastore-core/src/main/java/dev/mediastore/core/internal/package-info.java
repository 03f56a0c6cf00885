// SPDX-License-Identifier: Apache-2.0
/** What several parts of the library use and nobody else may. */
@NullMarked
package dev.mediastore.core.internal;

import org.jspecify.annotations.NullMarked;
