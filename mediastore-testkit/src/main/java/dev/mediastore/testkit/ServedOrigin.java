// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Deadlines;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.netty.NettyServer;
import dev.mediastore.sigv4.SigV4Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * An origin on a free port, with what a test puts between its clients and it: a recorder outermost,
 * then the one that takes any credentials, then faults. Safe for any thread.
 */
final class ServedOrigin implements AutoCloseable {
  private final MediaStoreHttp http;
  private final Deadlines faultTimer;
  private final FaultyOrigin faults;
  private final RecordedOrigin recorded;
  private final NettyServer server;

  /**
   * Starts to listen.
   *
   * @param origin lacks the journal and the clock only
   * @param anyCredentials signs what is signed wrongly, or null to let the origin refuse it
   */
  ServedOrigin(
      MediaStoreHttpBuilder origin,
      RequestJournal journal,
      InstantSource clock,
      @Nullable SigV4Signer anyCredentials) {
    this.http = origin.listener(journal).deadlines(timer(clock, "mediastore-deadlines")).build();
    this.faultTimer = timer(clock, "mediastore-faults");
    this.faults = new FaultyOrigin(http, journal, clock, faultTimer);
    this.recorded =
        new RecordedOrigin(
            anyCredentials == null ? faults : new AnyCredentials(faults, anyCredentials));
    this.server = listen(recorded);
  }

  private static Deadlines timer(InstantSource clock, String thread) {
    return clock instanceof TestClock test ? test.deadlines() : Deadlines.start(thread);
  }

  private static NettyServer listen(RequestHandler handler) {
    try {
      return NettyServer.builder(handler).port(0).start();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback interface", e);
    }
  }

  int port() {
    return server.port();
  }

  FaultyOrigin faults() {
    return faults;
  }

  RecordedOrigin recorded() {
    return recorded;
  }

  @Override
  public void close() {
    server.close();
    http.close();
    faultTimer.close();
  }
}
