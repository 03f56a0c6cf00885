// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.console.Console;
import dev.mediastore.http.console.ConsoleAccess;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console behind real hosts: whom it lets in, what it says, and what it never is. */
@Timeout(120)
class ConsoleTest {
  private static final String TOKEN = "a token of the test";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An origin with a public container behind a console. */
  private static final class Watched implements AutoCloseable {
    final MediaStore store = MediaStore.builder().memory(16 << 20).build();
    final MediaStoreHttp http;
    final Host host;

    /** Requests that the console, which listens before this, was told of. */
    private final Semaphore told = new Semaphore(0);

    Watched(HostKind kind, boolean console) throws Exception {
      Container open = store.createContainer(store.arn("open"), Map.of(), Map.of());
      open.requireActive();
      open.putDocument(
          DocumentKind.CONTAINER_POLICY,
          """
          {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
          "Action":"mediastore:*","Resource":"%s/*"}]}"""
              .formatted(open.arn()));
      Console page = Console.create(store, ConsoleAccess.token(TOKEN));
      http =
          MediaStoreHttp.builder(store)
              .allowInsecurePut(true)
              .explanations(Explanations.ANSWERED)
              .listener(page)
              .listener(record -> told.release())
              .endpoints(Endpoints.builder().host("open.test", "open").build())
              .build();
      RequestHandler handler = console ? page.before(http) : http;
      host = kind.start(handler);
    }

    Answer send(String line, String... fields) throws Exception {
      try (RawClient client = RawClient.connect(host.port())) {
        client.send(Origin.open(line, fields));
        Answer answer = client.answer(line.substring(0, line.indexOf(' ')));
        if (!line.contains("/-/console/")) {
          awaitTold();
        }
        return answer;
      }
    }

    /** A client may have its answer before the console knows of it. */
    private void awaitTold() throws InterruptedException {
      assertTrue(told.tryAcquire(30, TimeUnit.SECONDS), "the console is told of each request");
    }

    Answer put(String path, String body, String... fields) throws Exception {
      String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
      all[fields.length] = "Content-Length: " + body.length();
      try (RawClient client = RawClient.connect(host.port())) {
        client.send(Origin.open("PUT " + path, all) + body);
        Answer answer = client.answer("PUT");
        awaitTold();
        return answer;
      }
    }

    JsonNode ask(String page) throws Exception {
      Answer answer = send("GET /-/console/api/" + page, BEARER);
      assertEquals(200, answer.status(), answer.text());
      assertEquals("application/json", answer.field("content-type"));
      return JSON.readTree(answer.text());
    }

