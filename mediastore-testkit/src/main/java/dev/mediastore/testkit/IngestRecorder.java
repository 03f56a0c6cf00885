// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.RequestHead;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what arrives in one container into a file until it is closed. Safe for any thread.
 *
 * <p>Written is what an encoder decides: method, path, the header fields that are stored with an
 * object, and the body in the pieces in which it arrived. Keys, signatures and tokens are not: a
 * recording may be checked in.
 *
 * @since 0.1
 */
public final class IngestRecorder implements AutoCloseable {
  /** A test that records more than this has lost its way. */
  private static final long MOST_BYTES = 4L << 30;

  private static final Set<String> STORED =
      Set.of("content-type", "cache-control", "x-amz-storage-class", "x-amz-upload-availability");

  private final InstantSource clock;
  private final Instant start;
  private final DataOutputStream out;
  private Instant latest;
  private long bytes;
  private int requests;
  private int steps;
  private boolean closed;
  private @Nullable IOException failure;

  IngestRecorder(Path file, InstantSource clock) throws IOException {
    this.clock = clock;
    this.start = clock.instant();
    this.latest = start;
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    out.write(RecordingFormat.MAGIC);
  }

  /** One request that is being recorded. Used by one thread at a time. */
  final class Request {
    private final int number;
    private final @Nullable AwsChunkedBody framing;

    private Request(int number, boolean framed) {
      this.number = number;
      this.framing = framed ? new AwsChunkedBody(this::piece) : null;
    }

    /** Takes a piece as it arrived; its position is kept. */
    void body(ByteBuffer arrived) {
      if (framing == null) {
        piece(arrived.duplicate());
        return;
      }
      try {
        framing.update(arrived.duplicate());
      } catch (IllegalArgumentException e) {
        fail(new IOException("request " + number + " is not framed as it says", e));
      }
    }

    private void piece(ByteBuffer content) {
      ByteBuffer copy = ByteBuffer.allocate(content.remaining()).put(content).flip();
      if (copy.hasRemaining()) {
        add(at -> new RecordedStep.Data(number, at, copy));
      }
    }

    void end() {
      add(at -> new RecordedStep.End(number, at));
    }

    void lost() {
      add(at -> new RecordedStep.Lost(number, at));
    }
  }

  private interface Timed {
    RecordedStep at(Duration time);
  }

  synchronized Request begin(RequestHead head, String path) {
    String declared = head.headers().first("x-amz-content-sha256");
    boolean framed = declared != null && AwsChunkedBody.isDeclared(declared);
    int number = ++requests;
    long length = length(head, framed);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    head.headers()
        .forEach(
            (name, value) -> {
              if (STORED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(Map.entry(name, value));
              }
            });
    add(at -> new RecordedStep.Begin(number, at, head.method(), path, length, headers));
    return new Request(number, framed);
  }

  private static long length(RequestHead head, boolean framed) {
    String length =
        head.headers().first(framed ? "x-amz-decoded-content-length" : "Content-Length");
    boolean chunked = head.headers().contains("Transfer-Encoding");
    try {
      return length == null ? (chunked || framed ? -1 : 0) : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return -1; // The origin refuses it; what is played is refused for another reason, or not.
    }
  }

  private synchronized void add(Timed timed) {
    if (closed || failure != null) {
      return;
    }
    Instant now = clock.instant();
    latest = now.isAfter(latest) ? now : latest; // A clock may be moved back; a recording is not.
    RecordedStep step = timed.at(Duration.between(start, latest));
    bytes += step instanceof RecordedStep.Data data ? data.bytes().remaining() : 0;
    try {
      if (bytes > MOST_BYTES) {
        throw new IOException("a recording must not be longer than " + MOST_BYTES + " bytes");
      }
      RecordingFormat.write(out, step);
      steps++;
    } catch (IOException e) {
      fail(e);
    }
  }

  private synchronized void fail(IOException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /**
   * Ends the recording; requests that are not complete by then break off in it. Idempotent.
   *
   * @throws IOException if anything could not be recorded
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (failure != null) {
        throw failure;
      }
      RecordingFormat.writeLast(out, steps);
    }
  }
}
