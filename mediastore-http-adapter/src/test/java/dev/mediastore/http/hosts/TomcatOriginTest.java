// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

/** A whole origin behind Tomcat. */
class TomcatOriginTest extends OriginContract {

  @Override
  Host.Kind kind() {
    return TomcatHostTest::host;
  }
}
