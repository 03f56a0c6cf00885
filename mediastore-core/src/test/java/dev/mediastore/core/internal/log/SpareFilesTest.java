// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.internal.files.Fault;
import dev.mediastore.core.internal.files.FaultPlan;
import dev.mediastore.core.internal.files.IoKind;
import dev.mediastore.core.internal.files.LossModel;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.StoreDamage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log files that were emptied are written over, and nobody can tell but by the time it takes. */
@Timeout(60)
class SpareFilesTest {
  private static final int FILE_BYTES = 64 << 10;
  private static final LogOptions OPTIONS =
      new LogOptions(FILE_BYTES, 4096, true, 0, Duration.ofMinutes(1));

  /** Some of these fill a file. */
  private static final int PAYLOAD_BYTES = 20_000;

  private final AtomicLong creations = new AtomicLong();
  private SimulatedFolder disk = SimulatedFolder.empty(1).watch(call -> count(call.kind()));
  private Keeper keeper = new Keeper(disk);

  private void count(IoKind kind) {
    if (kind == IoKind.CREATE) {
      creations.incrementAndGet();
    }
  }

  /** The least that uses a log: it knows where the newest record of each key lies. */
  private static final class Keeper implements LogCompactor.Index {
    private final Map<String, RecordPlace> places = new HashMap<>();
    private final Map<String, Long> orders = new HashMap<>();
    private final AtomicLong lastOrder = new AtomicLong();
    private final Map<String, byte[]> found = new HashMap<>();
    final Log log;

    Keeper(SimulatedFolder folder) {
      log = Log.open(folder, OPTIONS, new SplittableRandom(1), lastOrder::incrementAndGet, false);
      log.replay((record, damaged) -> found(record));
    }

    private void found(LogRecord record) {
      String key = text(record.key());
      if (record.order() > orders.getOrDefault(key, 0L)) {
        put(key, record.order(), record.place());
        byte[] payload = new byte[record.payloadBytes()];
        record.payload().get(payload);
        found.put(key, payload);
      }
      lastOrder.accumulateAndGet(record.order(), Math::max);
    }

    private void put(String key, long order, RecordPlace place) {
      RecordPlace before = places.put(key, place);
      orders.put(key, order);
      log.needed(place);
      if (before != null) {
        log.notNeeded(before);
      }
    }

    void write(String key, byte[] payload) {
      log.append(
          new LogChange(RecordKind.OBJECT, key.getBytes(StandardCharsets.US_ASCII), new byte[0]) {
            @Override
            protected List<ByteBuffer> payload() {
              return List.of(ByteBuffer.wrap(payload));
            }

            @Override
            protected void apply(long order, RecordPlace place) {
              put(key, order, place);
            }
          });
    }

    RecordPlace place(String key) {
      return requireNonNull(places.get(key));
    }

    void compact() {
      LogCompactor compactor = log.compactor(this);
      while (compactor.step()) {
        // Until there is nothing more to do.
      }
    }

    @Override
    public boolean needs(LogRecord record) {
      return record.order() == orders.getOrDefault(text(record.key()), 0L);
    }

    @Override
    public void moved(LogRecord record, RecordPlace to) {
      put(text(record.key()), record.order(), to);
    }

    private static String text(byte[] key) {
      return new String(key, StandardCharsets.US_ASCII);
    }
  }

