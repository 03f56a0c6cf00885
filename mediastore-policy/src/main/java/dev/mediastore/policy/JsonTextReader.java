// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy text into values with positions: strict JSON (RFC 8259), one value and nothing
 * after it. Nesting is limited by the parser, before this class recurses. Repeated member names are
 * kept, so that whoever looks at an object reports them at their place. Used for one text, by one
 * thread.
 */
final class JsonTextReader {
  private static final PolicyLimits USUAL = PolicyLimits.containerPolicy();
  private static final JsonFactory USUAL_FACTORY = newFactory(USUAL);

  private final JsonParser parser;
  private final Place place;

  private JsonTextReader(JsonParser parser, Place place) {
    this.parser = parser;
    this.place = place;
  }

  static JsonValue read(String text, PolicyLimits limits, Place place) throws PolicyFault {
    try (JsonParser parser = factory(limits).createParser(text)) {
      return new JsonTextReader(parser, place).document();
    } catch (StreamConstraintsException e) {
      throw at(e, place)
          .fault(
              PolicyError.Code.LIMIT,
              "is nested deeper than "
                  + limits.maxNesting()
                  + " levels or has a number of more than "
                  + limits.maxNumberCharacters()
                  + " characters");
    } catch (JsonProcessingException e) {
      throw at(e, place).fault(PolicyError.Code.JSON, "is not well-formed JSON" + position(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a text cannot fail", e);
    }
  }

  /** A factory costs more than many a text takes to read. */
  private static JsonFactory factory(PolicyLimits limits) {
    return limits.maxNesting() == USUAL.maxNesting()
            && limits.maxNumberCharacters() == USUAL.maxNumberCharacters()
        ? USUAL_FACTORY
        : newFactory(limits);
  }

  /** Strings and names are bounded by the text, whose length is checked before it gets here. */
  private static JsonFactory newFactory(PolicyLimits limits) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxNesting())
            .maxNumberLength(limits.maxNumberCharacters())
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    return JsonFactory.builder()
        .streamReadConstraints(constraints)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  private static Place at(JsonProcessingException e, Place place) {
    return e.getLocation() == null
        ? place
        : place.at(Math.max(0, (int) e.getLocation().getCharOffset()));
  }

  private static String position(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  private JsonValue document() throws IOException, PolicyFault {
    JsonValue value = value(parser.nextToken());
    if (parser.nextToken() != null) {
      throw place.at(offset()).fault(PolicyError.Code.JSON, "is followed by something else");
    }
    return value;
  }

  private JsonValue value(@Nullable JsonToken token) throws IOException, PolicyFault {
    int offset = offset();
    if (token == null) {
      throw place.at(offset).fault(PolicyError.Code.JSON, "is empty");
    }
    return switch (token) {
      case START_OBJECT -> object(offset);
      case START_ARRAY -> list(offset);
      case VALUE_STRING -> new JsonValue.Text(offset, wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Num(offset, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new JsonValue.Bool(offset, token == JsonToken.VALUE_TRUE);
      default -> new JsonValue.Nil(offset);
    };
  }

  private JsonValue object(int offset) throws IOException, PolicyFault {
    List<JsonValue.Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int nameOffset = offset();
      String name = wellFormed(parser.currentName());
      members.add(new JsonValue.Member(nameOffset, name, value(parser.nextToken())));
    }
    return new JsonValue.Obj(offset, List.copyOf(members));
  }

  private JsonValue list(int offset) throws IOException, PolicyFault {
    List<JsonValue> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(token));
    }
    return new JsonValue.Arr(offset, List.copyOf(elements));
  }

  /** Escapes can spell half a surrogate pair, which is no character and must not be compared. */
  private String wellFormed(String text) throws PolicyFault {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw place.at(offset()).fault(PolicyError.Code.JSON, "has half of a surrogate pair");
    }
    return text;
  }

  /** Where the current token begins; at 0 before the first, for which the parser has no place. */
  private int offset() {
    return Math.max(0, (int) parser.currentTokenLocation().getCharOffset());
  }
}
