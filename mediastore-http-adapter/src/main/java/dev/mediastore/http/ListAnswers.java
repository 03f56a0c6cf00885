// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mediastore.core.Container;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers ListItems (contract section 11). Safe for any thread. */
final class ListAnswers {
  private static final int MAX_DIGITS = 4;

  private final JsonFactory json = new JsonFactory();
  private final PageTokens tokens;
  private final int maxItems;

  ListAnswers(PageTokens tokens, int maxItems) {
    this.tokens = tokens;
    this.maxItems = maxItems;
  }

  /**
   * The folder that a query asks for.
   *
   * @throws dev.mediastore.core.MediaStoreException if the path is not one
   */
  static FolderPath folder(QueryString query) {
    String path = query.value("Path");
    return path == null ? FolderPath.ROOT : FolderPath.of(path);
  }

  /** Sends one page of a folder. */
  void send(Transaction transaction, QueryString query, Container container, FolderPath folder) {
    String token = query.value("NextToken");
    Instant now = transaction.receivedAt();
    ListingCursor after = token == null ? null : tokens.read(token, container.id(), folder, now);
    Listing listing = container.list(folder, after, maxResults(query.value("MaxResults")));
    ListingCursor next = listing.next();
    String nextToken = next == null ? null : tokens.issue(next, container.id(), folder, now);
    transaction.answer(
        200,
        Headers.of("Content-Type", "application/json"),
        ResponseBody.of(document(listing, nextToken)));
  }

  private int maxResults(@Nullable String value) {
    if (value == null) {
      return maxItems;
    }
    boolean number = value.length() <= MAX_DIGITS && Ascii.isNumber(value);
    int asked = number ? Integer.parseInt(value) : 0;
    if (asked < 1 || asked > maxItems) {
      throw new ServiceException(
          ServiceError.VALIDATION, "MaxResults must be a number from 1 to " + maxItems + ".");
    }
    return asked;
  }

  private byte[] document(Listing listing, @Nullable String nextToken) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeArrayFieldStart("Items");
      for (Item item : listing.items()) {
        write(out, item);
      }
      out.writeEndArray();
      if (nextToken != null) {
        out.writeStringField("NextToken", nextToken);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, Item item) throws IOException {
    out.writeStartObject();
    out.writeStringField("Name", item.name());
    out.writeStringField("Type", item.type().name());
    if (item instanceof Item.ObjectItem object) {
      ObjectMetadata metadata = object.metadata();
      String type = metadata.contentType();
      out.writeStringField("ETag", metadata.entityTag().value());
      out.writeNumberField(
          "LastModified", BigDecimal.valueOf(metadata.lastModified().toEpochMilli(), 3));
      out.writeStringField("ContentType", type == null ? ContentTypes.UNKNOWN : type);
      out.writeNumberField("ContentLength", metadata.lengthBytes());
    }
    out.writeEndObject();
  }
}
