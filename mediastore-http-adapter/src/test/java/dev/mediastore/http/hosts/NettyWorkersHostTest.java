// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import java.io.IOException;

/** The contract of hosts over the server of this library, for a handler that may block. */
class NettyWorkersHostTest extends HostContract {

  @Override
  Host start(ScriptedHandler handler) throws IOException {
    handler.blocking = true;
    return NettyHostTest.host(handler);
  }
}
