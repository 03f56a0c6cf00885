// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.internal.index.PagePool;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of a store share. Immutable.
 *
 * @param pages memory of all indexes
 * @param codec bytes of versions in them
 * @param recent versions that were read lately
 * @param expiry what expires when
 * @param ages what is how old; null unless the oldest is to go when the store is full
 * @param backing where versions lie
 * @param orders gives each change its place
 * @param openLeases counts leases
 */
record EngineParts(
    PagePool pages,
    VersionCodec codec,
    RecentVersions recent,
    ExpiryIndex expiry,
    @Nullable AgeIndex ages,
    Backing backing,
    Orders orders,
    LongAdder openLeases) {}
