// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags in requests, answers and condition keys (contract sections 12.5 and 18.1). How many there
 * may be and which keys are reserved is checked by the container itself.
 */
final class ControlTags {
  private static final String TAGS = "Tags";
  private static final String TAG_KEYS = "TagKeys";
  private static final String KEY = "Key";
  private static final String VALUE = "Value";

  private ControlTags() {}

  /**
   * The tags in a request whose shape was checked; a tag without a value has the empty one.
   *
   * @throws ServiceException with {@link ServiceError#VALIDATION} if a key is named twice
   */
  static Map<String, String> tags(JsonNode request) {
    Map<String, String> tags = new LinkedHashMap<>();
    JsonNode given = request.path(TAGS);
    for (int i = 0; i < given.size(); i++) {
      JsonNode value = Shape.given(given.get(i), VALUE);
      String key = given.get(i).path(KEY).asText();
      Violations.require(
          tags.put(key, value == null ? "" : value.asText()) == null,
          MemberPath.ROOT.member(TAGS).element(i).member(KEY),
          key,
          "Member must be unique in the list");
    }
    return tags;
  }

  /** The tag keys in a request whose shape was checked. */
  static List<String> tagKeys(JsonNode request) {
    List<String> keys = new ArrayList<>();
    request.path(TAG_KEYS).forEach(key -> keys.add(key.asText()));
    return keys;
  }

  /** The answer to ListTagsForResource. */
  static ObjectNode list(Container container) {
    ObjectNode answer = JsonText.object();
    ArrayNode tags = answer.putArray(TAGS);
    container.tags().forEach((key, value) -> tags.addObject().put(KEY, key).put(VALUE, value));
    return answer;
  }

  /** The condition keys that tell what a request would do to tags. */
  static Map<String, List<String>> requestKeys(ControlOperation operation, JsonNode request) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    List<String> tagKeys = new ArrayList<>();
    if (operation.request().has(TAGS)) {
      tags(request)
          .forEach(
              (key, value) -> {
                keys.put("aws:RequestTag/" + key, List.of(value));
                tagKeys.add(key);
              });
    } else if (operation.request().has(TAG_KEYS)) {
      tagKeys.addAll(tagKeys(request));
    }
    if (!tagKeys.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(tagKeys));
    }
    return keys;
  }

  /** The condition keys that tell how a container is tagged. */
  static Map<String, List<String>> resourceKeys(Container container) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    container.tags().forEach((key, value) -> keys.put("aws:ResourceTag/" + key, List.of(value)));
    return keys;
  }
}
