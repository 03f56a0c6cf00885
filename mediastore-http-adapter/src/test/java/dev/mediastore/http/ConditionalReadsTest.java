// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revalidation by caches: by RFC 9110 unless the preset is strict (contract section 9). */
class ConditionalReadsTest {

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void currentCopy_isNotSentAgain(String method) {
    try (Fixture origin = new Fixture()) {
      Answer put = origin.call("PUT", "/a.ts").header("Cache-Control", "max-age=6").send("content");
      Answer answer =
          origin.call(method, "/a.ts").header("If-None-Match", put.header("ETag")).send();
      assertEquals(304, answer.status());
      assertEquals(0, answer.body().length);
      assertEquals(put.header("ETag"), answer.header("ETag"));
      assertEquals("max-age=6", answer.header("Cache-Control"));
      assertEquals("Sun, 01 Mar 2026 12:00:00 GMT", answer.header("Last-Modified"));
      assertNull(answer.maybe("Content-Type"));
      assertNull(answer.maybe("Content-Length"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void failedPrecondition_isSaid(String method) {
    try (Fixture origin = new Fixture().object("a.ts", "content")) {
      Answer answer = origin.call(method, "/a.ts").header("If-Match", "\"other\"").send();
      assertEquals(412, answer.status());
      assertEquals("PreconditionFailed", answer.error());
      assertEquals("no-store", answer.header("Cache-Control"));
    }
  }

  @Test
  void revalidation_comesBeforeTheRange() {
    try (Fixture origin = new Fixture().object("a.ts", "content")) {
      String tag = origin.get("/a.ts").header("ETag");
      Answer answer =
          origin
              .call("GET", "/a.ts")
              .header("Range", "bytes=0-1")
              .header("If-None-Match", tag)
              .send();
      assertEquals(304, answer.status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-None-Match: *",
        "If-Match: x",
        "If-Match: \"x\"",
        "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT",
        "If-Unmodified-Since: Fri, 01 Jan 1970 00:00:00 GMT"
      })
  void everyCondition_isIgnoredIfStrict(String field) { // C14
    try (Fixture origin = Fixture.strict().object("a.ts", "content")) {
      String[] parts = field.split(": ", 2);
      Answer answer = origin.call("GET", "/a.ts").header(parts[0], parts[1]).send();
      assertEquals(200, answer.status());
      assertEquals("content", answer.text());
    }
  }

  @Test
  void listOfAThousandTags_isSearched() { // C14
    try (Fixture origin = new Fixture().object("a.ts", "content")) {
      String tag = origin.get("/a.ts").header("ETag");
      String list = "\"0\", ".repeat(1000) + tag;
      assertEquals(304, origin.call("GET", "/a.ts").header("If-None-Match", list).send().status());
    }
  }

  @Test
  void entityTag_isBare_unlessQuotesAreAskedFor() {
    try (Fixture origin = new Fixture().object("a.ts", "content");
        Fixture quoted = new Fixture(settings -> settings.quotedEntityTags(true))) {
      assertTrue(origin.get("/a.ts").header("ETag").matches("[0-9a-f]{64}"));
      Answer put = quoted.call("PUT", "/a.ts").send("content");
      assertTrue(put.header("ETag").matches("\"[0-9a-f]{64}\""));
      assertTrue(put.text().contains("\"ETag\":" + put.header("ETag")), "bare in the document");
      assertEquals(put.header("ETag"), quoted.get("/a.ts").header("ETag"));
    }
  }
}
