// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.ForwardingRequestHandler;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.ServiceError;
import java.security.cert.Certificate;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the requests of one TLS connection that are for a host of the certificate it was
 * made with; others are misdirected (RFC 9110 section 7.4): a client that reuses a connection must
 * not reach by it what it could not have connected to. Which name the client asked for by SNI does
 * not matter, since the certificate it was content with is what it trusts.
 *
 * <p>Used by one thread at a time, after the handshake.
 */
final class CertificateGate extends ForwardingRequestHandler {
  private final SSLEngine engine;
  private @Nullable CertificateHosts hosts;

  /** The last that was let through: mostly all of a connection are for one. */
  private String covered = "";

  CertificateGate(RequestHandler next, SSLEngine engine) {
    super(next);
    this.engine = engine;
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    String host = head.headers().first("Host");
    if (host == null || host.equals(covered) || hosts().cover(host)) {
      if (host != null) {
        covered = host;
      }
      return next().begin(head, sink);
    }
    sink.respond(
        refuse(
            ServiceError.MISDIRECTED,
            "The certificate of this connection is not for the host of the request.",
            head.peer()));
    return Exchange.answered();
  }

  private CertificateHosts hosts() {
    CertificateHosts known = hosts;
    if (known == null) {
      Certificate[] chain = engine.getSession().getLocalCertificates();
      known = CertificateHosts.of(chain == null || chain.length == 0 ? null : chain[0]);
      hosts = known;
    }
    return known;
  }
}
