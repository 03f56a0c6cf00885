// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.ObjectPath;
import java.time.Duration;

/**
 * Reads objects, and where a rule says so waits for what is about to come. The caller has been
 * authorised: whoever may not read learns nothing by waiting. Safe for any thread.
 */
final class EdgeReads {
  private final EdgeRules rules;
  private final ReadAnswers reads;
  private final Waits waits;

  EdgeReads(EdgeRules rules, ReadAnswers reads, Waits waits) {
    this.rules = rules;
    this.reads = reads;
    this.waits = waits;
  }

  void describe(Transaction transaction, Container container, ObjectPath path) {
    serve(
        transaction,
        container,
        path,
        () -> reads.describe(transaction, container, path) ? null : path);
  }

  void get(Transaction transaction, QueryString query, Container container, ObjectPath path) {
    PlaylistReload reload = rules.blockingReload(path) ? PlaylistReload.of(query) : null;
    if (reload == null) {
      serve(
          transaction,
          container,
          path,
          () -> reads.get(transaction, container, path, null) ? null : path);
      return;
    }
    Waits.Attempt attempt = () -> reads.get(transaction, container, path, reload) ? null : path;
    if (attempt.tryNow() == null) {
      return;
    }
    boolean there = container.head(path).isPresent();
    Duration wait = there ? reload.patience() : rules.wait(path);
    if (wait == null) {
      throw absent(path);
    }
    waits.begin(
        transaction,
        container,
        wait,
        attempt,
        () -> {
          throw container.head(path).isPresent()
              ? new ServiceException(
                  ServiceError.SERVICE_UNAVAILABLE, "The playlist has not come that far in time.")
              : absent(path);
        });
  }

  private void serve(
      Transaction transaction, Container container, ObjectPath path, Waits.Attempt attempt) {
    if (attempt.tryNow() == null) {
      return;
    }
    Duration wait = rules.wait(path);
    if (wait == null) {
      throw ReadAnswers.notFound();
    }
    waits.begin(
        transaction,
        container,
        wait,
        attempt,
        () -> {
          throw absent(path);
        });
  }

  private ServiceException absent(ObjectPath path) {
    String cacheControl = rules.absence(path);
    ServiceException notFound = ReadAnswers.notFound();
    return cacheControl == null ? notFound : notFound.with("Cache-Control", cacheControl);
  }
}
