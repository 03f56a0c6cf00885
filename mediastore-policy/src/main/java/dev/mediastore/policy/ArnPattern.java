// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over ARNs: six fields, compared one by one. A wildcard never leaves one of the first
 * five; the sixth is everything after the fifth colon, so there it runs over colons and slashes.
 * Immutable.
 */
final class ArnPattern {
  private static final int FIELDS = 6;
  private static final int LAST = FIELDS - 1;

  private final Template[] fields;

  /** The patterns of the fields; null where a field has variables. */
  private final @Nullable Glob[] globs;

  /** Text every match starts with. */
  private final char[] start;

  /** Where the sixth field begins if the first five are literal, else -1. */
  private final int lastFieldAt;

  private ArnPattern(List<Template> fields) {
    this.fields = fields.toArray(new Template[0]);
    this.globs = new Glob[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      globs[i] = this.fields[i].isConstant() ? this.fields[i].glob() : null;
    }
    List<Template> literal = fields.stream().takeWhile(Template::isLiteral).toList();
    String whole =
        literal.stream().map(field -> field.literalText() + ":").collect(Collectors.joining());
    boolean allLiteral = literal.size() == FIELDS;
    this.start =
        (allLiteral
                ? whole.substring(0, whole.length() - 1)
                : whole + this.fields[literal.size()].literalText())
            .toCharArray();
    this.lastFieldAt =
        literal.size() < LAST
            ? -1
            : literal.stream().limit(LAST).mapToInt(f -> f.literalText().length() + 1).sum();
  }

  /** The pattern of a template; null if it has fewer than six fields. */
  static @Nullable ArnPattern of(Template template) {
    List<Template> fields = template.splitAtColons(FIELDS);
    return fields.size() < FIELDS ? null : new ArnPattern(fields);
  }

  /** Whether a text has the six fields of an ARN. */
  static boolean hasSixFields(String text) {
    int colon = -1;
    for (int i = 0; i < LAST; i++) {
      colon = text.indexOf(':', colon + 1);
      if (colon < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a variable stands before the sixth field. */
  boolean hasEarlyVariable() {
    for (int i = 0; i < LAST; i++) {
      if (!fields[i].isConstant()) {
        return true;
      }
    }
    return false;
  }

  void collectKeys(Set<String> keys) {
    for (Template field : fields) {
      field.collectKeys(keys);
    }
  }

  /** Whether every variable has a value. */
  boolean isBound(AuthorizationContext context) {
    for (Template field : fields) {
      if (field.bind(context) == null) {
        return false;
      }
    }
    return true;
  }

  /** Whether the ARN matches; a variable without a value matches nothing. */
  boolean matches(char[] arn, AuthorizationContext context) {
    if (start.length > arn.length || !Arrays.equals(arn, 0, start.length, start, 0, start.length)) {
      return false;
    }
    if (lastFieldAt >= 0) {
      return fieldMatches(LAST, arn, lastFieldAt, arn.length, context);
    }
    int from = 0;
    for (int i = 0; i < LAST; i++) {
      int to = colonAfter(arn, from);
      if (to == arn.length || !fieldMatches(i, arn, from, to, context)) {
        return false;
      }
      from = to + 1;
    }
    return fieldMatches(LAST, arn, from, arn.length, context);
  }

  private static int colonAfter(char[] arn, int from) {
    int position = from;
    while (position < arn.length && arn[position] != ':') {
      position++;
    }
    return position;
  }

  private boolean fieldMatches(
      int field, char[] arn, int from, int to, AuthorizationContext context) {
    Glob glob = globs[field];
    if (glob == null) {
      Template bound = fields[field].bind(context);
      if (bound == null) {
        return false;
      }
      glob = bound.glob();
    }
    return glob.matches(arn, from, to);
  }
}
