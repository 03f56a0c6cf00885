// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads and writes the JSON of requests, answers and stored documents. Safe for any thread.
 *
 * <p>Reading is strict: exactly one value of RFC 8259 in UTF-8 without a byte order mark, no member
 * named twice in one object, nothing beyond {@link JsonLimits}.
 */
final class JsonText {
  private static final JsonLimits LIMITS = JsonLimits.defaults();
  private static final JsonMapper MAPPER = mapper();

  private JsonText() {}

  /** An object without members, to be filled. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A list without elements, to be filled. */
  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** The value that {@code bytes} spell, or empty if they are not strict JSON. */
  static Optional<JsonNode> read(byte[] bytes) {
    try {
      // Jackson would guess the encoding and replace malformed sequences.
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The value that {@code text} spells, or empty if it is not strict JSON. */
  static Optional<JsonNode> read(String text) {
    try (JsonParser parser = new MemberCounter(MAPPER.createParser(text), LIMITS.members())) {
      return Optional.ofNullable(MAPPER.readTree(parser));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The value of a document that was checked when it was stored.
   *
   * @throws ServiceException with {@link ServiceError#INTERNAL} if the text is damaged
   */
  static JsonNode readStored(String text) {
    return read(text).orElseThrow(JsonText::damaged);
  }

  /** The exception for a stored document that cannot have been stored as it is, not thrown. */
  static ServiceException damaged() {
    return new ServiceException(ServiceError.INTERNAL, "A stored document is damaged.");
  }

  /** The shortest text of {@code value}. */
  static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can be written", e);
    }
  }

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(LIMITS.depth())
                    .maxTokenCount(LIMITS.tokens())
                    .maxNumberLength(LIMITS.numberCharacters())
                    .build())
            // Names come from outside: nothing of them is kept between requests.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .build();
  }

  /** Counts the members of all objects, which Jackson's own constraints do not tell from values. */
  private static final class MemberCounter extends JsonParserDelegate {
    private final int most;
    private int members;

    MemberCounter(JsonParser parser, int most) {
      super(parser);
      this.most = most;
    }

    @Override
    public JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      if (token == JsonToken.FIELD_NAME && ++members > most) {
        throw new StreamConstraintsException("more than " + most + " members");
      }
      return token;
    }
  }
}
