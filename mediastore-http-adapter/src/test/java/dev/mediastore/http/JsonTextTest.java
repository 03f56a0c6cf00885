// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nope",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1} // comment",
        "/* comment */ {}",
        "# comment\n{}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "\uFEFF{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"b\":{\"a\":1,\"a\":1}}"
      })
  void read_whatIsNotStrictJson_isEmpty(String text) {
    assertTrue(JsonText.read(text).isEmpty());
    assertTrue(JsonText.read(text.getBytes(StandardCharsets.UTF_8)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", " {\"a\" : [ 1, 2.5e3, null, true, \"\\u0000é\" ] }\r\n", "null", "7"})
  void read_strictJson_isRead(String text) {
    assertTrue(JsonText.read(text).isPresent());
  }

  @Test
  void read_bytesThatAreNotUtf8_isEmpty() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16);
    assertTrue(JsonText.read(latin1).isEmpty());
    assertTrue(JsonText.read(utf16).isEmpty());
  }

  @Test
  void read_depth32_isTheDeepest() {
    assertTrue(JsonText.read("[".repeat(32) + "]".repeat(32)).isPresent());
    assertTrue(JsonText.read("[".repeat(33) + "]".repeat(33)).isEmpty());
    assertTrue(JsonText.read("{\"a\":".repeat(10_000)).isEmpty());
  }

  @Test
  void read_20000Members_areTheMost() {
    assertTrue(JsonText.read(members(20_000)).isPresent());
    assertTrue(JsonText.read(members(20_001)).isEmpty());
    String spread = "[" + members(10_000) + "," + members(10_001) + "]";
    assertTrue(JsonText.read(spread).isEmpty(), "members of all objects count together");
  }

  @Test
  void read_elementsOfLists_areBoundedToo() {
    assertTrue(JsonText.read("[" + "1,".repeat(30_400) + "1]").isPresent());
    assertTrue(JsonText.read("[" + "1,".repeat(70_000) + "1]").isEmpty());
  }

  @Test
  void read_longNumbers_areRefusedUnread() {
    assertTrue(JsonText.read("1".repeat(64)).isPresent());
    assertTrue(JsonText.read("1".repeat(65)).isEmpty());
    assertTrue(JsonText.read("1".repeat(1 << 20)).isEmpty());
  }

  @Test
  @Timeout(5)
  void read_hugeExponent_costsNothing() {
    assertTrue(JsonText.read("1e999999999").isPresent());
    assertTrue(JsonText.read("-1e-999999999").isPresent());
  }

  @Test
  void read_truncatedAnywhere_isEmpty() {
    String text = "{\"rules\":[{\"definition\":{\"path\":[{\"prefix\":\"a\\n\"}]},\"n\":12.5e1}]}";
    for (int length = 0; length < text.length(); length++) {
      assertTrue(JsonText.read(text.substring(0, length)).isEmpty(), text.substring(0, length));
    }
  }

  @Test
  void write_readAgain_isTheSame() {
    String text = "{\"a\":[1,2.5,null,true,\"\\u0000é/\\\"\"],\"b\":{}}";
    assertEquals(text, JsonText.write(JsonText.read(text).orElseThrow()));
  }

  @Test
  void readStored_damagedText_isAFaultOfOurs() {
    ServiceException fault = assertThrows(ServiceException.class, () -> JsonText.readStored("{"));
    assertEquals(ServiceError.INTERNAL, fault.error());
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"m" + i + "\":0")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
