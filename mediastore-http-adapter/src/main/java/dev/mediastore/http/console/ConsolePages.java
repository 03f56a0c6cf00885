// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.Caller;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the console answers to whom it lets in. Safe for any thread. */
final class ConsolePages {
  private static final int PAGE_ITEMS = 100;
  private static final String JSON = "application/json";

  private static final Map<String, String> RESOURCES =
      Map.of(
          "", "text/html; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "picture.js", "text/javascript; charset=utf-8",
          "console.css", "text/css; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final MediaStore store;
  private final Timeline timeline;
  private final Supplier<List<ExchangeRecord>> refusals;

  ConsolePages(MediaStore store, Timeline timeline, Supplier<List<ExchangeRecord>> refusals) {
    this.store = store;
    this.timeline = timeline;
    this.refusals = refusals;
  }

  Response page(RequestHead head) {
    String target = head.rawTarget().substring(Console.PATH.length());
    int mark = target.indexOf('?');
    String name = mark < 0 ? target : target.substring(0, mark);
    boolean headOnly = head.method().equals("HEAD");
    try {
      Map<String, String> asked = parameters(mark < 0 ? "" : target.substring(mark + 1));
      if (RESOURCES.containsKey(name)) {
        return ConsoleAnswers.whole(200, RESOURCES.get(name), resource(name), headOnly);
      }
      if (name.equals("api/object")) {
        return object(asked, headOnly);
      }
      ObjectNode answer = answer(name, asked);
      return answer == null
          ? ConsoleAnswers.text(404, "There is no such page.")
          : ConsoleAnswers.whole(
              200, JSON, answer.toString().getBytes(StandardCharsets.UTF_8), headOnly);
    } catch (MediaStoreException | IllegalArgumentException e) {
      return ConsoleAnswers.text(400, "The request cannot be understood.");
    }
  }

  private static byte[] resource(String name) {
    String file = name.isEmpty() ? "index.html" : name;
    try (InputStream in = ConsolePages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> found = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        found.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  private @Nullable ObjectNode answer(String name, Map<String, String> asked) {
    return switch (name) {
      case "api/containers" -> containers();
      case "api/objects" -> container(asked).map(found -> objects(found, asked)).orElse(null);
      case "api/timeline" -> container(asked).map(this::timeline).orElse(null);
      case "api/refusals" -> refused();
      default -> null;
    };
  }

  private Optional<Container> container(Map<String, String> asked) {
    return store.container(asked.getOrDefault("container", ""));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode containers() {
    ObjectNode json = object();
    ArrayNode list = json.putArray("containers");
    ContainerArn home = store.arn("any");
    for (Container each : store.containers(home.account(), home.region())) {
      list.addObject()
          .put("name", each.name())
          .put("arn", each.arn().toString())
          .put("status", each.status().name())
          .put("createdAt", each.createdAt().toString());
    }
    json.put("bytesInUse", store.usage().bytesInUse());
    json.put("openUploads", store.usage().openWriters());
    json.put("openReads", store.usage().openLeases());
    json.put("writable", store.isWritable());
    return json;
  }

  private static ObjectNode objects(Container container, Map<String, String> asked) {
    String folder = asked.getOrDefault("folder", "");
    String after = asked.get("after");
    ListingCursor cursor =
        after == null
            ? null
            : new ListingCursor(after, ItemType.valueOf(asked.getOrDefault("type", "OBJECT")));
    Listing page = container.list(FolderPath.of(folder), cursor, PAGE_ITEMS);
    ObjectNode json = object();
    ArrayNode items = json.putArray("items");
    for (Item item : page.items()) {
      ObjectNode row = items.addObject().put("name", item.name()).put("type", item.type().name());
      if (item instanceof Item.ObjectItem found) {
        ObjectMetadata metadata = found.metadata();
        row.put("bytes", metadata.lengthBytes())
            .put("contentType", metadata.contentType())
            .put("lastModified", metadata.lastModified().toString())
            .put("growing", metadata.growing());
      }
    }
    if (page.next() != null) {
      json.putObject("next")
          .put("after", page.next().name())
          .put("type", page.next().type().name());
    }
    return json;
  }

  private ObjectNode timeline(Container container) {
    ObjectNode json = object();
    ArrayNode renditions = json.putArray("renditions");
    for (Timeline.Rendition each : timeline.of(container.name())) {
      ArrayNode uploads = renditions.addObject().put("name", each.name()).putArray("uploads");
      for (Timeline.Upload upload : each.uploads()) {
        uploads
            .addObject()
            .put("path", upload.path())
            .put("number", upload.number())
            .put("begun", upload.begun().toEpochMilli())
            .put("ended", upload.ended().toEpochMilli())
            .put("bytes", upload.bytes())
            .put("status", upload.status());
      }
    }
    return json;
  }

  private ObjectNode refused() {
    ObjectNode json = object();
    ArrayNode list = json.putArray("refusals");
    for (ExchangeRecord record : refusals.get()) {
      Container container = record.container();
      Caller caller = record.caller();
      list.addObject()
          .put("at", record.receivedAt().toString())
          .put("requestId", record.requestId())
          .put("method", record.head().method())
          .put("operation", record.operation())
          .put("container", container == null ? null : container.name())
          .put("path", record.path())
          .put("status", record.status())
          .put("error", record.error())
          .put("reason", record.reason())
          .put("caller", caller == null ? null : caller.principal().arn().orElse("anonymous"))
          .put("peer", record.head().peer().getAddress().getHostAddress());
    }
    return json;
  }

  private Response object(Map<String, String> asked, boolean headOnly) {
    ObjectPath path = ObjectPath.of(asked.getOrDefault("path", ""));
    return container(asked)
        .flatMap(found -> found.open(path))
        .map(lease -> ObjectBody.answer(lease, headOnly))
        .orElseGet(() -> ConsoleAnswers.text(404, "There is no such object."));
  }
}
