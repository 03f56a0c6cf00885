// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON of test data, each value with the text it was read from. */
final class TestJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String source;
  private final Object content;

  private TestJson(String source, Object content) {
    this.source = source;
    this.content = content;
  }

  static TestJson parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return read(parser, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestJson read(JsonParser parser, String text) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    Object content;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, TestJson> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, read(parser, text));
      }
      content = members;
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<TestJson> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(parser, text));
      }
      content = elements;
    } else {
      content = parser.getText();
    }
    int end = (int) parser.currentLocation().getCharOffset();
    return new TestJson(text.substring(start, end), content);
  }

  String source() {
    return source;
  }

  boolean isList() {
    return content instanceof List;
  }

  String text() {
    return (String) content;
  }

  TestJson get(String name) {
    return find(name).orElseThrow();
  }

  Optional<TestJson> find(String name) {
    return Optional.ofNullable(members().get(name));
  }

  @SuppressWarnings("unchecked")
  Map<String, TestJson> members() {
    return (Map<String, TestJson>) content;
  }

  @SuppressWarnings("unchecked")
  List<TestJson> elements() {
    return (List<TestJson>) content;
  }
}
