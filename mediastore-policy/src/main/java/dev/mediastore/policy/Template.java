// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A policy value taken apart: literal text, wildcards and policy variables. Immutable.
 *
 * <p>Binding replaces each variable by literal text, in one pass. What came out of a variable is
 * never looked at again, so a {@code *}, {@code ?} or <code>${</code> that a caller smuggled into a
 * request stays the characters it is.
 */
final class Template {

  /** One stretch of a template. */
  sealed interface Part permits Literal, Wildcard, Variable {}

  record Literal(String text) implements Part {}

  enum Wildcard implements Part {
    ANY_RUN(Glob.ANY_RUN),
    ANY_ONE(Glob.ANY_ONE);

    private final int token;

    Wildcard(int token) {
      this.token = token;
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
      String value = context.value(key);
      return value == null || value.isEmpty() ? fallback : value;
    }
  }

  private final List<Part> parts;
  private final boolean constant;

  Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.constant = parts.stream().noneMatch(Variable.class::isInstance);
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

  /** This template without variables; null if one of them has no value. */
  @Nullable Template bind(AuthorizationContext context) {
    if (constant) {
      return this;
    }
    List<Part> bound = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (part instanceof Variable variable) {
        String value = variable.value(context);
        if (value == null) {
          return null;
        }
        bound.add(new Literal(value));
      } else {
        bound.add(part);
      }
    }
    return new Template(bound);
  }

  /** The literal text up to the first wildcard or variable. */
  String literalText() {
    return parts.stream()
        .takeWhile(Literal.class::isInstance)
        .map(part -> ((Literal) part).text())
        .collect(Collectors.joining());
  }

  /** The pattern of a constant template. */
  Glob glob() {
    return Glob.of(parts.stream().flatMapToInt(Template::tokens).toArray());
  }

  private static IntStream tokens(Part part) {
    if (part instanceof Literal literal) {
      return literal.text().codePoints();
    }
    if (part instanceof Wildcard wildcard) {
      return IntStream.of(wildcard.token);
    }
    throw new IllegalStateException("a variable is not bound");
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
}
