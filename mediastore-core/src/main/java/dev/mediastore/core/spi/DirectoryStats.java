// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * What is in the folder of a directory store at one moment. Immutable.
 *
 * @param containers containers in the catalogue
 * @param objects complete versions that are visible or expire
 * @param liveBytes bytes of records that are needed, with what they say beside the content
 * @param logFiles number of log files
 * @param logBytes what is written in them; over {@code liveBytes} this is the space amplification
 * @param indexBytes memory outside the heap that the index takes
 * @param readOnly why the store takes no writes, or null if it does
 * @since 0.1
 */
public record DirectoryStats(
    int containers,
    long objects,
    long liveBytes,
    int logFiles,
    long logBytes,
    long indexBytes,
    @Nullable String readOnly) {}
