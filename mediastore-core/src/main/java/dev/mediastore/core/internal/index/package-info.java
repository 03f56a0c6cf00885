// SPDX-License-Identifier: Apache-2.0
/**
 * An ordered index outside the heap: byte strings to byte strings, in pages of direct memory.
 *
 * <h2>Pieces</h2>
 *
 * <p>{@link dev.mediastore.core.internal.index.PagePool} gives out pages of one size and takes them
 * back; many trees may share one. {@link dev.mediastore.core.internal.index.ByteTree} is a B+-tree
 * in such pages: look-up, insertion, replacement, removal, and through {@link
 * dev.mediastore.core.internal.index.Cursor} reading in order and skipping forward. Nothing on the
 * heap grows with the number of entries.
 *
 * <h2>Order, keys, values</h2>
 *
 * <p>Keys are byte strings in unsigned byte order, a prefix before what it begins; 1 byte up to
 * {@link dev.mediastore.core.internal.index.ByteTree#maxKeyLength()}, which is above 1,300 for
 * pages of 4,096 bytes. Values are 0 to 65,536 bytes; those longer than a quarter of a page lie in
 * a chain of pages of their own.
 *
 * <h2>Space</h2>
 *
 * <p>A page stores the common beginning of its keys once. An entry costs what is left of its key
 * and its value, plus 4 to 8 bytes. Keys inserted in ascending order fill their pages, also when
 * many such sequences grow side by side: a page remembers that it is being appended to and is then
 * split behind the latest insertion instead of in the middle. Keys inserted at random fill pages to
 * about four fifths, because a leaf shares with a neighbour before it is split.
 *
 * <p>A page that loses an entry and is at most three quarters full is joined with a neighbour under
 * the same parent if both together fill at most seven eighths of a page; an empty page is given
 * back at once. Hence two neighbours under one parent hold more than three quarters of a page
 * together, unless one of them was made smaller by a split since, or their keys share so little
 * that they would need more than seven eighths of a page together. A window that slides over
 * ascending keys takes less than one and a half times the bytes of its entries and two pages for
 * each sequence of keys it consists of.
 *
 * <h2>Threads</h2>
 *
 * <p>A tree is used by one modifying thread alone or by any number of reading threads; the caller
 * holds a read-write lock, or the like. A pool is safe for any thread.
 *
 * <h2>Failure</h2>
 *
 * <p>When the pool refuses a page, the insertion throws {@link
 * dev.mediastore.core.ErrorCode#STORE_FULL} and the tree is as before: all pages an insertion may
 * need are taken before the first byte is changed. Removal and clearing never need a page.
 */
@NullMarked
package dev.mediastore.core.internal.index;

import org.jspecify.annotations.NullMarked;
