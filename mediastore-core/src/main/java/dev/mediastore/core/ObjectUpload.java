// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.internal.flight.UploadFlight;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One upload: appended to as bytes arrive, then committed or aborted. Appending and committing are
 * for one thread at a time; aborting is safe for any thread, so that a timer or a lost connection
 * can end an upload, and exactly one of commit and abort takes effect.
 *
 * <p>Closing without commit aborts. An upload that failed in {@link #append} or {@link #commit} is
 * aborted already. An abort leaves no trace: the previous object, if any, is what readers see.
 *
 * <pre>{@code
 * try (ObjectUpload upload = container.beginUpload(path, options)) {
 *   while (source.read(buffer.clear()) >= 0) {
 *     upload.append(buffer.flip());
 *   }
 *   ObjectMetadata stored = upload.commit();
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class ObjectUpload implements AutoCloseable {
  /** Bytes are digested and copied in steps that stay in the processor's cache in between. */
  private static final int STEP_BYTES = 128 * 1024;

  private final ContainerObjects objects;
  private final ObjectDraft draft;
  private final ObjectWriter writer;
  private final UploadAdmission.Ticket ticket;
  private final long maxBytes;
  private final @Nullable String expectedSha256;
  private final @Nullable Consumer<ByteBuffer> tap;
  private final UploadFlight flight;
  private final MessageDigest digest = Sha256.create();
  private final ReentrantLock lock = new ReentrantLock();
  private long received;
  private boolean ended;

  ObjectUpload(
      ContainerObjects objects,
      ObjectDraft draft,
      UploadOptions options,
      ObjectWriter writer,
      UploadAdmission.Ticket ticket,
      long maxBytes) {
    this.objects = objects;
    this.draft = draft;
    this.writer = writer;
    this.ticket = ticket;
    this.maxBytes = maxBytes;
    this.expectedSha256 = options.expectedSha256();
    this.tap = options.bodyTap();
    this.flight = objects.flight(draft.streaming() != null);
  }

  /**
   * Returns where the object will be.
   *
   * @return its path
   */
  public ObjectPath path() {
    return draft.path();
  }

  /**
   * Returns how many bytes were appended.
   *
   * @return bytes so far
   */
  public long receivedBytes() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends the remaining bytes; they are copied before this returns and the buffer stays the
   * caller's. Readers who wait for a growing object are woken on this thread.
   *
   * @param bytes heap, direct or read-only
   * @throws MediaStoreException with {@link ErrorCode#OBJECT_TOO_LARGE}, {@link
   *     ErrorCode#VALIDATION} if more than declared, {@link ErrorCode#LIMIT_EXCEEDED}, {@link
   *     ErrorCode#STORE_FULL}, {@link ErrorCode#CONFLICT} if the growing object was deleted, {@link
   *     ErrorCode#CLOSED} if the upload has ended; it is aborted then
   */
  public void append(ByteBuffer bytes) {
    int end = bytes.limit();
    lock.lock();
    try {
      requireOpen();
      admit(bytes.remaining());
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + STEP_BYTES));
        step(bytes);
      }
    } catch (RuntimeException | Error e) {
      abort();
      throw e;
    } finally {
      bytes.limit(end);
      lock.unlock();
    }
  }

  private void admit(long more) {
    if (more > maxBytes - received) {
      throw objects.tooLarge(path(), maxBytes);
    }
    if (draft.declaredLength() == -1) {
      ticket.grow(more);
    } else if (more > draft.declaredLength() - received) {
      throw lengthMismatch();
    }
  }

  private void step(ByteBuffer bytes) {
    int start = bytes.position();
    digest.update(bytes);
    bytes.position(start);
    if (tap != null) {
      tap.accept(bytes.asReadOnlyBuffer());
    }
    writer.append(bytes);
    received += bytes.position() - start;
    if (draft.streaming() != null) {
      objects.growing(path(), received, flight);
    }
  }

  /**
   * Publishes the object. Everything that begins after this returned sees it.
   *
   * @return what was stored
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if the length is not the declared
   *     one, {@link ErrorCode#DIGEST_MISMATCH} if the digest is not the expected one, {@link
   *     ErrorCode#CONFLICT} if the growing object was deleted, {@link ErrorCode#CLOSED} if the
   *     upload has ended, or what the store reports; it is aborted then
   */
  public ObjectMetadata commit() {
    ObjectMetadata stored;
    lock.lock();
    try {
      requireOpen();
      ObjectSeal seal = seal();
      flight.storing();
      stored = writer.commit(seal);
      ended = true;
      ticket.release();
      flight.stored(received);
    } catch (RuntimeException | Error e) {
      abort();
      throw e;
    } finally {
      lock.unlock();
    }
    objects.updated(stored);
    return stored;
  }

  private ObjectSeal seal() {
    if (draft.declaredLength() != -1 && draft.declaredLength() != received) {
      throw lengthMismatch();
    }
    byte[] sha256 = digest.digest();
    String hex = HexFormat.of().formatHex(sha256);
    if (expectedSha256 != null && !expectedSha256.equals(hex)) {
      throw objects.failure(
          ErrorCode.DIGEST_MISMATCH, "The content does not have the announced digest.", path());
    }
    ObjectDraft.Streaming streaming = draft.streaming();
    if (streaming != null) {
      return new ObjectSeal(
          streaming.entityTag(), hex, streaming.startedAt(), streaming.expiresAt());
    }
    Instant completedAt = objects.now();
    return new ObjectSeal(
        EntityTag.ofContent(sha256, draft.contentType(), draft.cacheControl()),
        hex,
        completedAt,
        objects.transientExpiry(path(), completedAt));
  }

  private MediaStoreException lengthMismatch() {
    return objects.failure(
        ErrorCode.VALIDATION, "The content does not have the announced length.", path());
  }

  private void requireOpen() {
    if (ended) {
      throw objects.failure(ErrorCode.CLOSED, "The upload has ended.", path());
    }
  }

  /** Gives the upload up. Does nothing after commit or abort. */
  public void abort() {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        try {
          writer.abort();
        } finally {
          ticket.release();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Aborts unless committed. */
  @Override
  public void close() {
    abort();
  }
}
