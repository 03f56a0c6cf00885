// SPDX-License-Identifier: Apache-2.0
/** Containers, objects and the in-process API of the media origin. */
@NullMarked
package dev.mediastore.core;

import org.jspecify.annotations.NullMarked;
