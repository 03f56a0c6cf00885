// SPDX-License-Identifier: Apache-2.0
/**
 * The durable half of the store: a log of changes in append-only files.
 *
 * <p>{@link dev.mediastore.core.internal.log.LogFormat} draws the bytes; {@link
 * dev.mediastore.core.internal.log.LogWriter} appends and commits in groups; {@link
 * dev.mediastore.core.internal.log.LogRecovery} finds out what a folder holds; {@link
 * dev.mediastore.core.internal.log.LogCompactor} gives room back.
 *
 * <h2>What is the truth</h2>
 *
 * <p>For each path the record with the highest order is the truth, unless a deletion reaches up to
 * it. Neither the sequence of records in the files nor the sequence of files matters, so records
 * can be moved, files can be lost or damaged one by one, and reading everything twice gives the
 * same.
 *
 * <h2>When deletions may be forgotten</h2>
 *
 * <p>A deletion is needed while any file may still hold what it took away, be it ever so dead: it
 * would come back with the next start. What it took lies in files no newer than the newest of its
 * time, its horizon, because a move is written only if its record is needed at that very moment.
 * When no file up to the horizon is left but the one the deletion stands in, it goes with that
 * file.
 *
 * <table>
 * <caption>Shared fields</caption>
 * <tr><th>field</th><th>guarded by</th></tr>
 * <tr><td>changes that wait, who writes, closed</td><td>lock of the writer</td></tr>
 * <tr><td>file being written, what of it is durable, buffer</td><td>whoever writes</td></tr>
 * <tr><td>end of a file, its marks</td><td>volatile, one writer</td></tr>
 * <tr><td>holders, needed bytes of a file</td><td>compare-and-set</td></tr>
 * <tr><td>files by number</td><td>concurrent map</td></tr>
 * </table>
 */
@NullMarked
package dev.mediastore.core.internal.log;

import org.jspecify.annotations.NullMarked;
