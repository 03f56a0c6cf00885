// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Set;

/**
 * One condition key of a statement under one operator, with its values. Immutable.
 *
 * <p>The values of a key are alternatives; under a negated operator none of them may match.
 */
final class Condition {
  private final String operatorText;
  private final String keyText;
  private final List<String> texts;
  private final ConditionOperator operator;
  private final String key;
  private final ValueMatcher matcher;

  /**
   * A condition.
   *
   * @param operatorText the operator as written
   * @param keyText the key as written
   * @param texts the values as text
   * @param matcher the values that the operator can read
   */
  Condition(
      String operatorText,
      String keyText,
      List<String> texts,
      ConditionOperator operator,
      ValueMatcher matcher) {
    this.operatorText = operatorText;
    this.keyText = keyText;
    this.texts = List.copyOf(texts);
    this.operator = operator;
    this.key = ConditionKeys.canonical(keyText);
    this.matcher = matcher;
  }

  String operatorText() {
    return operatorText;
  }

  String keyText() {
    return keyText;
  }

  List<String> texts() {
    return texts;
  }

  void collectKeys(Set<String> keys) {
    keys.add(key);
    matcher.collectKeys(keys);
  }

  /** Whether this demands a client-facing TLS connection, with no way around it. */
  boolean demandsTls() {
    return operator.test() == ConditionOperator.Test.BOOL
        && operator.prefix() == ConditionOperator.SetPrefix.NONE
        && !operator.ifExists()
        && key.equals(ConditionKeys.SECURE_TRANSPORT)
        && matcher instanceof ValueMatcher.Booleans values
        && values.acceptsTrue()
        && !values.acceptsFalse();
  }

  boolean holds(AuthorizationContext context) {
    String single = ConditionKeys.value(key, context);
    List<String> multiple = single == null ? ConditionKeys.values(key, context) : null;
    boolean absent = single == null && multiple == null;
    if (operator.test() == ConditionOperator.Test.NULL) {
      return nullHolds(absent);
    }
    if (texts.isEmpty()) {
      return holdsWithoutValues(absent, multiple != null);
    }
    if (single != null) {
      return satisfies(single, context);
    }
    return multiple == null ? holdsWhenAbsent() : listHolds(multiple, context);
  }

  private boolean nullHolds(boolean absent) {
    return switch (operator.prefix()) {
      case NONE -> matcher instanceof ValueMatcher.Booleans values && values.accepts(absent);
      case FOR_ALL_VALUES -> true;
      case FOR_ANY_VALUE -> false;
    };
  }

  /** A condition with an empty list of values, for which the language has rules of its own. */
  private boolean holdsWithoutValues(boolean absent, boolean multiple) {
    if (operator.prefix() == ConditionOperator.SetPrefix.FOR_ANY_VALUE) {
      return false;
    }
    if (operator.ifExists() || operator.prefix() == ConditionOperator.SetPrefix.FOR_ALL_VALUES) {
      return absent;
    }
    return operator.test().negated() && !multiple;
  }

  private boolean holdsWhenAbsent() {
    if (operator.ifExists()) {
      return true;
    }
    return switch (operator.prefix()) {
      case NONE -> operator.test().negated();
      case FOR_ALL_VALUES -> true;
      case FOR_ANY_VALUE -> false;
    };
  }

  private boolean listHolds(List<String> values, AuthorizationContext context) {
    return switch (operator.prefix()) {
      case NONE -> false;
      case FOR_ALL_VALUES -> {
        for (String value : values) {
          if (!satisfies(value, context)) {
            yield false;
          }
        }
        yield true;
      }
      case FOR_ANY_VALUE -> {
        for (String value : values) {
          if (satisfies(value, context)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  private boolean satisfies(String value, AuthorizationContext context) {
    return matcher.matchesAny(value, context) != operator.test().negated();
  }

  /** Why this does not hold, without quoting a value. */
  String explainMiss(AuthorizationContext context) {
    String why;
    if (context.value(key) != null) {
      why = "the value does not satisfy it";
    } else if (context.values(key) == null) {
      why = "the key is absent";
    } else if (operator.prefix() == ConditionOperator.SetPrefix.NONE) {
      why = "the key is multi-valued, which needs ForAllValues or ForAnyValue";
    } else {
      why = "the values do not satisfy it";
    }
    return operatorText + " " + keyText + ": " + why;
  }
}
