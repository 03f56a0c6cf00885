// SPDX-License-Identifier: Apache-2.0
/** Signature Version 4 and 4A: verification and signing. */
@NullMarked
package dev.mediastore.sigv4;

import org.jspecify.annotations.NullMarked;
