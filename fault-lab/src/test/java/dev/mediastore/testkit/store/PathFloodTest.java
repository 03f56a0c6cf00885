// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * J08: paths of one hash. The index outside the heap hashes nothing ({@code IndexFloodTest}); on
 * the heap, what is on its way in stands in hash tables of the JDK, whose hash of a text has no
 * seed. They keep what collides in a balanced tree, if it has an order of its own.
 */
class PathFloodTest {
  private static final int PATHS = 1 << 11;

  private static String colliding(int number) {
    StringBuilder path = new StringBuilder("live/");
    for (int bit = 0; bit < 11; bit++) {
      path.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
    }
    return path.toString();
  }

  private static Object field(Object owner, Class<?> declaring, String name) throws Exception {
    Field field = declaring.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  private static @Nullable Object fieldOrNull(Object owner, String name) throws Exception {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  /** Keys that are compared on the way to a key of a map, at worst. */
  private static int mostSteps(Map<?, ?> map) throws Exception {
    int most = 0;
    for (Object bin : (Object[]) field(map, HashMap.class, "table")) {
      if (bin != null && bin.getClass().getSimpleName().equals("TreeNode")) {
        most = Math.max(most, height(bin));
      } else {
        most = Math.max(most, length(bin));
      }
    }
    return most;
  }

  private static int height(@Nullable Object node) throws Exception {
    return node == null
        ? 0
        : 1 + Math.max(height(fieldOrNull(node, "left")), height(fieldOrNull(node, "right")));
  }

  private static int length(@Nullable Object first) throws Exception {
    int length = 0;
    for (Object node = first; node != null; node = fieldOrNull(node, "next")) {
      length++;
    }
    return length;
  }

  @Test
  void J08_growingUploadsOfCollidingPaths_areFoundInLogarithmicallyManySteps() throws Exception {
    OffHeapOptions options = OffHeapOptions.ofCapacity(4 << 20).withGeometry(1 << 20, 64);
    try (SegmentStore store = OffHeapStores.memory(options)) {
      store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
      StoreDriver driver = new StoreDriver(store, Script.MAIN);
      List<ObjectWriter> writers = new ArrayList<>();
      for (int i = 0; i < PATHS; i++) {
        assertEquals(
            ObjectPath.of(colliding(0)).hashCode(), ObjectPath.of(colliding(i)).hashCode());
        writers.add(driver.streaming(colliding(i)));
      }
      Map<?, ?> spaces = (Map<?, ?>) field(store, store.getClass(), "spaces");
      Object space = assertPresent(spaces.get(Script.MAIN));
      Map<?, ?> growing = (Map<?, ?>) field(space, space.getClass(), "growing");
      assertEquals(PATHS, growing.size());
      int most = mostSteps(growing);
      assertTrue(most <= 2 * 11 + 2, most + " steps among " + PATHS);
      writers.forEach(ObjectWriter::close);
    }
  }

  private static Object assertPresent(@Nullable Object value) {
    assertNotNull(value);
    return value;
  }

  /** Without it the trees would still be balanced, and be searched whole. */
  @Test
  void J08_pathsHaveAnOrderThatHashTablesUse() {
    boolean found = false;
    for (Type type : ObjectPath.class.getGenericInterfaces()) {
      found |=
          type instanceof ParameterizedType order
              && order.getRawType() == Comparable.class
              && order.getActualTypeArguments()[0] == ObjectPath.class;
    }
    assertTrue(found);
  }
}
