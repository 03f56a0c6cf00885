// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

/**
 * Where a record lies. Immutable.
 *
 * @param file number of its log file, at least 1
 * @param position of its first byte in the file, a multiple of 8
 * @param recordBytes all it takes there, a multiple of 8
 */
public record RecordPlace(int file, int position, int recordBytes) {}
