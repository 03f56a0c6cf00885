// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

/**
 * An entry on its way into a page. Lives as long as one change of the tree; the arrays are lent.
 *
 * @param key the key from index 0 on
 * @param keyLength its length
 * @param code says what stands in the page for the value, see {@link Node}
 * @param stored what stands in the page, from index 0 on
 * @param replaces whether it takes the place of the entry found for it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NewEntry(byte[] key, int keyLength, int code, byte[] stored, boolean replaces) {}
