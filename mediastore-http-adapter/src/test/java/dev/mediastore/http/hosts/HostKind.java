// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;

/** The servers that every attack is tried on: one of each adapter, and a second servlet host. */
enum HostKind implements Host.Kind {
  NETTY {
    @Override
    public Host start(RequestHandler handler) throws Exception {
      return NettyHostTest.host(handler);
    }
  },
  JETTY {
    @Override
    public Host start(RequestHandler handler) throws Exception {
      return JettyHostTest.host(handler);
    }
  },
  TOMCAT {
    @Override
    public Host start(RequestHandler handler) throws Exception {
      return TomcatHostTest.host(handler);
    }
  }
}
