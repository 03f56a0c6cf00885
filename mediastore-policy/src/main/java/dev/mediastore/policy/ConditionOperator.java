// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition operator with its prefix and suffix. Names ignore case. Immutable.
 *
 * @param test the comparison
 * @param prefix how several request values count
 * @param ifExists whether an absent key satisfies it
 */
record ConditionOperator(Test test, SetPrefix prefix, boolean ifExists) {

  /** How the values of a multi-valued key are judged. */
  enum SetPrefix {
    /** No prefix: the key must have a single value. */
    NONE(""),
    /** Every value must satisfy the operator. */
    FOR_ALL_VALUES("forallvalues:"),
    /** Some value must satisfy it. */
    FOR_ANY_VALUE("foranyvalue:");

    private final String folded;

    SetPrefix(String folded) {
      this.folded = folded;
    }
  }

  /** What policy values are read as. */
  enum Family {
    TEXT,
    TEXT_IGNORING_CASE,
    TEXT_PATTERN,
    NUMBER,
    DATE,
    BOOL,
    BINARY,
    ADDRESS,
    ARN_PATTERN,
    PRESENCE;

    /** Whether policy variables may stand in the values. */
    boolean hasVariables() {
      return switch (this) {
        case TEXT, TEXT_IGNORING_CASE, TEXT_PATTERN, ARN_PATTERN -> true;
        default -> false;
      };
    }
  }

  /** The operators without prefix and suffix. */
  enum Test {
    STRING_EQUALS("StringEquals", Family.TEXT),
    STRING_NOT_EQUALS("StringNotEquals", Family.TEXT, true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Family.TEXT_IGNORING_CASE),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Family.TEXT_IGNORING_CASE, true),
    STRING_LIKE("StringLike", Family.TEXT_PATTERN),
    STRING_NOT_LIKE("StringNotLike", Family.TEXT_PATTERN, true),
    NUMERIC_EQUALS("NumericEquals", Family.NUMBER, Order.EQUAL),
    NUMERIC_NOT_EQUALS("NumericNotEquals", Family.NUMBER, true),
    NUMERIC_LESS_THAN("NumericLessThan", Family.NUMBER, Order.LESS),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMBER, Order.LESS_OR_EQUAL),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMBER, Order.GREATER),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMBER, Order.GREATER_OR_EQUAL),
    DATE_EQUALS("DateEquals", Family.DATE, Order.EQUAL),
    DATE_NOT_EQUALS("DateNotEquals", Family.DATE, true),
    DATE_LESS_THAN("DateLessThan", Family.DATE, Order.LESS),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Family.DATE, Order.LESS_OR_EQUAL),
    DATE_GREATER_THAN("DateGreaterThan", Family.DATE, Order.GREATER),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Family.DATE, Order.GREATER_OR_EQUAL),
    BOOL("Bool", Family.BOOL),
    BINARY_EQUALS("BinaryEquals", Family.BINARY),
    IP_ADDRESS("IpAddress", Family.ADDRESS),
    NOT_IP_ADDRESS("NotIpAddress", Family.ADDRESS, true),
    ARN_EQUALS("ArnEquals", Family.ARN_PATTERN),
    ARN_LIKE("ArnLike", Family.ARN_PATTERN),
    ARN_NOT_EQUALS("ArnNotEquals", Family.ARN_PATTERN, true),
    ARN_NOT_LIKE("ArnNotLike", Family.ARN_PATTERN, true),
    NULL("Null", Family.PRESENCE);

    private static final Map<String, Test> BY_FOLDED_NAME =
        Stream.of(values())
            .collect(
                Collectors.toUnmodifiableMap(test -> Ascii.fold(test.text), Function.identity()));

    private final String text;
    private final Family family;
    private final boolean negated;
    private final Order order;

    Test(String text, Family family) {
      this(text, family, false, Order.EQUAL);
    }

    Test(String text, Family family, Order order) {
      this(text, family, false, order);
    }

    Test(String text, Family family, boolean negated) {
      this(text, family, negated, Order.EQUAL);
    }

    Test(String text, Family family, boolean negated, Order order) {
      this.text = text;
      this.family = family;
      this.negated = negated;
      this.order = order;
    }

    Family family() {
      return family;
    }

    /** Whether the operator holds when no policy value matches. */
    boolean negated() {
      return negated;
    }

    /** How a request value must stand to the policy value; of numbers and dates only. */
    Order order() {
      return order;
    }
  }

  /** How a request value stands to a policy value. */
  enum Order {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** Whether the sign of a comparison fits. */
    boolean accepts(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }
  }

  private static final String IF_EXISTS = "ifexists";

  /** The operator of this name; null if there is none. */
  static @Nullable ConditionOperator parse(String name) {
    String rest = Ascii.fold(name);
    SetPrefix prefix = SetPrefix.NONE;
    for (SetPrefix candidate : SetPrefix.values()) {
      if (rest.startsWith(candidate.folded)) {
        prefix = candidate;
      }
    }
    rest = rest.substring(prefix.folded.length());
    boolean ifExists = rest.endsWith(IF_EXISTS);
    if (ifExists) {
      rest = rest.substring(0, rest.length() - IF_EXISTS.length());
    }
    Test test = Test.BY_FOLDED_NAME.get(rest);
    if (test == null || (ifExists && test == Test.NULL)) {
      return null;
    }
    return new ConditionOperator(test, prefix, ifExists);
  }
}
