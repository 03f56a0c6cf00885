// SPDX-License-Identifier: Apache-2.0
/** Policy documents and their evaluation. */
@NullMarked
package dev.mediastore.policy;

import org.jspecify.annotations.NullMarked;
