// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;
import java.io.IOException;

/** The contract of hosts over the server of this library, for a handler that may block. */
class NettyWorkersHostTest extends HostContract {

  @Override
  boolean blocking() {
    return true;
  }

  @Override
  Host start(RequestHandler handler) throws IOException {
    return NettyHostTest.host(handler);
  }
}
