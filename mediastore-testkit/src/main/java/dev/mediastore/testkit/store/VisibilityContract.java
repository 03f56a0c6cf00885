// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which version is seen when (contract section 10.3). */
abstract class VisibilityContract extends ReadWriteContract {

  static ByteBuffer bytes(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  private String seen() {
    return main()
        .get("object")
        .map(content -> new String(content, StandardCharsets.UTF_8))
        .orElse("nothing");
  }

  private void put(String text) {
    main().put("object", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void commit(ObjectWriter writer) {
    writer.commit(StoreDriver.seal(null));
  }

  @Test
  void standard_beforeCommit_isNotSeen() {
    put("old");
    try (ObjectWriter writer = main().writer("object")) {
      writer.append(bytes("new"));
      assertEquals("old", seen());
      commit(writer);
      assertEquals("new", seen());
    }
  }

  @Test
  void standard_twoAtOnce_theLastToCompleteWins() {
    try (ObjectWriter first = main().writer("object");
        ObjectWriter second = main().writer("object")) {
      second.append(bytes("second"));
      first.append(bytes("first"));
      commit(second);
      assertEquals("second", seen());
      commit(first);
      assertEquals("first", seen());
    }
  }

  @Test
  void streaming_beforeEnoughBytes_isNotSeen() {
    put("old");
    try (ObjectWriter writer =
        store().openWriter(main().container(), StoreDriver.streamingDraft("object", 4, null))) {
      writer.append(bytes("abc"));
      assertEquals("old", seen());
      writer.append(bytes("d"));
      assertEquals("abcd", seen());
      writer.append(bytes("ef"));
      assertEquals("abcdef", seen());
      commit(writer);
      assertEquals("abcdef", seen());
    }
  }

  @Test
  void streaming_shorterThanEnough_isSeenByItsCommit() {
    put("old");
    try (ObjectWriter writer =
        store().openWriter(main().container(), StoreDriver.streamingDraft("object", 100, null))) {
      writer.append(bytes("abc"));
      commit(writer);
    }

    assertEquals("abc", seen());
  }

  @Test
  void streaming_withoutAByte_isAnEmptyObject() {
    try (ObjectWriter writer = main().streaming("object")) {
      assertEquals("nothing", seen());
      commit(writer);
    }

    assertEquals("", seen());
    assertEquals(0, main().head("object").orElseThrow().lengthBytes());
  }

  @Test
  void streaming_whileGrowing_hasStableMetadataWithoutLength() {
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(bytes("abc"));
      ObjectMetadata growing = main().head("object").orElseThrow();
      assertEquals(-1, growing.lengthBytes());
      assertNull(growing.sha256());
      assertEquals(UploadAvailability.STREAMING, growing.availability());
      assertEquals(StoreDriver.TAG, growing.entityTag());
      commit(writer);

      ObjectMetadata complete = main().head("object").orElseThrow();
      assertEquals(3, complete.lengthBytes());
      assertEquals(growing.entityTag(), complete.entityTag());
      assertEquals(growing.lastModified(), complete.lastModified());
      assertEquals(growing.versionId(), complete.versionId());
    }
  }

  @Test
  void streaming_twoAtOnce_theLastToStartWins() {
    try (ObjectWriter first = main().streaming("object");
        ObjectWriter second = main().streaming("object")) {
      first.append(bytes("first"));
      assertEquals("first", seen());
      second.append(bytes("second"));
      assertEquals("second", seen());
      first.append(bytes("+"));
      commit(first);
      assertEquals("second", seen());
      commit(second);
      assertEquals("second", seen());
    }
  }

  @Test
  void streaming_overtakenByACompletedOne_commitsButIsNeverSeen() {
    try (ObjectWriter first = main().streaming("object");
        ObjectWriter second = main().streaming("object")) {
      second.append(bytes("second"));
      commit(second);
      first.append(bytes("first"));
      assertEquals("second", seen());
      assertEquals(5, first.commit(StoreDriver.seal(null)).lengthBytes());
      assertEquals("second", seen());
    }
  }

  @Test
  void streaming_firstCompletesWhileTheSecondHasNoByte_isSeenUntilItHas() {
    try (ObjectWriter first = main().streaming("object");
        ObjectWriter second = main().streaming("object")) {
      first.append(bytes("first"));
      commit(first);
      assertEquals("first", seen());
      second.append(bytes("second"));
      assertEquals("second", seen());
      second.abort();
      assertEquals("first", seen());
    }
  }

  @Test
  void streaming_aborted_bringsThePreviousVersionBack() {
    put("old");
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(bytes("new"));
      assertEquals("new", seen());
      writer.abort();
      assertEquals("old", seen());
    }
  }

  @Test
  void streaming_abortedOverAGrowingOne_bringsThatBack() {
    try (ObjectWriter first = main().streaming("object");
        ObjectWriter second = main().streaming("object")) {
      first.append(bytes("first"));
      second.append(bytes("second"));
      second.abort();
      assertEquals("first", seen());
      commit(first);
    }
    assertEquals("first", seen());
  }

  @Test
  void streaming_overtakenByAStandardCommit_isNotSeenAgain() {
    try (ObjectWriter streaming = main().streaming("object")) {
      streaming.append(bytes("streaming"));
      put("standard");
      assertEquals("standard", seen());
      streaming.append(bytes("+"));
      assertEquals("standard", seen());
      commit(streaming);
      assertEquals("standard", seen());
    }
  }

  @Test
  void standard_completedDuringALaterStreaming_waitsBehindIt() {
    try (ObjectWriter standard = main().writer("object")) {
      standard.append(bytes("standard"));
      try (ObjectWriter streaming = main().streaming("object")) {
        streaming.append(bytes("streaming"));
        assertEquals("streaming", seen());
        commit(standard);
        assertEquals("standard", seen(), "completed after the other started");
        commit(streaming);
      }
    }
    assertEquals("standard", seen());
  }

  @Test
  void delete_complete_removesItOnce() {
    put("old");

    assertTrue(main().delete("object"));
    assertEquals("nothing", seen());
    assertFalse(main().delete("object"));
    assertFalse(main().delete("other"));
  }

  @Test
  void delete_growing_removesItAndThePreviousVersion() {
    put("old");
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(bytes("new"));
      assertTrue(main().delete("object"));
      assertEquals("nothing", seen());
      assertFalse(main().delete("object"));
      assertEquals(ErrorCode.CONFLICT, codeOf(() -> writer.append(bytes("more"))));
      assertEquals(ErrorCode.CONFLICT, codeOf(() -> commit(writer)));
    }
    assertEquals("nothing", seen());
  }

