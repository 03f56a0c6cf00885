// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.ResponseSink;
import java.util.List;
import java.util.function.Function;

/** One origin with three sets of listeners, of which each request meets the present one. */
final class ObservedOrigin implements RequestHandler {
  private final Observers observers;
  private final RequestHandler silent;
  private final RequestHandler flights;
  private final RequestHandler all;

  /**
   * Makes it.
   *
   * @param origin makes one for a list of listeners
   */
  ObservedOrigin(
      Observers observers,
      Function<List<ExchangeListener>, RequestHandler> origin,
      MediaStore store) {
    this.observers = observers;
    this.silent = origin.apply(List.of());
    this.flights = origin.apply(Observers.flights());
    this.all = origin.apply(observers.all(store));
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    RequestHandler present =
        switch (observers.present()) {
          case NONE -> silent;
          case LOGGED, ALL -> all;
          case UNRECORDED, RECORDED -> flights;
        };
    return present.begin(head, sink);
  }

  @Override
  public boolean mayBlock() {
    return silent.mayBlock();
  }
}
