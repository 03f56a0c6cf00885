// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds when several threads do it at once. */
abstract class ConcurrencyContract extends CatalogueContract {
  private Race race;

  @BeforeEach
  void line() {
    race = new Race();
  }

  @AfterEach
  void disperse() {
    race.close();
  }

  /** Reads what is visible and checks that it is one whole version; returns its number. */
  private long wholeVersion(String path) {
    Optional<byte[]> read = main().get(path);
    if (read.isEmpty()) {
      return History.NOTHING;
    }
    long number = Content.numberOf(read.get());
    assertArrayEquals(Content.of(number), read.get(), "a mixture or a piece");
    return number;
  }

  @Test
  void onePath_putGetDeleteByManyThreads_hasAnOrder() {
    AtomicLong numbers = new AtomicLong();
    for (int round = 0; round < 12; round++) {
      History history = new History();
      List<History.Log> logs = new ArrayList<>();
      List<Callable<Boolean>> threads = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        History.Log log = new History.Log();
        logs.add(log);
        SplittableRandom random = new SplittableRandom(round * 100L + thread);
        threads.add(
            () -> {
              for (int i = 0; i < 40; i++) {
                step(random.nextInt(10), history, log, numbers);
              }
              return true;
            });
      }
      race.run(threads);

      History.brokenRule(logs).ifPresent(rule -> fail(rule));
      main().delete("object");
    }
  }

  private void step(int dice, History history, History.Log log, AtomicLong numbers) {
    long begin = history.now();
    if (dice < 4) {
      long number = numbers.incrementAndGet();
      main().put("object", Content.of(number));
      log.writes.add(new History.Event(number, begin, history.now()));
    } else if (dice < 6) {
      if (main().delete("object")) {
        log.writes.add(new History.Event(History.NOTHING, begin, history.now()));
      }
    } else {
      long number = wholeVersion("object");
      log.reads.add(new History.Event(number, begin, history.now()));
    }
  }

  @Test
  void reader_whoSawAVersion_neverSeesAnOlderOne() {
    AtomicLong published = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Boolean>> threads = new ArrayList<>();
    threads.add(
        () -> {
          for (long number = 1; number <= 500; number++) {
            main().put("object", Content.of(number));
            published.set(number);
          }
          done.set(true);
          return true;
        });
    for (int reader = 0; reader < 6; reader++) {
      threads.add(
          () -> {
            long last = 0;
            while (!done.get()) {
              long least = Math.max(last, published.get());
              last = wholeVersion("object");
              assertTrue(last >= least, last + " after " + least);
            }
            return true;
          });
    }
    race.run(threads);
    assertEquals(500, wholeVersion("object"));
  }

  @Test
  void lease_whileItsRoomIsWanted_keepsItsVersion() {
    AtomicBoolean done = new AtomicBoolean();
    main().put("object", Content.of(1));
    List<Callable<Boolean>> threads = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      long base = 1000L * (writer + 1);
      threads.add(
          () -> {
            for (long number = base; number < base + 300; number++) {
              main().put("object", Content.of(number));
              main().delete("object");
            }
            done.set(true);
            return true;
          });
    }
    for (int reader = 0; reader < 4; reader++) {
      threads.add(
          () -> {
            while (!done.get()) {
              wholeVersion("object");
            }
            return true;
          });
    }
    race.run(threads);
  }

  @Test
  void puts_ofOnePathAtOnce_oneOfThemRemains() {
    for (int round = 0; round < 5; round++) {
      List<Callable<Long>> threads = new ArrayList<>();
      for (int i = 1; i <= 32; i++) {
        long number = round * 100L + i;
        threads.add(
            () -> {
              main().put("object", Content.of(number));
              return wholeVersion("object");
            });
      }
      List<Long> seen = race.run(threads);

      long remaining = wholeVersion("object");
      assertTrue(remaining > round * 100L && remaining <= round * 100L + 32);
      seen.forEach(number -> assertTrue(number > 0, "nothing was seen after a put"));
    }
  }

  @Test
  void deletes_ofOneVersionAtOnce_exactlyOneIsTold() {
    for (int round = 0; round < 200; round++) {
      main().put("object", new byte[1]);
      Callable<Boolean> delete = () -> main().delete("object");
      List<Boolean> told = race.run(Collections.nCopies(3, delete));
      assertEquals(1, Collections.frequency(told, true));
    }
  }

  @Test
  void deleteAndPut_atOnce_haveAnOrder() {
    for (int round = 0; round < 200; round++) {
      main().put("object", Content.of(1));
      List<Boolean> results =
          race.run(
              List.of(
                  () -> main().delete("object"),
                  () -> {
                    main().put("object", Content.of(2));
                    return true;
                  }));
      assertTrue(results.get(0), "there was an object all the time");
      long remaining = wholeVersion("object");
      assertTrue(remaining == 2 || remaining == History.NOTHING, "the old version came back");
    }
  }

  @Test
  void list_duringChanges_showsEveryLastingObjectOnce() {
    TreeSet<String> lasting = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      String name = "n" + (100 + i * 2);
      main().put("folder/" + name, new byte[1]);
      lasting.add(name);
    }
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Boolean>> threads = new ArrayList<>();
    threads.add(
        () -> {
          for (int i = 0; i < 400; i++) {
            String coming = "folder/n" + (101 + (i * 14) % 80);
            main().put(coming, new byte[1]);
            main().put("folder/n" + (100 + (i * 6) % 80), new byte[2]);
            main().delete(coming);
          }
          done.set(true);
          return true;
        });
    threads.add(
        () -> {
          while (!done.get()) {
            List<String> rows = main().list("folder", 7);
            List<String> seen = rows.stream().filter(lasting::contains).toList();
            assertEquals(List.copyOf(lasting), seen);
            assertEquals(List.copyOf(new TreeSet<>(rows)), rows, "in order, none twice");
          }
          return true;
        });
    race.run(threads);
  }

  @Test
  void commitAndDelete_ofAGrowingObjectAtOnce_haveOneOutcome() {
    for (int round = 0; round < 200; round++) {
      ObjectWriter writer = main().streaming("object");
      writer.append(ByteBuffer.wrap(Content.of(1)));
      ObjectLease lease = main().lease("object");
      List<Boolean> results =
          race.run(List.of(() -> committed(writer), () -> main().delete("object")));

      assertTrue(results.get(1), "it was visible all the time");
      assertEquals(Optional.empty(), main().get("object"));
      assertEquals(results.get(0) ? LeaseState.COMPLETE : LeaseState.WITHDRAWN, lease.state());
      lease.close();
      writer.close();
    }
  }

  private static boolean committed(ObjectWriter writer) {
    try {
      writer.commit(StoreDriver.seal(null));
      return true;
    } catch (MediaStoreException e) {
      assertEquals(ErrorCode.CONFLICT, e.code());
      return false;
    }
  }

  @Test
  void growingObject_followedByManyThreads_arrivesWholeEverywhere() {
    byte[] content = Content.of(77, 40_000);
    ObjectWriter writer = main().streaming("object");
    writer.append(ByteBuffer.wrap(content, 0, 1));
    List<Callable<Boolean>> threads = new ArrayList<>();
    threads.add(
        () -> {
          for (int start = 1; start < content.length; start += 111) {
            writer.append(ByteBuffer.wrap(content, start, Math.min(111, content.length - start)));
          }
          return committed(writer);
        });
    for (int reader = 0; reader < 8; reader++) {
      threads.add(
          () -> {
            Follower follower = new Follower(main().lease("object"));
            assertArrayEquals(content, follower.toEnd());
            return true;
          });
    }
    race.run(threads).forEach(result -> assertTrue(result));
  }

  @Test
  void growingObject_readAtItsEdge_neverShowsRoomNotYetWritten() {
    byte[] content = new byte[600_000];
    Arrays.fill(content, (byte) 0x5A);
    for (int round = 0; round < 3; round++) {
      ObjectWriter writer = main().streaming("object");
      writer.append(ByteBuffer.wrap(content, 0, 1));
      ObjectLease lease = main().lease("object");
      List<Callable<Boolean>> threads = new ArrayList<>();
      threads.add(
          () -> {
            for (int start = 1; start < content.length; start += 30_000) {
              int length = Math.min(30_000, content.length - start);
              writer.append(ByteBuffer.wrap(content, start, length));
            }
            return committed(writer);
          });
      threads.add(
          () -> {
            ByteBuffer last = ByteBuffer.allocate(1);
            while (lease.state() == LeaseState.GROWING) {
              assertEquals(1, lease.read(lease.availableBytes() - 1, last.clear()));
              assertEquals(0x5A, last.get(0), "a byte that nobody wrote");
            }
            return true;
          });
      race.run(threads);
      lease.close();
      main().delete("object");
    }
  }

  @Test
  void uploads_committedAbortedAndRefusedAtOnce_leaveNoRoomBehind() {
    List<Callable<Boolean>> threads = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      SplittableRandom random = new SplittableRandom(thread);
      String path = "object" + thread % 3;
      threads.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              upload(path, random);
            }
            return true;
          });
    }
    race.run(threads);

    for (int i = 0; i < 3; i++) {
      main().delete("object" + i);
    }
    assertEquals(0, store().usage().openWriters());
  }

  private void upload(String path, SplittableRandom random) {
    int kind = random.nextInt(4);
    try (ObjectWriter writer = kind < 2 ? main().streaming(path) : main().writer(path)) {
      for (int piece = random.nextInt(6); piece > 0; piece--) {
        writer.append(ByteBuffer.allocate(random.nextInt(20_000)));
      }
      if (kind % 2 == 0) {
        writer.commit(StoreDriver.seal(null));
      }
    } catch (MediaStoreException e) {
      assertTrue(e.code() == ErrorCode.STORE_FULL || e.code() == ErrorCode.CONFLICT, e.toString());
    }
    if (random.nextInt(3) == 0) {
      main().delete(path);
    }
  }
}
