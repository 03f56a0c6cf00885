// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy value taken apart: literal text, wildcards and policy variables. Immutable.
 *
 * <p>Variables are looked up while a text is compared, and compared as literal text. What came out
 * of a variable is never looked at again, so a {@code *}, {@code ?} or <code>${</code> that a
 * caller smuggled into a request stays the characters it is.
 */
final class Template {

  /** One stretch of a template. The two walks give a negative number if the text does not fit. */
  sealed interface Part permits Literal, Wildcard, Variable {

    /** The fewest characters it covers. */
    int shortest();

    /** Where it ends in {@code text[from, to)} if it begins at {@code from}. */
    int endFrom(String text, int from, int to, AuthorizationContext context);

    /** Where it begins in {@code text[from, to)} if it ends at {@code to}. */
    int startBefore(String text, int from, int to, AuthorizationContext context);
  }

  record Literal(String text) implements Part {
    @Override
    public int shortest() {
      return text.length();
    }

    @Override
    public int endFrom(String other, int from, int to, AuthorizationContext context) {
      return Template.endFrom(text, other, from, to);
    }

    @Override
    public int startBefore(String other, int from, int to, AuthorizationContext context) {
      return Template.startBefore(text, other, from, to);
    }
  }

  enum Wildcard implements Part {
    /** Never walked: the pattern is cut into pieces at it. */
    ANY_RUN,
    ANY_ONE;

    @Override
    public int shortest() {
      return this == ANY_ONE ? 1 : 0;
    }

    @Override
    public int endFrom(String text, int from, int to, AuthorizationContext context) {
      if (from >= to) {
        return -1;
      }
      boolean pair =
          from + 1 < to && Character.isSurrogatePair(text.charAt(from), text.charAt(from + 1));
      return from + (pair ? 2 : 1);
    }

    @Override
    public int startBefore(String text, int from, int to, AuthorizationContext context) {
      if (from >= to) {
        return -1;
      }
      boolean pair =
          to - 2 >= from && Character.isSurrogatePair(text.charAt(to - 2), text.charAt(to - 1));
      return to - (pair ? 2 : 1);
    }
  }

  /**
   * A policy variable.
   *
   * @param key the folded name of the condition key
   * @param fallback what stands for a missing value; null if nothing does
   */
  record Variable(String key, @Nullable String fallback) implements Part {

    /** Null if there is no value: the key is absent, empty or multi-valued, without a fallback. */
    @Nullable String value(AuthorizationContext context) {
      String value = ConditionKeys.value(key, context);
      return value == null || value.isEmpty() ? fallback : value;
    }

    @Override
    public int shortest() {
      return 0;
    }

    @Override
    public int endFrom(String text, int from, int to, AuthorizationContext context) {
      String value = value(context);
      return value == null ? -1 : Template.endFrom(value, text, from, to);
    }

    @Override
    public int startBefore(String text, int from, int to, AuthorizationContext context) {
      String value = value(context);
      return value == null ? -1 : Template.startBefore(value, text, from, to);
    }
  }

  private static int endFrom(String literal, String text, int from, int to) {
    int end = from + literal.length();
    return end <= to && text.startsWith(literal, from) && isWhole(literal, text, from) ? end : -1;
  }

  private static int startBefore(String literal, String text, int from, int to) {
    int start = to - literal.length();
    return start >= from && text.startsWith(literal, start) && isWhole(literal, text, start)
        ? start
        : -1;
  }

  /** A request value may be half of a surrogate pair, which is no part of a whole pair. */
  private static boolean isWhole(String literal, String text, int start) {
    if (!isTorn(literal)) {
      return true;
    }
    int end = start + literal.length();
    return !isInsidePair(text, start) && !isInsidePair(text, end);
  }

  /** Whether a text begins or ends in the middle of a surrogate pair. */
  static boolean isTorn(String text) {
    return !text.isEmpty()
        && (Character.isLowSurrogate(text.charAt(0))
            || Character.isHighSurrogate(text.charAt(text.length() - 1)));
  }

  private static boolean isInsidePair(String text, int position) {
    return position > 0
        && position < text.length()
        && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
  }

  private final List<Part> parts;
  private final boolean constant;

  Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.constant = parts.stream().noneMatch(Variable.class::isInstance);
  }

  List<Part> parts() {
    return parts;
  }

  /** Whether there are no variables. */
  boolean isConstant() {
    return constant;
  }

  /** Whether there is nothing but literal text. */
  boolean isLiteral() {
    return parts.stream().allMatch(Literal.class::isInstance);
  }

  void collectKeys(Set<String> keys) {
    for (Part part : parts) {
      if (part instanceof Variable variable) {
        keys.add(variable.key());
      }
    }
  }

  /** Whether every variable has a value. */
  boolean isBound(AuthorizationContext context) {
    for (Part part : parts) {
      if (part instanceof Variable variable && variable.value(context) == null) {
        return false;
      }
    }
    return true;
  }

  /** The parts with literal text for variables, joined; null if a variable has no value. */
  static @Nullable List<Part> bind(Part[] parts, AuthorizationContext context) {
    List<Part> bound = new ArrayList<>(parts.length);
    StringBuilder literal = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Wildcard) {
        endLiteral(literal, bound);
        bound.add(part);
        continue;
      }
      String text = part instanceof Variable v ? v.value(context) : ((Literal) part).text();
      if (text == null) {
        return null;
      }
      literal.append(text);
    }
    endLiteral(literal, bound);
    return bound;
  }

  private static void endLiteral(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** The whole of a template without wildcards and variables. */
  String literalText() {
    return parts.stream().map(part -> ((Literal) part).text()).collect(Collectors.joining());
  }

  /** Whether a text is the text of this template, which has no wildcards, code point by point. */
  boolean isText(String text, AuthorizationContext context) {
    int position = 0;
    for (Part part : parts) {
      position = part.endFrom(text, position, text.length(), context);
      if (position < 0) {
        return false;
      }
    }
    return position == text.length();
  }

  /** As {@link #isText} without regard to case. */
  boolean isTextIgnoringCase(String text, AuthorizationContext context) {
    List<Part> bound = bind(parts.toArray(new Part[0]), context);
    return bound != null && CaseFolding.equal(new Template(bound).literalText(), text);
  }

  /**
   * The fields between the first colons of the literal text; colons inside variables do not count.
   *
   * @param fields the largest number of fields; the last one keeps its colons
   */
  List<Template> splitAtColons(int fields) {
    List<Template> result = new ArrayList<>();
    List<Part> field = new ArrayList<>();
    for (Part part : parts) {
      Part rest = part;
      while (rest instanceof Literal literal
          && result.size() < fields - 1
          && literal.text().indexOf(':') >= 0) {
        int colon = literal.text().indexOf(':');
        field.add(new Literal(literal.text().substring(0, colon)));
        result.add(new Template(field));
        field = new ArrayList<>();
        rest = new Literal(literal.text().substring(colon + 1));
      }
      field.add(rest);
    }
    result.add(new Template(field));
    return result;
  }

  /** A pattern's template from plain text, for names that have no variables. */
  static Template pattern(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?') {
        endLiteral(literal, parts);
        parts.add(c == '*' ? Wildcard.ANY_RUN : Wildcard.ANY_ONE);
      } else {
        literal.append(c);
      }
    }
    endLiteral(literal, parts);
    return new Template(parts);
  }
}
