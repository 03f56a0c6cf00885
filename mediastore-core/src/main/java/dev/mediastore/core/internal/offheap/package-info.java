// SPDX-License-Identifier: Apache-2.0
/**
 * The store: one engine over two backings, memory and a directory.
 *
 * <h2>The engine</h2>
 *
 * <p>{@link dev.mediastore.core.internal.offheap.ContainerSpace} holds what one container holds:
 * its complete versions in an ordered index outside the heap, STREAMING uploads in progress beside
 * it. A version that nobody reads or writes has no object on the heap. One lock for each container
 * guards the index for the time of a look-up or of a change; no byte of an object is moved, no disk
 * touched and no reader woken under it.
 *
 * <h2>The backings</h2>
 *
 * <p>{@link dev.mediastore.core.internal.offheap.Backing} is all they differ in: where the bytes of
 * a complete version lie, and when a change counts. In memory they stay in the slabs they were
 * uploaded to, and a change counts at once. In a directory they go to a log file in one piece, and
 * a change counts when the log says so; the index is rebuilt from the log, never saved.
 *
 * <h2>Room in memory</h2>
 *
 * <p>{@link dev.mediastore.core.internal.offheap.SlabPool} takes slabs from the system until the
 * budget is reached and never gives one back before the store is closed; within it, room is given
 * out in whole extents of a fixed granule and recycled. An object of known length gets its room
 * before its first byte, in one piece if there is one long enough. One lock guards the pool; it is
 * taken once per upload and once per release, never by readers.
 *
 * <p>{@link dev.mediastore.core.internal.offheap.ObjectBytes} counts who needs the bytes: the
 * writer, the index, each lease. The last one to let go gives the room back. That is the only place
 * where room is returned, so nothing can be returned twice or while it is read. {@link
 * dev.mediastore.core.internal.offheap.Residents} knows the counts of versions in use.
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
 * <tr><td>index, uploads and drop of a container</td><td>lock of the container</td></tr>
 * <tr><td>what expires when</td><td>monitor of the expiry index</td></tr>
 * <tr><td>slabs and their occupancy</td><td>lock of the pool</td></tr>
 * <tr><td>available bytes, layout, state, visibility</td><td>volatile, one writer</td></tr>
 * <tr><td>holders of bytes, reads of a lease</td><td>compare-and-set</td></tr>
 * <tr><td>waiting readers</td><td>monitor of the object</td></tr>
 * </table>
 *
 * <p>Locks are taken in the order container, expiry, resident bytes, pool; the log applies changes
 * while it holds none. The monitor of an object is taken with no other lock held.
 */
@NullMarked
package dev.mediastore.core.internal.offheap;

import org.jspecify.annotations.NullMarked;
