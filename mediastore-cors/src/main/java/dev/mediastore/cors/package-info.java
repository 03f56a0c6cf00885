// SPDX-License-Identifier: Apache-2.0
/** Cross-origin rules and matching. */
@NullMarked
package dev.mediastore.cors;

import org.jspecify.annotations.NullMarked;
