// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Plays a {@link Recording} to an origin, as the encoder did: the same pieces of the same bodies in
 * the same order, each request on a connection of its own. Used by one thread at a time; the caller
 * closes it.
 *
 * <pre>{@code
 * try (Replay replay = Replay.of(Recording.read(file), origin.endpoint("live"))) {
 *   replay.run(10); // ten times as fast as it was
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Replay implements AutoCloseable {
  private final URI target;
  private final Iterator<RecordedStep> steps;
  private final Map<Integer, ReplayConnection> connections = new HashMap<>();
  private final Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
  private SocketFactory sockets = SocketFactory.getDefault();
  private @Nullable SigV4Signer signer;
  private @Nullable RecordedStep following;
  private Duration played = Duration.ZERO;

  private Replay(Recording recording, URI target) {
    this.target = Objects.requireNonNull(target, "target");
    this.steps = recording.steps().iterator();
    this.following = steps.hasNext() ? steps.next() : null;
  }

  /**
   * What became of one request. Immutable.
   *
   * @param method as recorded
   * @param path of the object
   * @param status of the answer; 0 if the encoder broke the request off, or the recording ends
   *     within it
   * @since 0.1
   */
  public record Outcome(String method, String path, int status) {}

  /**
   * A replay that has not begun.
   *
   * @param recording what is played
   * @param target data endpoint of a container, such as {@link TestOrigin#endpoint}
   * @return the replay
   */
  public static Replay of(Recording recording, URI target) {
    return new Replay(recording, target);
  }

  /**
   * Signs every request anew, payloads excepted.
   *
   * @param with credentials, region and clock
   * @return this
   */
  public Replay signedBy(SigV4Signer with) {
    signer = with;
    return this;
  }

  /**
   * Speaks TLS.
   *
   * @param context trusts the origin, such as that of {@link TlsMaterial}
   * @return this
   */
  public Replay tls(SSLContext context) {
    sockets = context.getSocketFactory();
    return this;
  }

  /**
   * Plays everything that is left, in real time.
   *
   * @param speed 1 for as fast as it was, 10 for ten times as fast; infinite for no waiting
   * @return every request in the order in which they began
   * @throws IOException if the origin could not be reached or broke an answer off
   * @throws InterruptedException if the waiting thread was interrupted
   */
  public List<Outcome> run(double speed) throws IOException, InterruptedException {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be above 0, was " + speed);
    }
    long start = System.nanoTime() - (long) (played.toNanos() / speed);
    for (RecordedStep step = following; step != null; step = following) {
      long due = start + (long) (step.at().toNanos() / speed);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for " + step.at());
        }
      }
      step();
    }
    return outcomes();
  }

  /**
   * Plays everything that is left without waiting, and moves a clock instead: by the time between
   * two steps before the later one.
   *
   * @param clock that of the origin
   * @return every request in the order in which they began
   * @throws IOException if the origin could not be reached or broke an answer off
   */
  public List<Outcome> run(TestClock clock) throws IOException {
    for (RecordedStep step = following; step != null; step = following) {
      Duration gap = step.at().minus(played);
      if (!gap.isZero()) {
        clock.advance(gap);
      }
      step();
    }
    return outcomes();
  }

  /**
   * Plays the next step now. When it is the end of a request, its answer is read.
   *
   * @return what was played; empty after the last
   * @throws IOException if the origin could not be reached or broke an answer off
   */
  public Optional<RecordedStep> step() throws IOException {
    RecordedStep step = following;
    if (step == null) {
      return Optional.empty();
    }
    following = steps.hasNext() ? steps.next() : null;
    played = step.at();
    play(step);
    return Optional.of(step);
  }

  private void play(RecordedStep step) throws IOException {
    int request = step.request();
    if (step instanceof RecordedStep.Begin begin) {
      outcomes.put(request, new Outcome(begin.method(), begin.path(), 0));
      connections.put(request, ReplayConnection.open(begin, target, sockets, signer));
      return;
    }
    ReplayConnection connection = connections.get(request);
    if (connection == null) {
      return; // It was answered before its end.
    }
    if (step instanceof RecordedStep.Data data) {
      send(request, connection, data);
    } else if (step instanceof RecordedStep.End) {
      answered(request, connection.end());
    } else {
      drop(request);
    }
  }

  /** An origin may refuse a body before it has come; then its answer is what counts. */
  private void send(int request, ReplayConnection connection, RecordedStep.Data data)
      throws IOException {
    try {
      connection.data(data.bytes());
    } catch (IOException broken) {
      try {
        answered(request, connection.answer());
      } catch (IOException e) {
        broken.addSuppressed(e);
        throw broken;
      }
    }
  }

  private void answered(int request, int status) throws IOException {
    outcomes.computeIfPresent(request, (key, was) -> new Outcome(was.method(), was.path(), status));
    drop(request);
  }

  private void drop(int request) throws IOException {
    ReplayConnection connection = connections.remove(request);
    if (connection != null) {
      connection.close();
    }
  }

  /**
   * What has become of every request that has begun.
   *
   * @return in the order in which they began; those still going on have status 0
   */
  public List<Outcome> outcomes() {
    return List.copyOf(outcomes.values());
  }

  /** Breaks off what has not been played to its end. Idempotent. */
  @Override
  public void close() throws IOException {
    for (Integer request : List.copyOf(connections.keySet())) {
      drop(request);
    }
  }
}
