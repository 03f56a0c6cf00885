// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * What is held at one moment, for metrics and leak checks. Immutable.
 *
 * @param bytesInUse bytes taken from the capacity by objects, uploads and leases, padding included
 * @param openWriters writers neither committed nor aborted
 * @param openLeases leases not closed
 * @since 0.1
 */
public record StoreUsage(long bytesInUse, long openWriters, long openLeases) {}
