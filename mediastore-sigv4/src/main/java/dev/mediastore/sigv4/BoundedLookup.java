// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A lookup that gives up after a while. */
record BoundedLookup(CredentialsLookup lookup, Duration limit, Executor executor)
    implements CredentialsLookup {

  BoundedLookup {
    Objects.requireNonNull(executor, "executor");
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit is not positive: " + limit);
    }
  }

  @Override
  public Optional<SigningCredentials> find(String accessKeyId) {
    FutureTask<Optional<SigningCredentials>> task =
        new FutureTask<>(() -> lookup.find(accessKeyId));
    executor.execute(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new CredentialsUnavailableException("no answer within " + limit, e);
    } catch (ExecutionException e) {
      throw new CredentialsUnavailableException("the lookup failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CredentialsUnavailableException("interrupted while waiting", e);
    } finally {
      task.cancel(true);
    }
  }
}
