// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mediastore.core.spi.OffHeapOptions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResidentsTest {
  private static final int LENGTH = 10;

  /** Versions so far apart take each other's place. */
  private static final int SAME_PLACE = 512;

  private final SlabPool pool = new SlabPool(new OffHeapOptions(1 << 16, 1 << 12, 16, false));
  private final Residents residents = new Residents(pool);
  private final Map<Long, byte[]> locations = new HashMap<>();

  @Test
  void hold_soonAgain_isWhatWasHeldBefore() {
    store(7);
    ObjectBytes first = hold(7);
    first.letGo();

    ObjectBytes again = hold(7);
    assertSame(first, again);
    assertEquals(7, firstByte(again));
    again.letGo();
  }

  @Test
  void hold_ofAWholeLiveWindow_isKeptForAll() {
    Orders orders = new Orders();
    Map<Long, ObjectBytes> held = new HashMap<>();
    for (int i = 0; i < 240; i++) {
      long order = orders.next();
      store(order);
      ObjectBytes bytes = hold(order);
      bytes.letGo();
      held.put(order, bytes);
    }

    held.forEach(
        (order, bytes) -> {
          assertSame(bytes, hold(order));
          bytes.letGo();
        });
  }

  @Test
  void hold_afterAnotherTookItsPlace_isMadeAnewOfTheSameRoom() {
    store(7);
    store(7 + SAME_PLACE);
    ObjectBytes first = hold(7);
    first.letGo();
    hold(7 + SAME_PLACE).letGo();

    ObjectBytes again = hold(7);
    assertNotSame(first, again);
    assertEquals(7, firstByte(again));
    again.letGo();
  }

  @Test
  void hold_whileAnotherTakesItsPlace_isNotForgotten() {
    store(7 + SAME_PLACE);
    store(7);
    ObjectBytes held = hold(7);
    hold(7 + SAME_PLACE).letGo();

    ObjectBytes second = hold(7);
    assertSame(held, second, "two of them would give the room back twice");
    held.letGo();
    second.letGo();
  }

  @Test
  void release_ofWhatNobodyHolds_givesTheRoomBack() {
    store(7);
    hold(7).letGo();

    residents.release(7, location(7));
    assertEquals(0, pool.bytesInUse());
  }

  @Test
  void release_ofWhatIsHeld_leavesTheRoomToItsHolder() {
    store(7);
    ObjectBytes held = hold(7);

    residents.release(7, location(7));
    assertEquals(16, pool.bytesInUse());
    assertEquals(7, firstByte(held));
    held.letGo();
    assertEquals(0, pool.bytesInUse());
  }

  /** Whatever is read in which order: bytes are those of the version, and all room comes back. */
  @Property(tries = 300)
  void anyReadsAndReleases_keepBytesAndRoom(
      @ForAll @Size(max = 60) java.util.List<@IntRange(max = 11) Integer> steps) {
    Residents some = new Residents(pool);
    Map<Long, byte[]> stored = new HashMap<>();
    Map<Long, ObjectBytes> held = new HashMap<>();
    Map<ObjectBytes, Long> outliving = new HashMap<>();
    for (int step : steps) {
      long order = 1 + step % 2 + (long) SAME_PLACE * (step / 4);
      if (!stored.containsKey(order)) {
        stored.put(order, store(some, order));
      } else if (step % 4 < 2) {
        ObjectBytes before = held.remove(order);
        if (before != null) {
          before.letGo();
        } else {
          ObjectBytes bytes = some.hold(order, LENGTH, stored.get(order));
          assertEquals(mark(order), firstByte(bytes));
          held.put(order, bytes);
        }
      } else {
        some.release(order, stored.remove(order));
        ObjectBytes before = held.remove(order);
        if (before != null) {
          outliving.put(before, order);
        }
      }
    }
    outliving.forEach((bytes, order) -> assertEquals(mark(order), firstByte(bytes)));
    outliving.keySet().forEach(ObjectBytes::letGo);
    held.values().forEach(ObjectBytes::letGo);
    stored.forEach(some::release);
    assertEquals(0, pool.bytesInUse());
  }

  private void store(long order) {
    locations.put(order, store(residents, order));
  }

  /** Ten bytes, all the order's mark. */
  private byte[] store(Residents among, long order) {
    ObjectBytes bytes = ObjectBytes.reserve(pool, LENGTH);
    byte[] content = new byte[LENGTH];
    java.util.Arrays.fill(content, mark(order));
    bytes.append(ByteBuffer.wrap(content));
    among.enter(order, bytes);
    byte[] location = SlabLocation.encode(bytes.pieces());
    bytes.letGo();
    return location;
  }

  private static byte mark(long order) {
    return (byte) (order % SAME_PLACE + 50 * (order / SAME_PLACE));
  }

  private ObjectBytes hold(long order) {
    return residents.hold(order, LENGTH, location(order));
  }

  private byte[] location(long order) {
    return java.util.Objects.requireNonNull(locations.get(order));
  }

  private static byte firstByte(ObjectBytes bytes) {
    return bytes.view(0, 1).get(0);
  }
}
