// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is listed, in which order, page by page; and what expires. */
abstract class ListingContract extends GrowthContract {
  private static final Instant SOON = StoreDriver.TIME.plusSeconds(10);

  private void putAll(String... paths) {
    for (String path : paths) {
      main().put(path, new byte[1]);
    }
  }

  @Test
  void list_mixedNames_areInByteOrder() {
    putAll("b", "a/x", "a", "a-b", "a.b", "a/y/z", "B", "a0", "_", "~", "a:b", "a=b", "ab/c");

    assertEquals(
        List.of("B", "_", "a", "a/", "a-b", "a.b", "a0", "a:b", "a=b", "ab/", "b", "~"),
        main().list(""));
    assertEquals(List.of("x", "y/"), main().list("a"));
    assertEquals(List.of("z"), main().list("a/y"));
    assertEquals(List.of("c"), main().list("ab"));
  }

  @Test
  void list_anyPageSize_givesEachRowOnce() {
    putAll("a", "a/1", "a/2", "a-b", "b/1", "b/2/3", "c", "d/e/f/g", "d.e", "e");
    List<String> whole = main().list("");

    for (int size = 1; size <= whole.size() + 1; size++) {
      assertEquals(whole, main().list("", size), "pages of " + size);
    }
  }

  @Test
  void list_lastPageExactlyFull_hasNoNext() {
    putAll("a", "b/1");

    Listing page = store().list(main().container(), FolderPath.ROOT, null, 2);
    assertEquals(2, page.items().size());
    assertNull(page.next());
    assertEquals(
        new ListingCursor("a", ItemType.OBJECT),
        store().list(main().container(), FolderPath.ROOT, null, 1).next());
  }

  @Test
  void list_afterARowThatIsGone_goesOnBehindIt() {
    putAll("a", "c", "b/1");
    ListingCursor afterB = new ListingCursor("b", ItemType.FOLDER);
    ListingCursor afterObjectB = new ListingCursor("b", ItemType.OBJECT);

    assertEquals(List.of("b", "c"), names(afterObjectB));
    assertEquals(List.of("c"), names(afterB));
    main().delete("b/1");
    assertEquals(List.of("c"), names(afterB));
    assertEquals(List.of("c"), names(afterObjectB));
    assertEquals(List.of(), names(new ListingCursor("z", ItemType.OBJECT)));
  }

  private List<String> names(ListingCursor after) {
    return store().list(main().container(), FolderPath.ROOT, after, 100).items().stream()
        .map(Item::name)
        .toList();
  }

  @Test
  void list_unknownFolderOrObject_isEmpty() {
    putAll("a/b", "ab");

    for (String folder : List.of("x", "a/b", "a/x", "ab", "A")) {
      assertEquals(List.of(), main().list(folder), folder);
    }
  }

  @Test
  void list_elevenLevels_eachShowsTheNext() {
    putAll("1/2/3/4/5/6/7/8/9/10/11");

    String folder = "";
    for (int level = 1; level <= 10; level++) {
      assertEquals(List.of(level + "/"), main().list(folder));
      folder = folder.isEmpty() ? "" + level : folder + "/" + level;
    }
    assertEquals(List.of("11"), main().list(folder));
  }

  @Test
  void list_lastObjectOfAFolderDeleted_foldersVanishWithIt() {
    putAll("a/b/c", "a/d");

    main().delete("a/b/c");
    assertEquals(List.of("d"), main().list("a"));
    main().delete("a/d");
    assertEquals(List.of(), main().list(""));
  }

  @Test
  void list_overwritten_showsTheNewVersion() {
    putAll("a");
    ObjectMetadata second = main().put("a", new byte[2]);

    assertEquals(
        List.of(new Item.ObjectItem(second)),
        store().list(main().container(), FolderPath.ROOT, null, 10).items());
  }

  @Test
  void list_growing_isNotShownUntilComplete() {
    try (ObjectWriter writer = main().streaming("a/b")) {
      writer.append(ByteBuffer.allocate(1));
      assertEquals(List.of(), main().list(""));
      writer.commit(StoreDriver.seal(null));
    }
    assertEquals(List.of("a/"), main().list(""));
  }

