// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.http.TestHost.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ListItems (contract section 11). */
class ListItemsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fixture origin =
      new Fixture()
          .object("a/b/one.ts", "1")
          .object("a/b/two.ts", "22")
          .object("a/b/sub/x.ts", "x")
          .object("a/c.ts", "c")
          .object("top.ts", "t");

  @AfterEach
  void close() {
    origin.close();
  }

  private JsonNode list(String query) throws IOException {
    Answer answer = origin.get("/" + query);
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("application/json", answer.header("Content-Type"));
    return JSON.readTree(answer.body());
  }

  private static List<String> names(JsonNode listing) {
    List<String> names = new ArrayList<>();
    listing.path("Items").forEach(item -> names.add(item.path("Name").asText()));
    return names;
  }

  @Test
  void items_haveExactlyTheirMembers() throws IOException {
    JsonNode items = list("?Path=a").path("Items");
    assertEquals(JSON.readTree("{\"Name\":\"b\",\"Type\":\"FOLDER\"}"), items.get(0));
    JsonNode object = items.get(1);
    assertEquals(6, object.size());
    assertEquals("c.ts", object.path("Name").asText());
    assertEquals("OBJECT", object.path("Type").asText());
    assertEquals("video/mp2t", object.path("ContentType").asText());
    assertEquals(1, object.path("ContentLength").asLong());
    assertEquals(origin.get("/a/c.ts").header("ETag"), object.path("ETag").asText());
    assertTrue(origin.get("/?Path=a").text().contains("\"LastModified\":1772366400.250,"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/a/b", "a/b/", "/a/b/", "a%2Fb", "%2Fa%2fb%2F", "%61/b"})
  void folder_hasManySpellings(String path) throws IOException {
    assertEquals(List.of("one.ts", "sub", "two.ts"), names(list("?Path=" + path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "?Path=", "?Path=/", "?Path=%2F", "?Path", "?other=1"})
  void top_hasManySpellings(String query) throws IOException {
    assertEquals(List.of("a", "top.ts"), names(list(query)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "a/c.ts", "a/c.ts/", "A", "a/b/one.ts"})
  void unknownFolderOrObject_isAnEmptyListing(String path) throws IOException {
    JsonNode listing = list("?Path=" + path);
    assertTrue(listing.path("Items").isArray());
    assertEquals(0, listing.path("Items").size());
    assertFalse(listing.has("NextToken"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Path=..",
        "Path=a//b",
        "Path=//a",
        "Path=a/../b",
        "Path=a/*",
        "Path=a+b",
        "Path=a%20b",
        "Path=%00",
        "Path=%C3%A9",
        "Path=a&Path=a",
        "MaxResults=0",
        "MaxResults=1001",
        "MaxResults=-1",
        "MaxResults=x",
        "MaxResults=",
        "MaxResults=99999999999",
        "MaxResults=1&MaxResults=1",
        "NextToken=x",
        "NextToken=",
      })
  void malformedParameter_isRefused(String query) { // B20
    Answer answer = origin.get("/?" + query);
    assertEquals(400, answer.status(), answer::toString);
    assertEquals("ValidationException", answer.error());
  }

  @Test
  void longPath_isRefused() { // B20
    assertEquals(400, origin.get("/?Path=" + "a".repeat(901)).status());
    assertEquals(200, origin.get("/?Path=" + "a".repeat(900)).status());
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "1000"})
  void pages_showEveryItemOnce_whateverTheirSize(int size) throws IOException {
    List<String> all = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page = list("?Path=a/b&MaxResults=" + size + token);
      all.addAll(names(page));
      token = page.has("NextToken") ? "&NextToken=" + page.path("NextToken").asText() : "";
      pages++;
    } while (!token.isEmpty() && pages < 10);
    assertEquals(List.of("one.ts", "sub", "two.ts"), all);
  }

  @Test
  void page_goesOnWhereTheLastOneEnded_evenIfThatItemIsGone() throws IOException {
    JsonNode first = list("?Path=a/b&MaxResults=1");
    origin.call("DELETE", "/a/b/one.ts").send();
    origin.object("a/b/aaa.ts", "before").object("a/b/zzz.ts", "after");
    JsonNode second = list("?Path=a/b&NextToken=" + first.path("NextToken").asText());
    assertEquals(List.of("sub", "two.ts", "zzz.ts"), names(second));
  }

  @Test
  void token_isGoodForItsFolderAndFifteenMinutes() throws IOException { // J09
    String token = list("?Path=a/b&MaxResults=1").path("NextToken").asText();
    assertEquals(400, origin.get("/?Path=a&NextToken=" + token).status());
    assertEquals(400, origin.get("/?NextToken=" + token).status());
    assertEquals(200, origin.get("/?Path=/a/b/&NextToken=" + token).status());
    origin.clock.pass(Duration.ofMinutes(15).plusSeconds(1));
    Answer late = origin.get("/?Path=a/b&NextToken=" + token);
    assertEquals(400, late.status());
    assertTrue(late.text().contains("expired"));
  }
}
