// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.LifecycleRule;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.StoredDocument;
import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Containers: their records, dropping them, and the end of the store. */
abstract class CatalogueContract extends ListingContract {
  private static final ContainerRecord LIVE = record("live", "idlive");

  private Catalogue catalogue() {
    return store().catalogue();
  }

  @Test
  void create_newContainer_isFoundByNameAndId() {
    assertTrue(catalogue().create(LIVE));

    assertEquals(Optional.of(LIVE), catalogue().find(LIVE.arn()));
    assertEquals(Optional.of(LIVE), catalogue().find(LIVE.id()));
    assertTrue(catalogue().list().contains(LIVE));
    assertEquals(Optional.empty(), catalogue().find(new ContainerId("unknown")));
  }

  @Test
  void create_nameOrIdTaken_changesNothing() {
    catalogue().create(LIVE);

    assertFalse(catalogue().create(record("live", "otherid")));
    assertFalse(catalogue().create(record("other", "idlive")));
    assertEquals(Optional.of(LIVE), catalogue().find(LIVE.arn()));
    assertEquals(Optional.empty(), catalogue().find(new ContainerId("otherid")));
    assertEquals(2, catalogue().list().size());
  }

  @Test
  void replace_fromTheNewest_keepsEveryField() {
    catalogue().create(LIVE);
    LifecycleRule rule =
        new LifecycleRule(
            List.of(PathPattern.wildcard("*.ts")),
            LifecycleRule.AgeUnit.SECONDS,
            LifecycleRule.Comparison.GREATER,
            15,
            LifecycleRule.Action.EXPIRE);
    ContainerRecord next =
        LIVE.withDocuments(
            Map.of(
                DocumentKind.CORS_POLICY,
                new StoredDocument("[ ä\n]", 2),
                DocumentKind.LIFECYCLE_POLICY,
                new StoredDocument("{}", 3)),
            List.of(rule));
    assertTrue(catalogue().replace(LIVE, next));
    ContainerRecord last = next.withTags(Map.of("k", "v", "flag", ""));
    assertTrue(catalogue().replace(next, last));
    ContainerRecord deleting =
        last.withStatus(ContainerStatus.DELETING, Instant.parse("2026-03-03T03:03:03.003Z"));
    assertTrue(catalogue().replace(last, deleting));
    ContainerRecord logged = deleting.withAccessLogging(true);
    assertTrue(catalogue().replace(deleting, logged));

    assertEquals(Optional.of(logged), catalogue().find(LIVE.id()));
    assertEquals(Optional.of(logged), catalogue().find(LIVE.arn()));
  }

  @Test
  void replace_fromAnOlderRevision_isRefused() {
    catalogue().create(LIVE);
    ContainerRecord first = LIVE.withAccessLogging(true);
    catalogue().replace(LIVE, first);

    assertFalse(catalogue().replace(LIVE, LIVE.withTags(Map.of("a", "b"))));
    assertEquals(Optional.of(first), catalogue().find(LIVE.id()));
  }

  @Test
  void remove_newestOnly_freesTheName() {
    catalogue().create(LIVE);
    ContainerRecord next = LIVE.withAccessLogging(true);
    catalogue().replace(LIVE, next);

    assertFalse(catalogue().remove(LIVE));
    assertTrue(store().drop(LIVE.id()));
    assertTrue(catalogue().remove(next));
    assertFalse(catalogue().remove(next));
    assertEquals(Optional.empty(), catalogue().find(LIVE.arn()));
    assertFalse(catalogue().replace(next, next.withAccessLogging(false)));
    assertTrue(catalogue().create(record("live", "idlivenew")));
  }

  @Test
  void drop_withAnObject_isRefused() {
    main().put("a/b", new byte[1]);

    assertFalse(store().drop(main().container()));
    main().put("still", new byte[1]);
    assertEquals(List.of("a/", "still"), main().list(""));
  }

  @Test
  void drop_withAnObjectThatIsNotListed_isRefused() {
    main().put("a", new byte[1], StoreDriver.TIME);

    assertFalse(store().drop(main().container()));
  }

  @Test
  void drop_withAnOpenWriter_isRefused() {
    try (ObjectWriter writer = main().writer("a")) {
      assertFalse(store().drop(main().container()));
      writer.append(ByteBuffer.allocate(1));
    }
    assertTrue(store().drop(main().container()));
  }

  @Test
  void drop_empty_takesNoMoreWriters() {
    main().put("a", new byte[1]);
    main().delete("a");

    assertTrue(store().drop(main().container()));
    assertTrue(store().drop(main().container()), "dropped already");
    assertEquals(ErrorCode.CONTAINER_NOT_FOUND, codeOf(() -> main().writer("a")));
    assertEquals(Optional.empty(), main().get("a"));
  }

