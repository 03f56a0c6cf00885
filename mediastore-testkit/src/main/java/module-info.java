// SPDX-License-Identifier: Apache-2.0
/** A test double for encoders, packagers and players, and the judge of storage implementations. */
module dev.mediastore.testkit {
  requires transitive dev.mediastore.core;
  requires transitive dev.mediastore.http;
  requires static org.jspecify;
  requires static transitive org.junit.jupiter.api;
  // For the adapter, which leaves it to its embedder which host there is: the double's is Netty.
  requires io.netty.codec.http;
  requires io.netty.handler;
  requires java.xml;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports dev.mediastore.testkit;
  exports dev.mediastore.testkit.store;
}