  @Test
  void list_completeBeneathAGrowingOne_isStillShown() {
    ObjectMetadata complete = main().put("a", new byte[1]);
    try (ObjectWriter writer = main().streaming("a")) {
      writer.append(ByteBuffer.allocate(5));
      assertEquals(
          List.of(new Item.ObjectItem(complete)),
          store().list(main().container(), FolderPath.ROOT, null, 10).items());
    }
  }

  @Test
  void list_objectsThatExpire_areNotShownNorTheirFolders() {
    main().put("a/transient", new byte[1], SOON);
    main().put("b/transient", new byte[1], SOON);
    putAll("b/lasting");

    assertEquals(List.of("b/"), main().list(""));
    assertEquals(List.of("lasting"), main().list("b"));
    assertEquals(List.of(), main().list("a"));
    main().put("b/lasting", new byte[1], SOON);
    assertEquals(List.of(), main().list(""));
    putAll("a/transient");
    assertEquals(List.of("a/"), main().list(""));
  }

  @Test
  void walk_anyStep_visitsWhatIsListedInPathOrder() {
    putAll("b", "a/x", "a", "a-b", "a/y/z", "a/y", "c/d/e");
    main().put("a/transient", new byte[1], SOON);
    List<String> expected = List.of("a", "a/x", "a/y", "a/y/z", "a-b", "b", "c/d/e");

    for (int step = 1; step <= 8; step++) {
      assertEquals(expected, main().walk(step), "steps of " + step);
    }
  }

  @Test
  void reclaimExpired_removesWhatIsDueAndNothingElse() {
    main().put("due", new byte[100], SOON);
    main().put("later", new byte[100], SOON.plusMillis(1));
    putAll("never");

    store().reclaimExpired(SOON.minusMillis(1), 100);
    assertEquals(1, main().get("due").map(content -> 1).orElse(0), "not due yet");
    store().reclaimExpired(SOON, 100);
    assertEquals(0, main().get("due").map(content -> 1).orElse(0));
    assertEquals(100, main().get("later").orElseThrow().length);
    assertEquals(1, main().get("never").orElseThrow().length);
  }

  @Test
  void reclaimExpired_replacedBefore_leavesTheNewVersion() {
    main().put("object", new byte[100], SOON);
    main().put("object", new byte[200]);

    assertEquals(0, store().reclaimExpired(Instant.MAX, 100));
    assertEquals(200, main().get("object").orElseThrow().length);
  }

  @Test
  void reclaimExpired_inSlices_removesEachOnce() {
    for (int i = 0; i < 25; i++) {
      main().put("o" + i, new byte[1], SOON);
    }

    int removed = 0;
    for (int slice = 10; slice == 10; ) {
      slice = store().reclaimExpired(SOON, 10);
      removed += slice;
    }
    assertEquals(25, removed);
    assertEquals(0, store().reclaimExpired(SOON, 10));
  }

  @Test
  void reclaimExpired_whileRead_leavesTheReaderAlone() {
    main().put("object", Content.of(1, 5000), SOON);
    try (var lease = main().lease("object")) {
      store().reclaimExpired(SOON, 10);
      main().put("other", Content.of(2, 5000));
      assertEquals(Content.numberOf(Content.of(1, 8)), Content.numberOf(available(lease)));
    }
  }

  private static byte[] available(dev.mediastore.core.spi.ObjectLease lease) {
    return StoreDriver.available(lease);
  }

  @Test
  void reclaimExpired_streamingThatHasExpired_waitsForItsEnd() {
    try (ObjectWriter writer =
        store().openWriter(main().container(), StoreDriver.streamingDraft("object", 1, SOON))) {
      writer.append(ByteBuffer.allocate(10));
      store().reclaimExpired(Instant.MAX, 10);
      assertEquals(10, main().get("object").orElseThrow().length);
      writer.commit(StoreDriver.seal(SOON));
    }
    store().reclaimExpired(Instant.MAX, 10);
    assertEquals(0, main().get("object").map(content -> 1).orElse(0));
  }
}
