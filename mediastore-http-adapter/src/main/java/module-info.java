// SPDX-License-Identifier: Apache-2.0
/** The MediaStore wire contract, independent of the HTTP server that carries it. */
module dev.mediastore.http {
  requires transitive dev.mediastore.core;
  requires transitive dev.mediastore.cors;
  requires transitive dev.mediastore.policy;
  requires transitive dev.mediastore.sigv4;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;
  requires static io.netty.buffer;
  requires static io.netty.codec;
  requires static io.netty.codec.http;
  requires static io.netty.codec.http2;
  requires static io.netty.common;
  requires static io.netty.handler;
  requires static io.netty.transport;
  requires static io.netty.transport.classes.epoll;
  requires static io.netty.transport.classes.io_uring;
  requires static jakarta.servlet;
  requires static jdk.httpserver;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports dev.mediastore.http;
  exports dev.mediastore.http.console;
  exports dev.mediastore.http.jdk;
  exports dev.mediastore.http.netty;
  exports dev.mediastore.http.observation;
  exports dev.mediastore.http.servlet;
}
