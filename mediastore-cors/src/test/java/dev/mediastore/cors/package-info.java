// SPDX-License-Identifier: Apache-2.0
/** Tests of the CORS rules. */
@NullMarked
package dev.mediastore.cors;

import org.jspecify.annotations.NullMarked;
