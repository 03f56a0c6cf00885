// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Optional;

/**
 * Finds callers by access key: what a program with its own accounts supplies. Called by any thread,
 * once per signed request. {@link Callers} is a ready-made one.
 *
 * <p>The answer counts for one request, so a deleted key or a changed policy is effective from the
 * next request on. An exception, or an answer that takes longer than {@link
 * HttpLimits#callerLookup()}, refuses the request with 503; it never lets it through.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallerDirectory {

  /**
   * Finds the caller of an access key.
   *
   * @param accessKeyId as the request names it, neither checked nor trusted
   * @return the key; empty if it is unknown
   */
  Optional<AccessKey> find(String accessKeyId);

  /**
   * Whether {@link #find} may wait for something. If it may, it is called on a thread of its own,
   * which is interrupted when it takes too long, and hosts keep requests off their event loops.
   */
  default boolean mayBlock() {
    return true;
  }
}