  @Test
  void dropWithContent_anything_showsNothingAndTakesNothing() {
    main().put("a/b", new byte[100]);
    main().put("transient", new byte[100], StoreDriver.TIME);
    store().dropWithContent(main().container());
    store().dropWithContent(main().container());

    assertEquals(Optional.empty(), main().get("a/b"));
    assertEquals(Optional.empty(), main().head("transient"));
    assertEquals(List.of(), main().list(""));
    assertEquals(List.of(), main().walk(10));
    assertFalse(main().delete("a/b"));
    assertEquals(ErrorCode.CONTAINER_NOT_FOUND, codeOf(() -> main().writer("c")));
    assertTrue(store().drop(main().container()), "dropped already");
  }

  @Test
  void dropWithContent_duringUploads_endsThem() {
    try (ObjectWriter standard = main().writer("a");
        ObjectWriter growing = main().streaming("b");
        ObjectWriter hidden = main().streaming("c")) {
      standard.append(ByteBuffer.allocate(10));
      growing.append(ByteBuffer.allocate(10));
      try (ObjectLease lease = main().lease("b")) {
        store().dropWithContent(main().container());
        assertEquals(LeaseState.WITHDRAWN, lease.state());
      }
      assertEquals(ErrorCode.CONFLICT, codeOf(() -> standard.commit(StoreDriver.seal(null))));
      assertEquals(ErrorCode.CONFLICT, codeOf(() -> growing.append(ByteBuffer.allocate(1))));
      assertEquals(ErrorCode.CONFLICT, codeOf(() -> hidden.commit(StoreDriver.seal(null))));
    }
    assertEquals(Optional.empty(), main().get("a"));
  }

  @Test
  void dropWithContent_whileRead_leavesTheReaderAlone() {
    byte[] content = Content.of(1, 10_000);
    main().put("a", content);
    StoreDriver other = newContainer("other");
    other.put("a", Content.of(2));
    try (ObjectLease lease = main().lease("a")) {
      store().dropWithContent(main().container());
      other.put("b", Content.of(3, 10_000));
      assertArrayEquals(content, StoreDriver.available(lease));
    }
    assertArrayEquals(Content.of(2), other.get("a").orElseThrow());
  }

  @Test
  void unknownContainer_isEmptyAndTakesNoWriters() {
    StoreDriver unknown = new StoreDriver(store(), new ContainerId("unknown"));

    assertEquals(ErrorCode.CONTAINER_NOT_FOUND, codeOf(() -> unknown.writer("a")));
    assertEquals(Optional.empty(), unknown.get("a"));
    assertEquals(Optional.empty(), unknown.head("a"));
    assertFalse(unknown.delete("a"));
    assertEquals(List.of(), unknown.list(""));
    assertEquals(List.of(), unknown.walk(10));
    assertTrue(store().drop(unknown.container()));
    store().dropWithContent(unknown.container());
  }

  @Test
  void close_anything_saysClosed() {
    main().put("a", new byte[1]);
    ObjectPath path = ObjectPath.of("a");
    ContainerId container = main().container();
    closeStore();
    closeStore();

    assertEquals(ErrorCode.CLOSED, codeOf(() -> main().writer("a")));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().open(container, path)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().head(container, path)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> main().delete("a")));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().list(container, FolderPath.ROOT, null, 1)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().walk(container, null, 1)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().reclaimExpired(Instant.MAX, 1)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().drop(container)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> store().dropWithContent(container)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> catalogue().find(container)));
    assertEquals(ErrorCode.CLOSED, codeOf(() -> catalogue().create(LIVE)));
  }

  @Test
  void close_withOpenLease_givesTheSameBytesOrSaysClosed() {
    byte[] content = Content.of(1, 10_000);
    main().put("a", content);
    try (ObjectLease lease = main().lease("a")) {
      closeStore();
      try {
        assertArrayEquals(content, StoreDriver.available(lease));
      } catch (MediaStoreException e) {
        assertEquals(ErrorCode.CLOSED, e.code());
      }
    }
  }

  @Test
  void close_withOpenWriter_refusesItButLetsItEnd() {
    try (ObjectWriter writer = main().streaming("a")) {
      writer.append(ByteBuffer.allocate(10));
      closeStore();
      assertEquals(ErrorCode.CLOSED, codeOf(() -> writer.append(ByteBuffer.allocate(1))));
      assertEquals(ErrorCode.CLOSED, codeOf(() -> writer.commit(StoreDriver.seal(null))));
    }
  }

  @Test
  void capabilities_areAlwaysTheSame() {
    assertEquals(Set.of(store().capabilities()), Set.of(store().capabilities()));
    main().put("a", new byte[1]);
    long capacity = store().capabilities().capacityBytes();
    assertTrue(capacity == -1 || capacity >= store().usage().bytesInUse());
  }
}
