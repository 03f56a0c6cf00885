// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.SimulatedFolder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds of changes that several threads bring. */
@Timeout(60)
class LogWriterTest {
  private static final LogOptions OPTIONS =
      new LogOptions(64 << 10, 4096, true, 0, Duration.ofMinutes(1));

  private final LogFiles files =
      new LogFiles(SimulatedFolder.empty(1), OPTIONS, new SplittableRandom(1));
  private final AtomicLong orders = new AtomicLong();
  private final LogWriter writer = new LogWriter(files, orders::incrementAndGet);

  /** A change that does something when it is applied. */
  private static class Step extends LogChange {
    private final Runnable applied;

    Step(String name, Runnable applied) {
      super(RecordKind.OBJECT, name.getBytes(StandardCharsets.US_ASCII), new byte[0]);
      this.applied = applied;
    }

    @Override
    protected void apply(long order, RecordPlace place) {
      applied.run();
    }
  }

  /** A record that the compactor moves, if anybody wants it. */
  private static class Moved extends Step {
    private final boolean wanted;

    Moved(String name, boolean wanted, Runnable applied) {
      super(name, applied);
      this.wanted = wanted;
    }

    @Override
    protected boolean isMove() {
      return true;
    }

    @Override
    protected boolean stillWanted() {
      return wanted;
    }
  }

  @AfterEach
  void close() {
    writer.close();
  }

  /**
   * The last move is not wanted and so ends before those in front of it are applied. Whoever moved
   * them must not go on: the file they lie in would be deleted, and they with it.
   */
  @Test
  void appendAll_lastMoveIsNotWanted_waitsForTheOthers() throws Exception {
    CountDownLatch firstRoundMayEnd = new CountDownLatch(1);
    CountDownLatch firstRoundIsOn = new CountDownLatch(1);
    AtomicReference<String> movedBy = new AtomicReference<>("nobody");
    AtomicBoolean stillWaiting = new AtomicBoolean();
    CompletableFuture<Thread> moving = new CompletableFuture<>();
    Thread first =
        start(
            "first",
            () ->
                writer.append(
                    new Step(
                        "a",
                        () -> {
                          firstRoundIsOn.countDown();
                          await(firstRoundMayEnd);
                        })));
    await(firstRoundIsOn);
    Thread second = start("second", () -> writer.append(new Step("b", () -> {})));
    awaitParked(second);
    Moved wanted =
        new Moved(
            "c",
            true,
            () -> {
              movedBy.set(Thread.currentThread().getName());
              stillWaiting.set(!endsSoon(moving.join()));
            });
    Moved unwanted = new Moved("d", false, () -> {});
    Thread compactor = start("compactor", () -> writer.appendAll(List.of(wanted, unwanted)));
    moving.complete(compactor);
    awaitParked(compactor);

    firstRoundMayEnd.countDown();

    for (Thread each : List.of(first, second, compactor)) {
      each.join();
    }
    assertEquals("second", movedBy.get(), "another thread writes for the compactor");
    assertTrue(stillWaiting.get(), "the compactor went on before its records were moved");
    assertTrue(wanted.done() && unwanted.done());
  }

  /** What was taken out of the queue and then forgotten would keep whoever brought it for ever. */
  @Test
  void errorWhileARoundGathers_forgetsNothing() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    List<String> applied = new ArrayList<>();
    Step before = new Step("a", () -> applied.add("a"));
    Step failing =
        new Step("b", () -> applied.add("b")) {
          @Override
          protected List<ByteBuffer> payload() {
            if (asked.incrementAndGet() == 2) { // For its checksums, then for its length.
              throw new OutOfMemoryError("on purpose");
            }
            return super.payload();
          }
        };
    assertThrows(OutOfMemoryError.class, () -> writer.appendAll(List.of(before, failing)));
    writer.append(new Step("c", () -> applied.add("c")));
    assertEquals(List.of("a", "b", "c"), applied);
    assertTrue(before.done() && failing.done());
  }

  /** Whoever happens to write for the compactor is not to blame for the disk. */
  @Test
  void pageThatIsNotGiven_failsTheMoveAlone() {
    List<String> applied = new ArrayList<>();
    Step other = new Step("a", () -> applied.add("a"));
    Moved unreadable =
        new Moved("b", true, () -> applied.add("b")) {
          @Override
          protected List<ByteBuffer> payload() {
            return List.of(ByteBuffer.allocate(1));
          }

          @Override
          protected IntUnaryOperator blockChecksums(int blockBytes) {
            return block -> {
              throw new InternalError("a fault occurred in an unsafe memory access operation");
            };
          }
        };
    writer.appendAll(List.of(other, unreadable));
    writer.append(new Step("c", () -> applied.add("c")));
    assertEquals(List.of("a", "c"), applied);
    assertThrows(MediaStoreException.class, unreadable::throwIfFailed);
    assertEquals(null, writer.broken());
  }

  /** A disk may lie once: what it gives wrongly after the check must not be sealed as right. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void move_keepsTheChecksumsThatWereWritten(boolean wentWrong) {
    byte[] payload = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    LogRecord written = append(payload, blockBytes -> null);
    payload[5_000] = (byte) (wentWrong ? 'y' : 'x');
    LogRecord moved = append(payload, blockBytes -> written::blockChecksum);
    assertTrue(written.isSound());
    assertEquals(!wentWrong, moved.isSound());
    assertEquals(List.of(true, !wentWrong, true), sound(moved));
  }

  private LogRecord append(byte[] payload, IntFunction<@Nullable IntUnaryOperator> checksums) {
    AtomicReference<RecordPlace> written = new AtomicReference<>();
    writer.append(
        new LogChange(RecordKind.OBJECT, new byte[] {'a'}, new byte[0]) {
          @Override
          protected List<ByteBuffer> payload() {
            return List.of(ByteBuffer.wrap(payload));
          }

          @Override
          protected @Nullable IntUnaryOperator blockChecksums(int blockBytes) {
            return checksums.apply(blockBytes);
          }

          @Override
          protected void apply(long order, RecordPlace place) {
            written.set(place);
          }
        });
    RecordPlace place = requireNonNull(written.get());
    LogFile file = requireNonNull(files.get(place.file()));
    return LogRecord.again(file, place.position());
  }

  private static List<Boolean> sound(LogRecord record) {
    return IntStream.range(0, record.blocks()).mapToObj(record::blockIsSound).toList();
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Gives a thread that must not end some time to do so. */
  private static boolean endsSoon(Thread thread) {
    try {
      thread.join(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return !thread.isAlive();
  }
}
