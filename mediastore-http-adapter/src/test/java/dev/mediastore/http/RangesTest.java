// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranged reads through the pipeline (contract section 9). */
class RangesTest {
  private static final int LENGTH = 300;

  private final Fixture origin = new Fixture();
  private final byte[] content = new byte[LENGTH];

  @BeforeEach
  void store() {
    for (int i = 0; i < LENGTH; i++) {
      content[i] = (byte) i;
    }
    origin.object("a.ts", content);
  }

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void everyPairOfPositions_givesExactlyItsBytes() { // C01, C12
    for (int first = 0; first < LENGTH; first++) {
      for (int last = first; last < LENGTH; last++) {
        Answer answer = ranged("bytes=" + first + "-" + last).send();
        assertEquals(206, answer.status());
        assertEquals("bytes " + first + "-" + last + "/300", answer.header("Content-Range"));
        assertArrayEquals(Arrays.copyOfRange(content, first, last + 1), answer.body());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-, 0, 299",
    "bytes=-1, 299, 299",
    "bytes=290-99999999, 290, 299",
    "bytes=-99999999, 0, 299",
    "Bytes=5-9, 5, 9",
  })
  void openOrClippedRange_isAnsweredInPart(String range, int first, int last) { // C01, C04
    Answer answer = ranged(range).send();
    assertEquals(206, answer.status());
    assertEquals("bytes " + first + "-" + last + "/300", answer.header("Content-Range"));
    assertEquals(last - first + 1L, answer.body().length);
    assertEquals("video/mp2t", answer.header("Content-Type"));
    assertEquals("bytes", answer.header("Accept-Ranges"));
  }

  @Test
  void lengthOfTheBody_isKnownBeforeItIsRead() {
    Call call = ranged("bytes=1-10");
    call.begin();
    assertEquals(10, call.response().body().length());
    call.answer();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=300-", "bytes=300-301", "bytes=-0", "bytes=4000-"})
  void rangeOutside_isNotSatisfiable(String range) { // C02
    Answer answer = ranged(range).send();
    assertEquals(416, answer.status());
    assertEquals("RequestedRangeNotSatisfiableException", answer.error());
    assertEquals("bytes */300", answer.header("Content-Range"));
    assertEquals("no-store", answer.header("Cache-Control"));
  }

  @Test
  void anyRange_ofAnEmptyObject_isNotSatisfiable() { // C02
    origin.object("empty", new byte[0]);
    for (String range : new String[] {"bytes=0-", "bytes=0-0", "bytes=-1"}) {
      Answer answer = origin.call("GET", "/empty").header("Range", range).send();
      assertEquals(416, answer.status());
      assertEquals("bytes */0", answer.header("Content-Range"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-4",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes 0-1",
        "bytes=0-1-2",
        "bytes=0x0-1",
        "bytes=+1-2",
        "bytes=9223372036854775808-",
        "bytes=0-99999999999999999999999999",
        "items=0-1",
        "bytes = 0-1",
        "bytes=0-1,5-6",
        "bytes=0-,0-,0-",
        "",
      })
  void malformedOrMultipleRange_isIgnored_andRefusedIfStrict(String range) { // C03 to C05
    Answer answer = ranged(range).send();
    assertEquals(200, answer.status());
    assertEquals(LENGTH, answer.body().length);
    assertNull(answer.maybe("Content-Range"));
    try (Fixture strict = Fixture.strict()) {
      strict.object("a.ts", content);
      Answer refused = strict.call("GET", "/a.ts").header("Range", range).send();
      assertEquals(400, refused.status());
      assertEquals("ValidationException", refused.error());
    }
  }

  @Test
  void twoRangeFields_areIgnored() { // C06
    assertEquals(200, ranged("bytes=0-1").header("Range", "bytes=0-1").send().status());
  }

  @Test
  void range_ofOtherMethods_isIgnored() { // C07
    Answer head = origin.call("HEAD", "/a.ts").header("Range", "bytes=0-9").send();
    assertEquals(200, head.status());
    assertEquals("300", head.header("Content-Length"));
    assertEquals(0, head.body().length);
    Answer put = origin.call("PUT", "/b.ts").header("Range", "bytes=0-1").send("whole");
    assertEquals(200, put.status());
    assertEquals("whole", origin.content("b.ts"));
    assertEquals(200, origin.call("DELETE", "/b.ts").header("Range", "bytes=0-1").send().status());
    assertEquals("404", origin.content("b.ts"));
  }

  @Test
  void ifRange_ofTheCurrentVersion_letsTheRangeThrough() { // C08
    String tag = origin.get("/a.ts").header("ETag");
    String date = origin.get("/a.ts").header("Last-Modified");
    assertEquals(206, ranged("bytes=0-1").header("If-Range", tag).send().status());
    assertEquals(206, ranged("bytes=0-1").header("If-Range", '"' + tag + '"').send().status());
    assertEquals(206, ranged("bytes=0-1").header("If-Range", date).send().status());
    assertEquals(200, ranged("bytes=0-1").header("If-Range", "W/\"" + tag + '"').send().status());
    assertEquals(200, ranged("bytes=0-1").header("If-Range", "\"old\"").send().status());
    assertEquals(200, ranged("bytes=0-1").header("If-Range", "garbage").send().status());
  }

  @Test
  void objectReplacedBetweenTwoReads_isNotSpliced() { // C09
    Answer first = ranged("bytes=0-99").send();
    origin.object("a.ts", new byte[LENGTH]);
    Answer second = ranged("bytes=100-").header("If-Range", first.header("ETag")).send();
    assertEquals(200, second.status());
    assertArrayEquals(new byte[LENGTH], second.body());
    assertFalse(first.header("ETag").equals(second.header("ETag")));
  }

  @Test
  void objectReplacedOrDeletedDuringARead_isReadToItsEnd() { // C10
    Call read = ranged("bytes=10-289");
    read.begin();
    origin.object("a.ts", "replaced");
    origin.container.delete(ObjectPath.of("a.ts"));
    assertArrayEquals(Arrays.copyOfRange(content, 10, 290), read.answer().body());
  }

  private Call ranged(String range) {
    return origin.call("GET", "/a.ts").header("Range", range);
  }
}
