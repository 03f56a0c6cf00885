// SPDX-License-Identifier: Apache-2.0
/**
 * Containers, objects and the in-process API of the media origin.
 *
 * <p>{@link dev.mediastore.core.MediaStore} is the front door. {@link
 * dev.mediastore.core.MediaStoreException} is the one exception, {@link
 * dev.mediastore.core.ErrorCode} its meaning.
 */
@NullMarked
package dev.mediastore.core;

import org.jspecify.annotations.NullMarked;
