// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a request may look like; contract section 5 is written as such values. Immutable.
 *
 * <p>A value of the wrong JSON type ends the check with {@link ServiceError#SERIALIZATION}; a value
 * of the right type outside its bounds is noted and the check goes on.
 */
sealed interface Shape {

  /** Checks {@code value}, which is not null, and notes what is wrong. */
  void check(JsonNode value, MemberPath path, Violations violations);

  /** The member {@code name} if it was given: JSON null is the same as absence. */
  static @Nullable JsonNode given(JsonNode structure, String name) {
    JsonNode value = structure.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /**
   * Ends the request unless {@code right}: a value of the wrong JSON type stands at {@code path}.
   */
  static void requireType(boolean right, MemberPath path, String wanted) {
    if (!right) {
      throw new ServiceException(
          ServiceError.SERIALIZATION, "Expected " + wanted + " at '" + path + "'.");
    }
  }

  private static void checkGiven(
      Shape shape, @Nullable JsonNode value, MemberPath path, Violations violations) {
    if (value == null || value.isNull()) {
      violations.add(path, null, "Member must not be null");
    } else {
      shape.check(value, path, violations);
    }
  }

  private static boolean inBounds(
      int length, int least, int most, String shown, MemberPath path, Violations violations) {
    if (length < least) {
      violations.add(path, shown, "Member must have length greater than or equal to " + least);
    } else if (length > most) {
      violations.add(path, shown, "Member must have length less than or equal to " + most);
    }
    return length >= least && length <= most;
  }

  /** A value that is checked by whoever reads it. */
  record Elsewhere() implements Shape {
    @Override
    public void check(JsonNode value, MemberPath path, Violations violations) {
      // Nothing is known about it here.
    }
  }

  /**
   * A string.
   *
   * @param least fewest characters (Unicode code points)
   * @param most most characters
   * @param pattern what the whole of it matches
   */
  record Text(int least, int most, Pattern pattern) implements Shape {
    Text(int least, int most, String pattern) {
      this(least, most, Pattern.compile(pattern));
    }

    @Override
    public void check(JsonNode value, MemberPath path, Violations violations) {
      requireType(value.isTextual(), path, "a string");
      String text = value.textValue();
      int length = text.codePointCount(0, text.length());
      if (inBounds(length, least, most, text, path, violations)
          && !pattern.matcher(text).matches()) {
        violations.add(
            path, text, "Member must satisfy regular expression pattern: " + pattern.pattern());
      }
    }
  }

  /**
   * One of a few strings.
   *
   * @param values all of them, letter case included
   */
  record OneOf(List<String> values) implements Shape {
    static OneOf of(String... values) {
      return new OneOf(List.of(values));
    }

    @Override
    public void check(JsonNode value, MemberPath path, Violations violations) {
      requireType(value.isTextual(), path, "a string");
      if (!values.contains(value.textValue())) {
        violations.add(path, value.textValue(), "Member must satisfy enum value set: " + values);
      }
    }
  }

  /**
   * A number without a fraction.
   *
   * @param least lowest value
   * @param most highest value
   */
  record Whole(int least, int most) implements Shape {
    @Override
    public void check(JsonNode value, MemberPath path, Violations violations) {
      requireType(value.isIntegralNumber(), path, "an integer");
      BigInteger number = value.bigIntegerValue();
      if (number.compareTo(BigInteger.valueOf(least)) < 0) {
        violations.add(
            path, number.toString(), "Member must have value greater than or equal to " + least);
      } else if (number.compareTo(BigInteger.valueOf(most)) > 0) {
        violations.add(
            path, number.toString(), "Member must have value less than or equal to " + most);
      }
    }
  }

  /**
   * A list.
   *
   * @param least fewest elements
   * @param most most elements
   * @param element what each of them looks like
   */
  record ListOf(int least, int most, Shape element) implements Shape {
    @Override
    public void check(JsonNode value, MemberPath path, Violations violations) {
      requireType(value.isArray(), path, "a list");
      if (inBounds(value.size(), least, most, Violations.shown(value), path, violations)) {
        for (int i = 0; i < value.size(); i++) {
          checkGiven(element, value.get(i), path.element(i), violations);
        }
      }
    }
  }

  /**
   * A member of a structure.
   *
   * @param name spelled as on the wire, capital first
   * @param shape what it looks like
   * @param required whether it has to be given
   */
  record Member(String name, Shape shape, boolean required) {
    static Member required(String name, Shape shape) {
      return new Member(name, shape, true);
    }

    static Member optional(String name, Shape shape) {
      return new Member(name, shape, false);
    }
  }

  /**
   * A JSON object. Members it does not list are ignored, as AWS JSON 1.1 has it.
   *
   * @param members those it lists
   */
  record Structure(List<Member> members) implements Shape {
    static Structure of(Member... members) {
      return new Structure(List.of(members));
    }

    /**
     * Checks a whole request, which is a JSON object.
     *
     * @throws ServiceException with {@link ServiceError#SERIALIZATION} or {@link
     *     ServiceError#VALIDATION} if anything is wrong with it
     */
    void verify(JsonNode request) {
      Violations violations = new Violations();
      check(request, MemberPath.ROOT, violations);
      violations.throwIfAny();
    }

    /** Whether a member is listed. */
    boolean has(String name) {
      return members.stream().anyMatch(member -> member.name().equals(name));
    }

    @Override
    public void check(JsonNode value, MemberPath path, Violations violations) {
      requireType(value.isObject(), path, "an object");
      for (Member member : members) {
        JsonNode given = given(value, member.name());
        if (given != null || member.required()) {
          checkGiven(member.shape(), given, path.member(member.name()), violations);
        }
      }
    }
  }
}
