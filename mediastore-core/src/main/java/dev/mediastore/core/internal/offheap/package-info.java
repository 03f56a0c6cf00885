// SPDX-License-Identifier: Apache-2.0
/**
 * The off-heap store: object bytes in slabs of direct memory, the index on the heap.
 *
 * <h2>Room</h2>
 *
 * <p>{@link dev.mediastore.core.internal.offheap.SlabPool} takes slabs from the system until the
 * budget is reached and never gives one back before the store is closed; within it, room is given
 * out in whole extents of a fixed granule and recycled. An object of known length gets its room
 * before its first byte, in one piece if there is one long enough. One lock guards the pool; it is
 * taken once per upload and once per release, never by readers.
 *
 * <h2>Life</h2>
 *
 * <p>{@link dev.mediastore.core.internal.offheap.ObjectBytes} counts who needs the bytes: the
 * writer, the index, each lease. The last one to let go gives the room back. That is the only place
 * where room is returned, so nothing can be returned twice or while it is read.
 *
 * <h2>Index</h2>
 *
 * <p>{@link dev.mediastore.core.internal.offheap.ContainerSpace} maps a path to an immutable {@link
 * dev.mediastore.core.internal.offheap.PathVersions} that is replaced whole, one path at a time;
 * readers take no lock. What is listed stands in a second, sorted map, so that the cost of a page
 * depends on neither hidden objects nor what lies below a folder. An object with a path of 35
 * characters costs about 900 bytes of heap; its own bytes cost none.
 *
 * <h2>Growth</h2>
 *
 * <p>The writer of a growing object publishes each append with one volatile write and then wakes
 * whoever asked for bytes beyond what was there. Wake-ups run on the writer's thread, outside all
 * locks.
 *
 * <table>
 * <caption>Shared fields</caption>
 * <tr><th>field</th><th>guarded by</th></tr>
 * <tr><td>slabs and their occupancy</td><td>lock of the pool</td></tr>
 * <tr><td>versions of a path, its place in listing and expiry</td>
 *     <td>{@code compute} on the path's entry</td></tr>
 * <tr><td>available bytes, layout, state, visibility</td><td>volatile, one writer</td></tr>
 * <tr><td>holders of bytes, reads of a lease</td><td>compare-and-set</td></tr>
 * <tr><td>waiting readers</td><td>monitor of the object</td></tr>
 * </table>
 *
 * <p>Locks are taken in the order path entry, pool; the monitor of an object is taken with no other
 * lock held by its taker except a path entry.
 */
@NullMarked
package dev.mediastore.core.internal.offheap;

import org.jspecify.annotations.NullMarked;
