// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Where the answer of an {@link Exchange} goes.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ResponseSink {

  /**
   * Takes the answer and the ownership of its body. Called exactly once per exchange unless the
   * connection was lost before, from any thread; must not block.
   */
  void respond(Response response);
}
