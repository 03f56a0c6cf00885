// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

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
  private final Glob[] globs;

  /** The first five fields with their colons if they are literal, else null. */
  private final @Nullable String start;

  private ArnPattern(List<Template> fields) {
    this.fields = fields.toArray(new Template[0]);
    this.globs = fields.stream().map(Glob::of).toArray(Glob[]::new);
    List<Template> firstFive = fields.subList(0, LAST);
    this.start =
        firstFive.stream().allMatch(Template::isLiteral)
            ? firstFive.stream()
                .map(field -> field.literalText() + ":")
                .collect(Collectors.joining())
            : null;
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
      if (!field.isBound(context)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the ARN matches; a variable without a value matches nothing. */
  boolean matches(String arn, AuthorizationContext context) {
    if (start != null) {
      return arn.startsWith(start) && globs[LAST].matches(arn, start.length(), context);
    }
    int from = 0;
    for (int i = 0; i < LAST; i++) {
      int to = arn.indexOf(':', from);
      if (to < 0 || !globs[i].matches(arn, from, to, context)) {
        return false;
      }
      from = to + 1;
    }
    return globs[LAST].matches(arn, from, context);
  }
}
