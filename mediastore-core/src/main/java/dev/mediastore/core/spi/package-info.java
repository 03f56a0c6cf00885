// SPDX-License-Identifier: Apache-2.0
/**
 * What a storage engine implements, and what stands above and below it.
 *
 * <p>{@link dev.mediastore.core.spi.SegmentStore} keeps objects, {@link
 * dev.mediastore.core.spi.Catalogue} keeps containers. Bytes have one owner at a time: an {@link
 * dev.mediastore.core.spi.ObjectWriter} copies what is appended and never keeps the caller's
 * buffer; an {@link dev.mediastore.core.spi.ObjectLease} lends bytes until it is closed, whatever
 * happens to the object meanwhile.
 */
@NullMarked
package dev.mediastore.core.spi;

import org.jspecify.annotations.NullMarked;