  @Test
  void delete_duringAStandardUpload_comesBeforeIt() {
    put("old");
    try (ObjectWriter writer = main().writer("object")) {
      writer.append(bytes("new"));
      assertTrue(main().delete("object"));
      assertFalse(main().delete("object"), "an upload nobody can see is not an object");
      commit(writer);
    }
    assertEquals("new", seen());
  }

  @Test
  void delete_beforeTheFirstByteOfALaterStreaming_leavesThatAlone() {
    put("old");
    try (ObjectWriter writer = main().streaming("object")) {
      assertTrue(main().delete("object"));
      writer.append(bytes("new"));
      assertEquals("new", seen());
      commit(writer);
    }
    assertEquals("new", seen());
  }

  @Test
  void delete_ofWhatOvertookAStreaming_withdrawsThatToo() {
    try (ObjectWriter streaming = main().streaming("object")) {
      streaming.append(bytes("streaming"));
      put("standard");
      assertTrue(main().delete("object"));
      assertEquals("nothing", seen());
      assertEquals(ErrorCode.CONFLICT, codeOf(() -> commit(streaming)));
    }
    assertEquals("nothing", seen());
  }

  @Test
  void delete_onlyOneVersion_leavesAnyOther() {
    String first = main().put("object", new byte[1]).versionId();
    String second = main().put("object", new byte[2]).versionId();

    assertFalse(main().delete("object", first));
    assertEquals(2, main().get("object").orElseThrow().length);
    assertTrue(main().delete("object", second));
    assertEquals("nothing", seen());
    assertFalse(main().delete("object", second));
  }

  @Test
  void delete_onlyTheHiddenVersion_isNotPossible() {
    String hidden = main().put("object", new byte[1]).versionId();
    try (ObjectWriter writer = main().streaming("object")) {
      writer.append(bytes("new"));
      assertFalse(main().delete("object", hidden));
      writer.abort();
    }
    assertTrue(main().delete("object", hidden));
  }

  @Test
  void lease_openedBeforeAChange_keepsItsVersion() {
    put("old");
    try (ObjectLease old = main().lease("object");
        ObjectWriter writer = main().streaming("object")) {
      writer.append(bytes("new"));
      try (ObjectLease growing = main().lease("object")) {
        commit(writer);
        main().delete("object");

        assertArrayEquals("old".getBytes(StandardCharsets.UTF_8), StoreDriver.available(old));
        assertEquals(LeaseState.COMPLETE, growing.state());
        assertArrayEquals("new".getBytes(StandardCharsets.UTF_8), StoreDriver.available(growing));
      }
    }
    assertEquals("nothing", seen());
  }

  @Test
  void containers_samePath_areApart() {
    StoreDriver other = newContainer("other");
    put("old");

    assertEquals(Optional.empty(), other.get("object"));
    assertFalse(other.delete("object"));
    other.put("object", new byte[2]);
    assertTrue(main().delete("object"));
    assertEquals(2, other.get("object").orElseThrow().length);
  }
}
