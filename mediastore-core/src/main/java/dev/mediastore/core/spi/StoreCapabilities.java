// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * What kind of store this is; never changes during its life. Immutable.
 *
 * @param mayBlock whether calls may wait for a disk or a network: adapters then keep them off event
 *     loops
 * @param durable whether what was acknowledged survives the process
 * @param capacityBytes most bytes the store can hold, or -1 if not fixed
 * @since 0.1
 */
public record StoreCapabilities(boolean mayBlock, boolean durable, long capacityBytes) {}
