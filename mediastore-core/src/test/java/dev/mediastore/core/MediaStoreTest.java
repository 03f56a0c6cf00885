// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static dev.mediastore.core.Refusals.messageOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MediaStoreTest {
  private final ManualClock clock = new ManualClock();
  private MediaStore store = builder().build();

  private MediaStoreBuilder builder() {
    return MediaStore.builder().memory(1 << 20).clock(clock).random(new Random(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void createContainer_withoutDelay_isCreatingAtTheFirstLookAndActiveAtTheNext() {
    Container container = store.createContainer("live");

    assertEquals(ContainerStatus.CREATING, container.status());
    assertEquals(ContainerStatus.ACTIVE, container.status());
    assertEquals(ContainerStatus.ACTIVE, store.container("live").orElseThrow().status());
  }

  @Test
  void createContainer_lookedUp_isActiveAtOnce() {
    store.createContainer("live");

    assertEquals(ContainerStatus.ACTIVE, store.container("live").orElseThrow().status());
  }

  @Test
  void createContainer_eager_isActiveInTheAnswer() {
    store.close();
    store = builder().eagerActivation(true).build();

    assertEquals(ContainerStatus.ACTIVE, store.createContainer("live").status());
  }

  @Test
  void createContainer_withDelay_staysCreatingUntilItHasPassed() {
    store.close();
    store = builder().activationDelay(Duration.ofSeconds(10)).build();
    Container container = store.createContainer("live");

    clock.advance(Duration.ofMillis(9_999));
    assertEquals(ContainerStatus.CREATING, container.status());
    assertEquals(
        ErrorCode.CONTAINER_IN_USE,
        codeOf(() -> container.beginUpload(ObjectPath.of("a"), UploadOptions.none())));
    clock.advance(Duration.ofMillis(1));
    assertEquals(ContainerStatus.ACTIVE, container.status());
    container.put(ObjectPath.of("a"), UploadOptions.none(), new byte[1]);
  }

  @Test
  void operation_whileNotActive_saysSoInTheWordsClientsMatch() {
    store.close();
    store = builder().activationDelay(Duration.ofSeconds(10)).build();
    Container container = store.createContainer("live");

    MediaStoreException refusal =
        assertThrows(MediaStoreException.class, () -> container.tag(Map.of("a", "b")));

    assertTrue(
        refusal
            .publicMessage()
            .contains("Container must be ACTIVE in order to perform this operation"));
  }

  @Test
  void createContainer_sameName_isRefusedInTheSameRegionOnly() {
    store.createContainer("live");

    assertEquals(ErrorCode.CONTAINER_IN_USE, codeOf(() -> store.createContainer("live")));
    ContainerArn elsewhere = new ContainerArn("aws", "eu-west-1", "111122223333", "live");
    Container other = store.createContainer(elsewhere, Map.of());
    assertEquals(Optional.of(other), store.container(elsewhere));
    assertEquals(List.of(other), store.containers("111122223333", "eu-west-1"));
    store.createContainer("LIVE");
  }

  @Test
  void createContainer_beyondTheQuota_isRefused() {
    for (int i = 0; i < 100; i++) {
      store.createContainer("c" + i);
    }

    assertEquals(ErrorCode.LIMIT_EXCEEDED, codeOf(() -> store.createContainer("one-more")));
    store.deleteContainer(store.arn("c7"));
    store.createContainer("one-more");
    ContainerArn elsewhere = new ContainerArn("aws", "eu-west-1", "111122223333", "x");
    store.createContainer(elsewhere, Map.of());
  }

  @Test
  void containers_manyNames_areInByteOrder() {
    for (String name : List.of("b", "B", "a-1", "a", "_", "a1")) {
      store.createContainer(name);
    }

    assertEquals(
        List.of("B", "_", "a", "a-1", "a1", "b"),
        store.containers("111122223333", "us-east-1").stream().map(Container::name).toList());
  }

  @Test
  void containerById_findsByEndpointIdOnly() {
    Container container = store.createContainer("live");

    assertTrue(container.id().matches("[a-z0-9]{14}"), container.id());
    assertEquals(Optional.of(container), store.containerById(container.id()));
    assertEquals(Optional.empty(), store.containerById("live"));
    assertEquals(Optional.empty(), store.containerById(""));
    assertEquals(Optional.empty(), store.containerById("../x"));
    assertEquals(Optional.empty(), store.containerById(container.id().toUpperCase(Locale.ROOT)));
  }

  @Test
  void deleteContainer_empty_frees_theNameButNeverTheId() {
    Container old = store.createContainer("live");
    store.deleteContainer(old.arn());

    assertEquals(Optional.empty(), store.container("live"));
    assertEquals(Optional.empty(), store.containerById(old.id()));
    Container fresh = store.createContainer("live");
    assertFalse(fresh.id().equals(old.id()));
    assertEquals(ErrorCode.CONTAINER_NOT_FOUND, codeOf(() -> old.head(ObjectPath.of("a"))));
    assertEquals(ContainerStatus.DELETING, old.status());
  }

  @Test
  void deleteContainer_withDelay_showsDeletingUntilItHasPassed() {
    store.close();
    store = builder().deletionDelay(Duration.ofSeconds(5)).build();
    Container container = store.createContainer("live");
    store.deleteContainer(container.arn());

    assertEquals(ContainerStatus.DELETING, store.container("live").orElseThrow().status());
    assertEquals(ErrorCode.CONTAINER_IN_USE, codeOf(() -> store.createContainer("live")));
    assertEquals(ErrorCode.CONTAINER_IN_USE, codeOf(() -> store.deleteContainer(container.arn())));
    clock.advance(Duration.ofSeconds(5));
    assertEquals(Optional.empty(), store.container("live"));
    store.createContainer("live");
  }

  @Test
  void deleteContainer_unknown_isNotFound() {
    assertEquals(
        ErrorCode.CONTAINER_NOT_FOUND, codeOf(() -> store.deleteContainer(store.arn("nope"))));
  }

  @Test
  void deleteContainer_notEmpty_isRefusedAndTheContainerStaysUsable() {
    Container container = store.createContainer("live");
    container.put(ObjectPath.of("deep/down/a"), UploadOptions.none(), new byte[1]);

    assertEquals(ErrorCode.CONTAINER_IN_USE, codeOf(() -> store.deleteContainer(container.arn())));
    assertEquals(ContainerStatus.ACTIVE, container.status());
    assertTrue(container.delete(ObjectPath.of("deep/down/a")));
    store.deleteContainer(container.arn());
  }

  @Test
  void deleteContainer_duringAnUpload_isRefused() {
    Container container = store.createContainer("live");
    try (ObjectUpload upload = container.beginUpload(ObjectPath.of("a"), UploadOptions.none())) {
      upload.append(ByteBuffer.allocate(1));
      assertEquals(
          ErrorCode.CONTAINER_IN_USE, codeOf(() -> store.deleteContainer(container.arn())));
    }
    store.deleteContainer(container.arn());
  }

  @Test
  void deleteContainerWithContent_full_freesEverythingAndTheName() {
    Container container = store.createContainer("live");
    container.put(path("a/b"), UploadOptions.none(), bytes("one"));
    ObjectUpload upload = container.beginUpload(path("c"), UploadOptions.none());
    upload.append(ByteBuffer.allocate(10));

    store.deleteContainerWithContent(container.arn());

    assertEquals(Optional.empty(), store.container("live"));
    assertEquals(ErrorCode.CONFLICT, codeOf(upload::commit));
    assertEquals(0, store.usage().bytesInUse());
    assertEquals(
        ErrorCode.CONTAINER_NOT_FOUND,
        codeOf(() -> store.deleteContainerWithContent(container.arn())));
    assertEquals(Optional.empty(), store.createContainer("live").head(path("a/b")));
  }

  @Test
  void builder_secondValueOrContradiction_namesTheSettings() {
    assertTrue(
        messageOf(IllegalStateException.class, () -> MediaStore.builder().memory(8192).memory(1))
            .contains("memory"));
    String contradiction =
        messageOf(
            IllegalStateException.class,
            () ->
                MediaStore.builder().eagerActivation(true).activationDelay(Duration.ofSeconds(1)));
    assertTrue(contradiction.contains("eagerActivation"), contradiction);
    assertTrue(contradiction.contains("activationDelay"), contradiction);
    assertThrows(
        IllegalArgumentException.class,
        () -> MediaStore.builder().deletionDelay(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> MediaStore.builder().memory(-1));
    assertThrows(MediaStoreException.class, () -> MediaStore.builder().account("12"));
  }

  @Test
  void close_twice_thenEveryOperationSaysClosed() {
    Container container = store.createContainer("live");
    container.put(ObjectPath.of("a"), UploadOptions.none(), new byte[1]);
    store.close();
    store.close();

    assertEquals(ErrorCode.CLOSED, codeOf(() -> store.createContainer("x")));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store.container("live")));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> container.open(ObjectPath.of("a"))));
  }

  @Test
  void twoOrigins_shareNothing() {
    try (MediaStore other = builder().build()) {
      store.createContainer("live").put(path("a"), UploadOptions.none(), bytes("one"));

      assertEquals(Optional.empty(), other.container("live"));
    }
  }

  @Test
  void put_thenOpen_givesTheSameBytes() {
    Container container = store.createContainer("live");
    container.put(path("a/b"), UploadOptions.none(), bytes("hello"));

    try (ObjectLease lease = container.open(path("a/b")).orElseThrow()) {
      ByteBuffer target = ByteBuffer.allocate(10);
      assertEquals(5, lease.read(0, target));
      assertEquals(-1, lease.read(5, target));
      assertArrayEquals(bytes("hello"), java.util.Arrays.copyOf(target.array(), 5));
    }
  }

  private static ObjectPath path(String path) {
    return ObjectPath.of(path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
