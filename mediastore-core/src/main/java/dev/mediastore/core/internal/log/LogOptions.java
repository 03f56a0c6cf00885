// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.time.Duration;

/**
 * The shape of a log. Immutable.
 *
 * @param fileBytes length of a log file; a larger record gets a file of its own
 * @param blockBytes bytes of payload under one checksum, in new files
 * @param synced whether a change is acknowledged only when it is on stable storage
 * @param reserveBytes room kept back for deletions on a full disk
 * @param patience how long a change may wait for its turn
 */
public record LogOptions(
    int fileBytes, int blockBytes, boolean synced, int reserveBytes, Duration patience) {}
