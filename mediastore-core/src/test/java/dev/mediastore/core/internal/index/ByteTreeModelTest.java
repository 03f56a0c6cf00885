// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A tree of tiny pages against a sorted map on the heap. */
class ByteTreeModelTest {
  private static final String[] FOLDERS = {
    "", "a/", "channel/0001/hls/", "channel/0001/hls/1080p/seg_", "channel/0001/hls/1080p/", "z"
  };

  /** How the keys of one sequence are made: they decide how pages split and compress. */
  private enum Keys {
    PATHS {
      @Override
      byte[] key(Random random, int most) {
        String folder = FOLDERS[random.nextInt(FOLDERS.length)];
        String name = String.format("%s%05d.m4s", folder, random.nextInt(400));
        return name.getBytes(StandardCharsets.US_ASCII);
      }
    },
    LONG_PREFIXES {
      @Override
      byte[] key(Random random, int most) {
        int shared = random.nextInt(4) * most / 4;
        byte[] key = new byte[Math.min(most, shared + 1 + random.nextInt(6))];
        Arrays.fill(key, (byte) 'p');
        for (int i = shared; i < key.length; i++) {
          key[i] = (byte) (random.nextInt(4) * 85);
        }
        return key;
      }
    },
    TINY {
      @Override
      byte[] key(Random random, int most) {
        byte[] key = new byte[1 + random.nextInt(3)];
        for (int i = 0; i < key.length; i++) {
          key[i] = (byte) (random.nextInt(8) * 37 - 1 + random.nextInt(2));
        }
        return key;
      }
    },
    ANY_LENGTH {
      @Override
      byte[] key(Random random, int most) {
        byte[] key = new byte[1 + random.nextInt(most)];
        random.nextBytes(key);
        for (int i = 0; i < Math.min(key.length, 30); i++) {
          key[i] = (byte) (random.nextInt(40) == 0 ? 0xFF : 0);
        }
        return key;
      }
    };

    abstract byte[] key(Random random, int most);
  }

  private final TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  @Property(tries = 120)
  void anySequence_answersAsASortedMap(
      @ForAll Keys keys,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int sizeClass,
      @ForAll boolean refusals) {
    Random random = new Random(seed);
    PagePool pool = new PagePool(256 << sizeClass, Long.MAX_VALUE);
    ByteTree tree = new ByteTree(pool);
    model.clear();
    for (int phase = 0; phase < 12; phase++) {
      int puts = random.nextInt(11); // of ten operations
      for (int i = 0; i < 200; i++) {
        pool.limitPages(refusals ? pool.pagesInUse() + random.nextInt(7) : Long.MAX_VALUE);
        step(keys, random, tree, random.nextInt(10) < puts);
      }
      TreeInspection.of(tree, pool);
      checkAll(tree);
      checkSkips(keys, random, tree);
    }
    tree.clear();
    assertEquals(0, tree.size());
    assertEquals(0, pool.pagesInUse());
    assertEquals(0, tree.bytes());
  }

  private void step(Keys keys, Random random, ByteTree tree, boolean puts) {
    byte[] key = keys.key(random, tree.maxKeyLength());
    if (!puts && !model.isEmpty() && random.nextInt(3) > 0) {
      byte[] there = model.ceilingKey(key);
      key = there == null ? model.lastKey() : there;
    }
    byte[] before = model.get(key);
    assertArrayEquals(before, tree.get(key));
    if (puts) {
      byte[] value = value(random);
      try {
        assertEquals(before == null, tree.put(key, key.length, value, value.length));
        model.put(key, value);
      } catch (MediaStoreException e) {
        assertEquals(ErrorCode.STORE_FULL, e.code());
      }
    } else {
      assertEquals(before != null, tree.remove(key, key.length));
      model.remove(key);
    }
    assertEquals(model.size(), tree.size());
    assertArrayEquals(model.get(key), tree.get(key));
  }

  /** Lengths at and around every boundary of every page size tried. */
  private static byte[] value(Random random) {
    int[] around = {0, 1, 8, 48, 64, 126, 128, 252, 256, 504, 1020, 1024};
    int length =
        random.nextInt(3) == 0
            ? Math.max(0, around[random.nextInt(around.length)] + random.nextInt(5) - 2)
            : random.nextInt(20);
    byte[] value = new byte[length];
    random.nextBytes(value);
    return value;
  }

  private void checkAll(ByteTree tree) {
    Cursor cursor = tree.seek(new byte[0], 0);
    byte[] buffer = new byte[2048];
    for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
      assertTrue(cursor.isValid());
      assertArrayEquals(entry.getKey(), Arrays.copyOf(cursor.key(), cursor.keyLength()));
      assertEquals(entry.getValue().length, cursor.valueLength());
      int length = cursor.copyValue(buffer);
      assertArrayEquals(entry.getValue(), Arrays.copyOf(buffer, length));
      assertArrayEquals(entry.getValue(), tree.get(entry.getKey()));
      cursor.next();
    }
    assertFalse(cursor.isValid());
  }

  /** One cursor seeks forward, backward and steps in between. */
  private void checkSkips(Keys keys, Random random, ByteTree tree) {
    byte[] first = {0};
    Cursor cursor = tree.seek(first, 1);
    byte[] at = model.ceilingKey(first);
    for (int i = 0; i < 60; i++) {
      if (at != null && random.nextBoolean()) {
        at = model.higherKey(at);
        assertEquals(at != null, cursor.next());
      } else {
        byte[] target = keys.key(random, tree.maxKeyLength());
        if (at != null && random.nextBoolean()) {
          target = Arrays.copyOf(at, at.length); // a near one: the same page
          target[target.length - 1] += (byte) random.nextInt(3);
        }
        at = model.ceilingKey(target);
        assertEquals(at != null, cursor.seek(target, target.length));
      }
      if (at == null) {
        assertFalse(cursor.isValid());
      } else {
        assertArrayEquals(at, Arrays.copyOf(cursor.key(), cursor.keyLength()));
      }
    }
  }

  /** The page is refused at every step at which one is asked for; nothing may have changed. */
  @Property(tries = 30)
  void refusedPut_leavesTheTreeAsItWas(@ForAll Keys keys, @ForAll long seed) {
    Random random = new Random(seed);
    PagePool pool = new PagePool(256, Long.MAX_VALUE);
    ByteTree tree = new ByteTree(pool);
    model.clear();
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] key = keys.key(random, tree.maxKeyLength());
      byte[] value = value(random);
      for (int spare = 0; ; spare++) {
        pool.limitPages(pool.pagesInUse() + spare);
        try {
          tree.put(key, key.length, value, value.length);
          break;
        } catch (MediaStoreException e) {
          refused++;
          assertArrayEquals(model.get(key), tree.get(key));
          TreeInspection.of(tree, pool);
        }
      }
      model.put(key, value);
    }
    assertTrue(refused > 0);
    checkAll(tree);
    pool.limitPages(0);
    for (byte[] key : model.keySet()) {
      assertTrue(tree.remove(key, key.length), "removal needs no page");
    }
    assertNull(tree.get(new byte[] {1}));
    assertEquals(0, pool.pagesInUse());
  }
}