    @Override
    public void close() throws Exception {
      host.close();
      http.close();
      store.close();
    }
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void nobodyHasIt_whoDoesNotPutItThere(HostKind kind) throws Exception {
    try (Watched origin = new Watched(kind, false)) {
      // The origin knows no such credentials, nor such a page.
      assertEquals(400, origin.send("GET /-/console/", BEARER).status());
    }
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void nobodySeesIt_withoutItsToken(HostKind kind) throws Exception {
    try (Watched origin = new Watched(kind, true)) {
      String basic =
          Base64.getEncoder().encodeToString(("anyone:" + TOKEN).getBytes(StandardCharsets.UTF_8));
      for (String page : new String[] {"", "console.js", "api/containers", "none"}) {
        String line = "GET /-/console/" + page;
        assertEquals(401, origin.send(line).status());
        assertEquals(401, origin.send(line, BEARER + "x").status());
        assertEquals(401, origin.send(line, "Authorization: Basic !").status());
        assertEquals(401, origin.send(line, "Authorization: " + TOKEN).status());
      }
      Answer refused = origin.send("GET /-/console/");
      assertTrue(refused.field("www-authenticate").startsWith("Basic "));
      assertEquals(200, origin.send("GET /-/console/", "Authorization: Basic " + basic).status());
      assertEquals(200, origin.send("GET /-/console/", BEARER).status());
      assertEquals(405, origin.send("DELETE /-/console/", BEARER).status());
      assertEquals(404, origin.send("GET /-/console/none", BEARER).status());
      assertEquals(404, origin.send("GET /consoles").status());
    }
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void everyPage_keepsToItself(HostKind kind) throws Exception {
    try (Watched origin = new Watched(kind, true)) {
      Map<String, String> pages =
          Map.of(
              "", "text/html; charset=utf-8",
              "console.js", "text/javascript; charset=utf-8",
              "picture.js", "text/javascript; charset=utf-8",
              "console.css", "text/css; charset=utf-8",
              "api/containers", "application/json");
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Answer answer = origin.send("GET /-/console/" + page.getKey(), BEARER);
        assertEquals(
            page.getValue().replace(" ", ""), answer.field("content-type").replace(" ", ""));
        assertEquals(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'",
            answer.field("content-security-policy"));
        assertEquals("nosniff", answer.field("x-content-type-options"));
        assertEquals("no-store", answer.field("cache-control"));
        String text = answer.text();
        assertFalse(text.replace("http://www.w3.org/2000/svg", "").contains("http"), "elsewhere");
        assertFalse(text.contains("innerHTML") || text.contains("<script>"), "markup of strangers");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void containersObjectsAndUploads_areShownAsTheyAre(HostKind kind) throws Exception {
    try (Watched origin = new Watched(kind, true)) {
      for (int i = 1; i <= 3; i++) {
        assertEquals(200, origin.put("/v/720p/seg" + i + ".ts", "x".repeat(i)).status());
      }
      origin.put("/v/720p.m3u8", "#EXTM3U", "Content-Type: text/html");
      JsonNode containers = origin.ask("containers");
      assertEquals("open", containers.at("/containers/0/name").asText());
      assertTrue(containers.path("writable").asBoolean());
      JsonNode root = origin.ask("objects?container=open");
      assertEquals("v FOLDER", row(root.at("/items/0")));
      JsonNode folder = origin.ask("objects?container=open&folder=v%2F720p");
      assertEquals("seg1.ts OBJECT", row(folder.at("/items/0")));
      assertEquals(3, folder.at("/items/2/bytes").asInt());
      JsonNode rest =
          origin.ask("objects?container=open&folder=v%2F720p&after=seg2.ts&type=OBJECT");
      assertEquals("seg3.ts OBJECT", row(rest.at("/items/0")));
      JsonNode uploads = origin.ask("timeline?container=open").path("renditions");
      assertEquals("v/720p/seg#.ts", uploads.at("/1/name").asText());
      assertEquals(3, uploads.at("/1/uploads").size());
      assertEquals(2, uploads.at("/1/uploads/1/number").asInt());
      assertEquals(2, uploads.at("/1/uploads/1/bytes").asInt());
      assertEquals(200, uploads.at("/1/uploads/1/status").asInt());
      assertEquals(404, origin.send("GET /-/console/api/objects?container=no", BEARER).status());
      assertEquals(
          400,
          origin.send("GET /-/console/api/objects?container=open&folder=a//b", BEARER).status());
      assertEquals(
          400,
          origin
              .send("GET /-/console/api/objects?container=open&after=a&type=NO", BEARER)
              .status());
    }
  }

  private static String row(JsonNode item) {
    return item.path("name").asText() + ' ' + item.path("type").asText();
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void uploadedMarkup_isNeverAPageOfTheConsole(HostKind kind) throws Exception {
    try (Watched origin = new Watched(kind, true)) {
      origin.put("/page", "<script>alert(1)</script>", "Content-Type: text/html");
      origin.put("/film", "film", "Content-Type: video/mp4");
      Answer page = origin.send("GET /-/console/api/object?container=open&path=page", BEARER);
      assertEquals("application/octet-stream", page.field("content-type"));
      assertEquals("attachment", page.field("content-disposition"));
      assertEquals("default-src 'none'; sandbox", page.field("content-security-policy"));
      Answer film = origin.send("GET /-/console/api/object?container=open&path=film", BEARER);
      assertEquals("video/mp4", film.field("content-type"));
      assertEquals("film", film.text());
      assertNull(film.field("content-disposition"));
      Answer head = origin.send("HEAD /-/console/api/object?container=open&path=film", BEARER);
      assertEquals("4", head.field("content-length"));
      assertEquals(
          404, origin.send("GET /-/console/api/object?container=open&path=no", BEARER).status());
      HostContract.assertEventually(
          () -> origin.store.usage().openLeases() == 0, "the last answer is given back");
    }
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void refusedRequests_areShownWithTheirReasons(HostKind kind) throws Exception {
    try (Watched origin = new Watched(kind, true)) {
      origin.store.container("open").orElseThrow().deleteDocument(DocumentKind.CONTAINER_POLICY);
      String hostile = "User-Agent: <img src=x onerror=alert(1)>";
      assertEquals(403, origin.send("GET /a.ts", hostile).status());
      JsonNode refusal = origin.ask("refusals").at("/refusals/0");
      assertEquals("GetObject", refusal.path("operation").asText());
      assertEquals("a.ts", refusal.path("path").asText().replaceAll("^/", ""));
      assertEquals(403, refusal.path("status").asInt());
      assertEquals("AccessDeniedException", refusal.path("error").asText());
      assertTrue(refusal.path("reason").asText().length() > 20, refusal::toString);
      assertFalse(refusal.toString().contains("<img"), refusal::toString);
    }
  }

  @Test
  void decisionThatThrows_keepsEverybodyOut() throws Exception {
    try (MediaStore store = MediaStore.builder().memory(1 << 20).build();
        MediaStoreHttp http = MediaStoreHttp.builder(store).build()) {
      Console broken =
          Console.create(
              store,
              head -> {
                throw new IllegalStateException("broken");
              });
      try (Host host = HostKind.NETTY.start(broken.before(http));
          RawClient client = RawClient.connect(host.port())) {
        client.send(Origin.open("GET /-/console/", BEARER));
        assertEquals(401, client.answer().status());
      }
    }
  }
}
