// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.MediaStore;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MediaStore wire contract over an origin: what a host adapter needs to serve one. Safe for any
 * thread.
 *
 * <pre>{@code
 * MediaStore store = MediaStore.builder().build();
 * MediaStoreHttp http =
 *     MediaStoreHttp.builder(store)
 *         .callers(Callers.create().rootKey("AKIDEXAMPLE", secret, "111122223333"))
 *         .build();
 * }</pre>
 *
 * <p>It reads the time from the clock of the origin and owns no thread but one daemon timer, which
 * starts with the first upload, one that wakes requests that wait by an {@link EdgeRule}, and a few
 * for look-ups if its {@link CallerDirectory} may block. The origin stays the caller's: closing
 * this does not close it.
 *
 * @since 0.1
 */
public final class MediaStoreHttp implements RequestHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStoreHttp.class);

  private final boolean mayBlock;
  private final InstantSource clock;
  private final RequestIds requestIds;
  private final ExchangeListener listener;
  private final TrustedProxies proxies;
  private final Explainer explainer;
  private final Deadlines deadlines;
  private final CallerLookups lookups;
  private final Waits waits;
  private final Router router;
  private volatile boolean closed;

  MediaStoreHttp(
      boolean mayBlock,
      InstantSource clock,
      RequestIds requestIds,
      ExchangeListener listener,
      TrustedProxies proxies,
      Explainer explainer,
      Deadlines deadlines,
      CallerLookups lookups,
      Waits waits,
      Router router) {
    this.mayBlock = mayBlock;
    this.clock = clock;
    this.requestIds = requestIds;
    this.listener = listener;
    this.proxies = proxies;
    this.explainer = explainer;
    this.deadlines = deadlines;
    this.lookups = lookups;
    this.waits = waits;
    this.router = router;
  }

  /**
   * Starts from the defaults: the compatible preset, both planes, no caller known.
   *
   * @param store the origin to serve; stays the caller's
   */
  public static MediaStoreHttpBuilder builder(MediaStore store) {
    return new MediaStoreHttpBuilder(store);
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    RequestHead seen = head;
    ServiceException misled = null;
    try {
      seen = CookieCrumbs.joined(proxies.resolve(head));
    } catch (ServiceException malformed) {
      misled = malformed;
    }
    Transaction transaction =
        new Transaction(seen, sink, listener, requestIds.next(), clock, explainer);
    try {
      if (misled != null) {
        throw misled;
      }
      if (closed) {
        throw new ServiceException(ServiceError.SERVICE_UNAVAILABLE, "The service is stopping.");
      }
      return router.begin(transaction);
    } catch (RuntimeException | Error failure) {
      transaction.fail(failure);
      return new AnsweredExchange(transaction);
    }
  }

  @Override
  public boolean mayBlock() {
    return mayBlock;
  }

  @Override
  public Response refuse(ServiceError error, String publicMessage, InetSocketAddress peer) {
    String requestId = requestIds.next();
    LOG.debug("request {} refused: {}", requestId, publicMessage);
    ServiceException refusal = new ServiceException(error, publicMessage);
    Headers headers =
        Headers.builder()
            .add("x-amzn-RequestId", requestId)
            .add("Date", HttpDates.format(clock.instant()))
            .addAll(ErrorAnswers.headers(refusal, Plane.DATA, false, null))
            .build();
    return new Response(
        error.status(Plane.DATA), headers, ResponseBody.of(ErrorAnswers.body(refusal, null)), true);
  }

  /**
   * Answers every further request with 503 and stops the timer. Uploads in progress lose their
   * deadline, so hosts are closed before this. Closing again does nothing.
   */
  @Override
  public void close() {
    closed = true;
    lookups.close();
    waits.close();
    deadlines.close();
  }
}
