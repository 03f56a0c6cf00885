// SPDX-License-Identifier: Apache-2.0
/**
 * The judge of storage implementations: whoever writes a {@link
 * dev.mediastore.core.spi.SegmentStore} inherits {@link
 * dev.mediastore.testkit.store.SegmentStoreContract} and knows whether it is right.
 */
@NullMarked
package dev.mediastore.testkit.store;

import org.jspecify.annotations.NullMarked;
