// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Headers;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object for the player, as far as they are there. Used by one thread at a time.
 *
 * <p>Somebody uploaded them, and perhaps with a type that a browser runs: only what is played is
 * given its type.
 */
final class ObjectBody implements ResponseBody {
  private static final Set<String> PLAYED =
      Set.of(
          "video/mp4",
          "video/webm",
          "video/mp2t",
          "audio/mp4",
          "audio/mpeg",
          "audio/aac",
          "image/png",
          "image/jpeg",
          "image/webp");

  private static final int PIECE_BYTES = 256 * 1024;

  private final ObjectLease lease;
  private final long length;
  private long position;

  private ObjectBody(ObjectLease lease) {
    this.lease = lease;
    this.length = lease.availableBytes();
  }

  /** Owns the lease from now on. */
  static Response answer(ObjectLease lease, boolean headOnly) {
    String stored = lease.metadata().contentType();
    String type = stored == null ? "" : stored.toLowerCase(Locale.ROOT);
    boolean played = PLAYED.contains(type);
    Headers.Builder headers =
        ConsoleAnswers.headers(played ? type : "application/octet-stream", ConsoleAnswers.SANDBOX);
    if (!played) {
      headers.add("Content-Disposition", "attachment");
    }
    if (!headOnly) {
      return new Response(200, headers.build(), new ObjectBody(lease), false);
    }
    headers.add("Content-Length", Long.toString(lease.availableBytes()));
    lease.close();
    return new Response(200, headers.build(), ResponseBody.empty(), false);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
    if (position == length) {
      return null;
    }
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(Math.min(maxBytes, PIECE_BYTES), length - position));
    int read = lease.read(position, piece);
    if (read <= 0) {
      throw new BodyCutException("the object was withdrawn");
    }
    position += read;
    return piece.flip().asReadOnlyBuffer();
  }

  @Override
  public void onReadable(Runnable wake) {
    wake.run();
  }

  @Override
  public void close() {
    lease.close();
  }
}
