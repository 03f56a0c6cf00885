// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;

/** A JSON value that remembers where it stood. Immutable. */
sealed interface JsonValue {

  /** Where it begins in the text. */
  int offset();

  /** An object with its members in the order of the text, repeated names included. */
  record Obj(int offset, List<Member> members) implements JsonValue {}

  /** A list. */
  record Arr(int offset, List<JsonValue> elements) implements JsonValue {}

  /** A string. */
  record Text(int offset, String value) implements JsonValue {}

  /** A number as it was written. */
  record Num(int offset, String text) implements JsonValue {}

  /** {@code true} or {@code false}. */
  record Bool(int offset, boolean value) implements JsonValue {}

  /** {@code null}. */
  record Nil(int offset) implements JsonValue {}

  /** A member of an object; the offset is that of its name. */
  record Member(int offset, String name, JsonValue value) {}

  /** This value as text. */
  default Text text(Place place) throws PolicyFault {
    if (this instanceof Text text) {
      return text;
    }
    throw place.at(offset()).fault(PolicyError.Code.TYPE, "must be a string");
  }

  /** This value as an object. */
  default Obj object(Place place) throws PolicyFault {
    if (this instanceof Obj object) {
      return object;
    }
    throw place.at(offset()).fault(PolicyError.Code.TYPE, "must be an object");
  }

  /** The elements of a list, or this very value as the only one. */
  default List<JsonValue> elements(Place place, PolicyLimits limits) throws PolicyFault {
    if (!(this instanceof Arr list)) {
      return List.of(this);
    }
    if (list.elements().size() > limits.maxValuesPerList()) {
      throw place
          .at(list.elements().get(limits.maxValuesPerList()).offset())
          .fault(PolicyError.Code.LIMIT, "has more than " + limits.maxValuesPerList() + " values");
    }
    return list.elements();
  }

  /** A string or a list of strings. */
  default List<Text> texts(Place place, PolicyLimits limits) throws PolicyFault {
    List<JsonValue> elements = elements(place, limits);
    Text[] texts = new Text[elements.size()];
    for (int i = 0; i < texts.length; i++) {
      JsonValue element = elements.get(i);
      if (!(element instanceof Text text)) {
        throw place
            .value(i, texts.length, element.offset())
            .fault(PolicyError.Code.TYPE, "must be a string or a list of strings");
      }
      texts[i] = text;
    }
    return List.of(texts);
  }
}
