// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;

/** A running server around a handler. */
interface Host extends AutoCloseable {

  int port();

  @Override
  void close() throws Exception;

  /** Starts one kind of server. */
  @FunctionalInterface
  interface Kind {
    Host start(RequestHandler handler) throws Exception;
  }
}
