// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectUpload;
import dev.mediastore.sigv4.PayloadVerifier;
import dev.mediastore.sigv4.SignatureResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An upload while its body arrives. Every byte goes straight to the store; nothing is kept here.
 *
 * <p>Three may want to end it: the host with the last byte, the host when the connection is lost,
 * and the timer. Whoever moves the phase on from RECEIVING decides; the others find the upload
 * ended. The timer must not wait for a store that is stuck in an append, so it answers at once and
 * leaves the abort to the appending thread if there is one.
 */
final class PutExchange extends AnsweredExchange {

  private enum Phase {
    RECEIVING,
    COMMITTING,
    ENDED
  }

  private final ObjectUpload upload;
  private final @Nullable PayloadVerifier payload;
  private final Caller caller;
  private final PutAnswer answer;
  private final @Nullable PublishBarrier barrier;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RECEIVING);
  private final ReentrantLock appending = new ReentrantLock();
  private volatile Deadlines.Deadline deadline = Deadlines.Deadline.NONE;

  /**
   * @param upload owned by this from now on
   * @param payload verifies the body, or null if the store verifies it or nothing is to be verified
   * @param caller who uploads; proved at the latest when the body has been verified
   * @param barrier what the object has to wait for, or null
   */
  PutExchange(
      Transaction transaction,
      ObjectUpload upload,
      @Nullable PayloadVerifier payload,
      Caller caller,
      PutAnswer answer,
      @Nullable PublishBarrier barrier) {
    super(transaction);
    this.upload = upload;
    this.payload = payload;
    this.caller = caller;
    this.answer = answer;
    this.barrier = barrier;
  }

  /** Gives the upload this much time, counted from now; without a timer it does not begin. */
  void expireAfter(Duration time, Deadlines deadlines) {
    try {
      deadline = deadlines.after(time, this::expire);
    } catch (RuntimeException | Error e) {
      upload.abort();
      throw e;
    }
  }

  @Override
  public boolean wantsBody() {
    return phase.get() == Phase.RECEIVING;
  }

  @Override
  public void body(ByteBuffer piece) {
    transaction().received(piece.remaining());
    if (phase.get() == Phase.RECEIVING) {
      append(piece);
    }
    piece.position(piece.limit());
  }

  private void append(ByteBuffer piece) {
    ServiceException refused = null;
    Throwable failed = null;
    appending.lock();
    try {
      if (payload == null) {
        upload.append(piece);
      } else if (!payload.update(piece, upload::append)
          && payload.finish() instanceof SignatureResult.Refused bad) {
        refused = SignatureErrors.translate(bad);
      }
    } catch (RuntimeException | Error e) {
      failed = e;
    } finally {
      appending.unlock();
    }
    if (phase.get() == Phase.ENDED) {
      upload.abort();
    } else if (refused != null) {
      fail(refused);
    } else if (failed != null) {
      fail(failed);
    }
  }

  @Override
  public void end() {
    if (!phase.compareAndSet(Phase.RECEIVING, Phase.COMMITTING)) {
      return;
    }
    deadline.cancel();
    try {
      if (payload != null && payload.finish() instanceof SignatureResult.Refused bad) {
        throw SignatureErrors.translate(bad);
      }
      transaction().caller(caller);
      if (barrier == null) {
        publish();
      } else {
        barrier.pass(transaction(), this::publish, upload::abort);
      }
    } catch (RuntimeException | Error e) {
      upload.abort();
      transaction().fail(e);
    } finally {
      phase.set(Phase.ENDED);
    }
  }

  private void publish() {
    try {
      ObjectMetadata stored = upload.commit();
      answer.send(transaction(), stored);
    } catch (RuntimeException | Error e) {
      upload.abort();
      transaction().fail(e);
    }
  }

  private void fail(Throwable failure) {
    if (phase.compareAndSet(Phase.RECEIVING, Phase.ENDED)) {
      deadline.cancel();
      upload.abort();
      transaction().failUnread(failure);
    }
  }

  private void expire() {
    if (!phase.compareAndSet(Phase.RECEIVING, Phase.ENDED)) {
      return;
    }
    transaction()
        .fail(
            new ServiceException(
                ServiceError.REQUEST_TIMEOUT, "The upload took too long and was cancelled."));
    if (appending.tryLock()) {
      try {
        upload.abort();
      } finally {
        appending.unlock();
      }
    }
  }

  @Override
  public void connectionLost(String reason) {
    if (phase.compareAndSet(Phase.RECEIVING, Phase.ENDED)) {
      deadline.cancel();
      upload.abort();
    }
    super.connectionLost(reason);
  }
}
