// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** N13: listeners and watchers that throw, call back into the origin, or do not return. */
@Timeout(60)
class CallbackThreatsTest {
  private static final ObjectPath PATH = ObjectPath.of("a");

  @TempDir Path folder;

  private MediaStore origin(boolean inFolder, UnaryOperator<MediaStoreBuilder> more) {
    MediaStoreBuilder builder = MediaStore.builder();
    return more.apply(inFolder ? builder.directory(folder) : builder.memory(4 << 20)).build();
  }

  private static Container container(MediaStore store) {
    Container container = store.createContainer("live");
    container.requireActive();
    return container;
  }

  private static ObjectMetadata put(Container container, ObjectPath path) {
    return container.put(path, UploadOptions.none(), new byte[10]);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void N13_listenerThatThrows_failsNoChange_andTheNextIsTold(boolean inFolder) {
    List<MediaStoreEvent> told = new CopyOnWriteArrayList<>();
    MediaStoreListener broken =
        event -> {
          throw new IllegalStateException("broken");
        };
    MediaStoreListener wrong =
        event -> {
          throw new AssertionError("wrong");
        };
    try (MediaStore store =
        origin(inFolder, builder -> builder.listener(broken).listener(wrong).listener(told::add))) {
      Container live = container(store);
      put(live, PATH);
      assertTrue(live.delete(PATH));
      assertEquals(3, told.size(), told::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void N13_listenerThatChangesTheOriginItself_isTold_ofThatToo(boolean inFolder) {
    List<String> told = new ArrayList<>();
    List<Container> made = new ArrayList<>();
    MediaStoreListener copies =
        event -> {
          told.add(event.getClass().getSimpleName());
          if (event instanceof MediaStoreEvent.ObjectUpdated updated
              && updated.object().path().equals(PATH)) {
            put(made.get(0), ObjectPath.of("copy"));
            made.get(0).delete(PATH);
            made.get(0).tag(Map.of("copied", "yes"));
          }
        };
    try (MediaStore store = origin(inFolder, builder -> builder.listener(copies))) {
      made.add(container(store));
      put(made.get(0), PATH);
      assertTrue(made.get(0).head(ObjectPath.of("copy")).isPresent());
      assertTrue(made.get(0).head(PATH).isEmpty());
      assertEquals("yes", made.get(0).tags().get("copied"));
    }
    assertEquals(
        List.of("ContainerCreated", "ObjectUpdated", "ObjectUpdated", "ObjectRemoved"), told);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void N13_watcherThatThrowsOrWrites_harmsNeitherUploadNorTheOtherWatchers(boolean inFolder) {
    List<String> woken = new ArrayList<>();
    try (MediaStore store = origin(inFolder, builder -> builder)) {
      Container live = container(store);
      try (ArrivalWatch broken =
              live.onArrival(
                  PATH,
                  () -> {
                    throw new IllegalStateException("broken");
                  });
          ArrivalWatch writing = live.onArrival(PATH, () -> put(live, ObjectPath.of("b")));
          ArrivalWatch other = live.onArrival(ObjectPath.of("b"), () -> woken.add("b"));
          ArrivalWatch last = live.onArrival(PATH, () -> woken.add("a"))) {
        assertEquals(10, put(live, PATH).lengthBytes());
        assertTrue(live.head(ObjectPath.of("b")).isPresent());
      }
    }
    assertEquals(List.of("b", "a"), woken);
  }

  /** The thread that it holds is the one that made the change; nobody else waits for it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void N13_listenerThatDoesNotReturn_holdsUpOneChangeOnly(boolean inFolder) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    MediaStoreListener slow =
        event -> {
          if (event instanceof MediaStoreEvent.ObjectUpdated updated
              && updated.object().path().equals(PATH)) {
            held.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (MediaStore store = origin(inFolder, builder -> builder.listener(slow))) {
      Container live = container(store);
      Thread uploader = new Thread(() -> put(live, PATH));
      uploader.start();
      held.await();
      assertTrue(live.head(PATH).isPresent(), "told after the fact");
      put(live, ObjectPath.of("other"));
      assertTrue(live.delete(ObjectPath.of("other")));
      assertEquals(1, live.list(FolderPath.ROOT, null, 10).items().size());
      store.createContainer("another").requireActive();
      go.countDown();
      uploader.join();
    }
  }

  @Test
  void N13_listenerThatClosesTheOrigin_endsTheChangeInOrder() {
    List<MediaStore> made = new ArrayList<>();
    MediaStoreListener closes =
        event -> {
          if (event instanceof MediaStoreEvent.ObjectUpdated) {
            made.get(0).close();
          }
        };
    made.add(origin(true, builder -> builder.listener(closes)));
    Container live = container(made.get(0));
    assertEquals(10, put(live, PATH).lengthBytes());
    assertEquals(ErrorCode.CLOSED, Refusals.codeOf(() -> put(live, PATH)));
    try (MediaStore again = origin(true, builder -> builder)) {
      assertTrue(again.container("live").orElseThrow().head(PATH).isPresent());
    }
  }
}
