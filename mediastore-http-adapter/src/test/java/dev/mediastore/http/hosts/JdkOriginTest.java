// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

/** A whole origin behind the server of the JDK. */
class JdkOriginTest extends OriginContract {

  @Override
  Host.Kind kind() {
    return JdkHostTest::host;
  }

  /** That server puts its own over it. */
  @Override
  boolean keepsDates() {
    return false;
  }
}