  private static byte[] payload(int seed) {
    byte[] bytes = new byte[PAYLOAD_BYTES];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Writes one key again and again, so that only the file written last is needed. */
  private void turnOver(int writes) {
    for (int i = 0; i < writes; i++) {
      keeper.write("a", payload(i));
      keeper.compact();
    }
  }

  private void fillWithSpares() {
    for (int i = 0; i < 30; i++) {
      keeper.write("a" + i, payload(i));
    }
    for (int i = 0; i < 30; i++) {
      keeper.write("a" + i, new byte[0]);
    }
    keeper.compact();
  }

  private void restart() {
    keeper.log.close();
    disk = disk.nothingLost().watch(call -> count(call.kind()));
    keeper = new Keeper(disk);
  }

  private List<String> names(String beginning) {
    return disk.names().stream().filter(name -> name.startsWith(beginning)).toList();
  }

  @Test
  void inTheLongRunNoFileIsMade() {
    turnOver(20);
    long before = creations.get();
    turnOver(40);
    assertEquals(before, creations.get());
    assertTrue(names("spare-").size() <= SpareFiles.MOST, () -> disk.names().toString());
    assertTrue(names("log-").size() <= 2, () -> disk.names().toString());
  }

  @Test
  void atMostTwoAreKept_howeverManyAreEmptied() {
    fillWithSpares();
    assertEquals(SpareFiles.MOST, names("spare-").size());
  }

  @ParameterizedTest
  @EnumSource
  void powerCutAfterAnAcknowledgement_isNoDamage(LossModel model) {
    for (int writes = 20; writes < 30; writes++) {
      turnOver(1);
      keeper.write("b", payload(writes));
      Keeper after = new Keeper(disk.crash(model, writes));
      assertEquals(List.of(), after.log.damages());
      assertArrayEquals(payload(writes), after.found.get("b"));
      after.log.close();
    }
  }

  /** What a former file left is no torn write, what was begun behind the last record is one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 40, 63})
  void somethingBegunBehindTheLastRecord_isATornTail(int where) {
    turnOver(20);
    RecordPlace last = keeper.place("a");
    int tail = last.position() + last.recordBytes();
    SimulatedFolder image = disk.crash(LossModel.ALL_LOST, 1);
    image.damage(LogFiles.name(last.file()), tail + where, 0x55);
    List<StoreDamage> damages = new Keeper(image).log.damages();
    assertEquals(List.of(StoreDamage.Kind.TORN_TAIL), kinds(damages));
    assertEquals(tail, damages.get(0).position());
  }

  /** The seal and the record before it are gone, of which the end of the file says more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void lastRecordAndSealBecameZeros_isDamage(int writes) {
    turnOver(writes);
    RecordPlace last = keeper.place("a");
    String file = LogFiles.name(last.file());
    keeper.log.close();
    SimulatedFolder image = disk.nothingLost();
    byte[] content = image.content(file);
    int end = content.length - LogFormat.FILE_HEADER_BYTES;
    Arrays.fill(content, last.position(), end, (byte) 0);
    List<StoreDamage> damages = new Keeper(image.put(file, content)).log.damages();
    assertEquals(List.of(StoreDamage.Kind.UNREADABLE), kinds(damages));
    assertEquals(last.position(), damages.get(0).position());
    assertEquals(last.recordBytes(), damages.get(0).bytes());
  }

  private static List<StoreDamage.Kind> kinds(List<StoreDamage> damages) {
    return damages.stream().map(StoreDamage::kind).toList();
  }

  /** A crash may bring the former name back, and with it what the file held. */
  @Test
  void formerNameMayComeBack_isNotWrittenOver() {
    for (int i = 0; keeper.log.fileCount() < 2; i++) {
      keeper.write("a", payload(i));
    }
    disk.fail(FaultPlan.every(IoKind.SYNC_FOLDER, Fault.EIO));
    keeper.compact();
    disk.fail(FaultPlan.NONE);
    List<String> mayComeBack = names("spare-");
    assertEquals(1, mayComeBack.size());
    turnOver(20);
    assertTrue(names("spare-").containsAll(mayComeBack), () -> disk.names().toString());
    restart();
    assertEquals(List.of(StoreDamage.Kind.FILE_UNLISTED), kinds(keeper.log.damages()));
    assertArrayEquals(payload(19), keeper.found.get("a"));
    assertTrue(names("spare-").size() <= SpareFiles.MOST, () -> disk.names().toString());
  }

  @Test
  void sparesAreFoundAgain_andThoseOfAnotherLengthReplaced() {
    turnOver(20);
    assertFalse(names("spare-").isEmpty());
    restart();
    turnOver(10); // They can be used once the folder was synced.
    long before = creations.get();
    turnOver(20);
    assertEquals(before, creations.get());
    List<String> shorter = names("spare-");
    shorter.forEach(name -> disk.put(name, new byte[FILE_BYTES / 2]));
    turnOver(20);
    assertEquals(before + shorter.size(), creations.get());
    names("spare-").forEach(name -> assertEquals(FILE_BYTES, disk.content(name).length));
    assertEquals(List.of(), keeper.log.damages());
  }

  @Test
  void onAFullDiskSparesAreGivenUp() {
    fillWithSpares();
    assertEquals(SpareFiles.MOST, names("spare-").size());
    disk.capacity(disk.usedBlocks());
    byte[] large = new byte[FILE_BYTES];
    keeper.write("large", large); // Needs a file of its own, longer than any spare.
    assertEquals(List.of(), names("spare-"));
    restart();
    assertArrayEquals(large, keeper.found.get("large"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "WRITE", "SYNC_FILE", "RENAME"})
  void spareThatCannotBeWrittenOver_isReplacedByANewFile(IoKind kind) {
    turnOver(20);
    List<String> spares = names("spare-");
    assertFalse(spares.isEmpty());
    disk.fail(call -> call.kind() == kind && call.name().startsWith("spare-") ? Fault.EIO : null);
    turnOver(10);
    disk.fail(FaultPlan.NONE);
    assertTrue(Stream.of(names("spare-")).noneMatch(spares::equals), () -> disk.names().toString());
    keeper.write("b", payload(7));
    Keeper after = new Keeper(disk.crash(LossModel.ALL_LOST, 1));
    assertArrayEquals(payload(7), after.found.get("b"));
    assertEquals(List.of(), after.log.damages());
  }
}
