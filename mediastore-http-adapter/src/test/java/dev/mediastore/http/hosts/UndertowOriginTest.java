// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

/** A whole origin behind Undertow. */
class UndertowOriginTest extends OriginContract {

  @Override
  Host.Kind kind() {
    return UndertowHostTest::host;
  }
}
