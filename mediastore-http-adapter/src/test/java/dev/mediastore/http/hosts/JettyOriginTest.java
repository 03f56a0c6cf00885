// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

/** A whole origin behind Jetty. */
class JettyOriginTest extends OriginContract {

  @Override
  Host.Kind kind() {
    return JettyHostTest::host;
  }
}
