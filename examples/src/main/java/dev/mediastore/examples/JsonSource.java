// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that remembers the text it was read from, so that a policy inside a larger value is
 * judged as it was written. Immutable.
 *
 * <p>Every method that finds another kind of value than it needs throws {@link
 * IllegalArgumentException} with the name of the value.
 */
final class JsonSource {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String name;
  private final String text;
  private final @Nullable Object content;

  private JsonSource(String name, String text, @Nullable Object content) {
    this.name = name;
    this.text = text;
    this.content = content;
  }

  /** Reads one value and nothing after it. */
  static JsonSource parse(String name, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IllegalArgumentException(name + " is empty");
      }
      JsonSource value = read(name, parser, text);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(name + " is followed by something else");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a text cannot fail", e);
    }
  }

  /** Recursion is bounded by the parser, which refuses to nest deeper than 1000 levels. */
  private static JsonSource read(String name, JsonParser parser, String text) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    Object content =
        switch (parser.currentToken()) {
          case START_OBJECT -> members(name, parser, text);
          case START_ARRAY -> elements(name, parser, text);
          case VALUE_NULL -> null;
          default -> parser.getText();
        };
    int end = (int) parser.currentLocation().getCharOffset();
    return new JsonSource(name, text.substring(start, end), content);
  }

  private static Map<String, JsonSource> members(String name, JsonParser parser, String text)
      throws IOException {
    Map<String, JsonSource> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      parser.nextToken();
      members.put(member, read(name + "." + member, parser, text));
    }
    return members;
  }

  private static List<JsonSource> elements(String name, JsonParser parser, String text)
      throws IOException {
    List<JsonSource> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(read(name + "[" + elements.size() + "]", parser, text));
    }
    return elements;
  }

  /** What to call this value in a message. */
  String name() {
    return name;
  }

  /** The value as it was written. */
  String source() {
    return text;
  }

  boolean isList() {
    return content instanceof List;
  }

  /** A string as such, a number or boolean as it was written. */
  String text() {
    if (content instanceof String scalar) {
      return scalar;
    }
    throw new IllegalArgumentException(name + " must be a string");
  }

  /** A member of this object; empty if it is not there or null. */
  Optional<JsonSource> find(String member) {
    return Optional.ofNullable(members().get(member)).filter(value -> value.content != null);
  }

  JsonSource get(String member) {
    return find(member)
        .orElseThrow(() -> new IllegalArgumentException(name + "." + member + " is missing"));
  }

  @SuppressWarnings("unchecked") // read() puts nothing else into a map.
  Map<String, JsonSource> members() {
    if (content instanceof Map) {
      return (Map<String, JsonSource>) content;
    }
    throw new IllegalArgumentException(name + " must be an object");
  }

  @SuppressWarnings("unchecked") // read() puts nothing else into a list.
  List<JsonSource> elements() {
    if (content instanceof List) {
      return (List<JsonSource>) content;
    }
    throw new IllegalArgumentException(name + " must be a list");
  }
}
