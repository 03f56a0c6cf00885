// SPDX-License-Identifier: Apache-2.0
/** A test double for encoders, packagers and players, and the judge of storage implementations. */
module dev.mediastore.testkit {
  requires transitive dev.mediastore.core;
  requires transitive dev.mediastore.http;
  requires static org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires java.xml;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports dev.mediastore.testkit;
  exports dev.mediastore.testkit.store;
}
