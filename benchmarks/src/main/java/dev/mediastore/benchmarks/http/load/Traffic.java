// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

/** Where a connection takes its requests from. Used on the thread of the load only. */
public interface Traffic {

  /** The request to send next. */
  Request next();

  /** The request was answered, and rightly. */
  default void done(Request request) {}
}
