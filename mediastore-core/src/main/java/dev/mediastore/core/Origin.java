// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.spi.SegmentStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What all containers of one origin share. Immutable; safe for any thread.
 *
 * @param store where objects and container records are kept
 * @param clock source of every instant
 * @param limits limits in force
 * @param admission counts the uploads of the whole origin
 * @param events tells the listeners
 * @param identifiers source of ids and random entity tags
 * @param activationDelay how long a container stays CREATING
 * @param deletionDelay how long a container stays DELETING
 */
record Origin(
    SegmentStore store,
    InstantSource clock,
    StoreLimits limits,
    UploadAdmission admission,
    Events events,
    Identifiers identifiers,
    Duration activationDelay,
    Duration deletionDelay) {

  Instant now() {
    return clock.instant();
  }
}
