// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context from two PEM files, made anew when they change. Safe for any thread.
 *
 * <p>Files that cannot be used, such as a certificate that was replaced before its key or that is
 * not valid now, change nothing: the former context serves on and the files are tried again.
 */
final class CertificateFiles implements Supplier<SslContext> {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  /** Between two looks at the files. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Path certificate;
  private final Path key;
  private final boolean http2;
  private final LongSupplier nanoTime;

  private @Nullable SslContext context;
  private State state;
  private @Nullable State refused;
  private long lookedAt;

  /** When both files were changed last. */
  private record State(FileTime certificate, FileTime key) {}

  /**
   * Reads the files.
   *
   * @param http2 whether to offer HTTP/2 beside HTTP/1.1
   * @param nanoTime a clock that only runs forward
   * @throws IOException if they cannot be read or do not belong together
   */
  CertificateFiles(Path certificate, Path key, boolean http2, LongSupplier nanoTime)
      throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.http2 = http2;
    this.nanoTime = nanoTime;
    this.state = look();
    this.context = read();
    this.lookedAt = nanoTime.getAsLong();
  }

  /** The context for a new connection. */
  @Override
  public synchronized SslContext get() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt >= PAUSE.toNanos()) {
      lookedAt = now;
      renew();
    }
    return Objects.requireNonNull(context);
  }

  private void renew() {
    State found = null;
    try {
      found = look();
      if (!found.equals(state)) {
        context = read();
        state = found;
        LOG.info("certificate read again from {}", certificate.getFileName());
      }
    } catch (IOException e) {
      if (found == null || !found.equals(refused)) {
        LOG.warn("certificate not read again, the former one stays: {}", e.toString());
      }
      refused = found;
    }
  }

  private State look() throws IOException {
    return new State(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
  }

  private SslContext read() throws IOException {
    ServerIdentity identity = ServerIdentity.read(certificate, key);
    SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain());
    if (http2) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_2,
              ApplicationProtocolNames.HTTP_1_1));
    }
    SslContext made = builder.build();
    String doubt = identity.doubt(Instant.now());
    if (doubt == null) {
      return made;
    }
    if (context != null) {
      throw new IOException(doubt);
    }
    LOG.warn("{}, and there is no other", doubt); // Some clients may not mind; none is worse.
    return made;
  }
}
