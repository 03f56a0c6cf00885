// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * J08: keys chosen to be alike cost no more than others. The index hashes nothing, so there is no
 * seed to guess; what could be made alike is what it looks at first, the beginnings of keys and the
 * four bytes behind what all keys of a page share. Steps are counted, no time is measured.
 */
class IndexFloodTest {
  private static final int FEW = 1 << 10;
  private static final int MANY = 1 << 14;
  private static final String LONG = "same/".repeat(170);

  /** Ways to choose the key of a number; each gives a set of keys in which all are alike. */
  enum Keys {
    /** One value of {@link String#hashCode}, for whoever thinks that this is a hash table. */
    SAME_HASH,
    SAME_BEGINNING,
    /** The four bytes behind the shared prefix say nothing, on pages near the root. */
    SAME_HEAD,
    EACH_THE_BEGINNING_OF_THE_NEXT,
    ORDINARY;

    String text(int number) {
      return switch (this) {
        case SAME_HASH -> sameHash(number);
        case SAME_BEGINNING -> LONG + String.format("%06d", number);
        case SAME_HEAD -> (number % 2 == 0 ? "a" : "b") + LONG + String.format("%06d", number / 2);
        case EACH_THE_BEGINNING_OF_THE_NEXT -> "x".repeat(1 + number % 850) + number / 850;
        case ORDINARY -> String.format("channel/%04d/seg_%06d.m4s", number % 20, number / 20);
      };
    }

    private static String sameHash(int number) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 20; bit++) {
        text.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
      }
      return text.toString();
    }

    byte[] of(int number) {
      return text(number).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final PagePool pool = new PagePool();
  private final ByteTree tree = new ByteTree(pool);

  private void fill(Keys keys, int from, int to) {
    for (int i = from; i < to; i++) {
      // An odd factor visits every number once, in no order.
      byte[] key = keys.of(i * 7919 & MANY - 1);
      assertTrue(tree.put(key, key.length, new byte[60], 60));
    }
  }

  /** Keys that are compared on the way to a key, at worst. */
  private int mostSteps() {
    return mostSteps(tree.root());
  }

  private int mostSteps(int page) {
    ByteBuffer memory = pool.memory(page);
    int at = pool.offset(page);
    int count = Node.count(memory, at);
    int here = Integer.SIZE - Integer.numberOfLeadingZeros(count);
    int below = 0;
    for (int i = 0; Node.level(memory, at) > 0 && i <= count; i++) {
      below = Math.max(below, mostSteps(Node.child(memory, at, i)));
    }
    return here + below;
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void J08_keysMadeAlike_areFoundInLogarithmicallyManySteps(Keys keys) {
    fill(keys, 0, FEW);
    int few = mostSteps();
    fill(keys, FEW, MANY);
    int many = mostSteps();

    assertEquals(MANY, tree.size());
    assertTrue(few <= 10 + 8, few + " steps among " + FEW);
    assertTrue(many <= 14 + 10, many + " steps among " + MANY);
    assertTrue(many - few <= 4 + 6, "from " + few + " to " + many + " for sixteen times as many");
    for (int i = 0; i < MANY; i += 97) {
      byte[] key = keys.of(i);
      assertEquals(60, tree.get(key, key.length, new byte[60]));
    }
  }

  @Test
  void sameHash_isTheSame() {
    int hash = Keys.sameHash(0).hashCode();
    for (int i = 0; i < MANY; i += 31) {
      assertEquals(hash, Keys.sameHash(i).hashCode());
    }
  }
}
