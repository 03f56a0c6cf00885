// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.EntityTag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes known when an upload ends. Immutable.
 *
 * @param entityTag tag of the object; for STREAMING the one of the draft
 * @param sha256 digest of all bytes appended, 64 lower-case hexadecimal digits
 * @param lastModified in whole milliseconds; for STREAMING the start of the upload
 * @param expiresAt when the object will be gone, or null; for STREAMING as in the draft
 * @since 0.1
 */
public record ObjectSeal(
    EntityTag entityTag, String sha256, Instant lastModified, @Nullable Instant expiresAt) {}
