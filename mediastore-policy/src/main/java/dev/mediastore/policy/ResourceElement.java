// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code Resource} or {@code NotResource} of a statement. Immutable. */
final class ResourceElement {
  private final boolean negated;
  private final List<String> texts;
  private final boolean everything;
  private final ArnPattern[] patterns;

  private ResourceElement(
      boolean negated, List<String> texts, boolean everything, List<ArnPattern> patterns) {
    this.negated = negated;
    this.texts = texts;
    this.everything = everything;
    this.patterns = patterns.toArray(new ArnPattern[0]);
  }

  static ResourceElement read(boolean negated, JsonValue json, Place place, Dialect dialect)
      throws PolicyFault {
    List<JsonValue.Text> values = json.texts(place, dialect.limits());
    List<ArnPattern> patterns = new ArrayList<>();
    boolean everything = false;
    for (int i = 0; i < values.size(); i++) {
      Place where = place.value(i, values.size(), values.get(i).offset());
      String text = dialect.resourceText(values.get(i).value(), where);
      if (text.equals("*")) {
        everything = true;
      } else {
        ArnPattern pattern = compile(text, where, dialect);
        if (pattern != null) {
          patterns.add(pattern);
        }
      }
    }
    return new ResourceElement(
        negated, values.stream().map(JsonValue.Text::value).toList(), everything, patterns);
  }

  /** Null for a pattern that matches nothing. */
  private static @Nullable ArnPattern compile(String text, Place place, Dialect dialect)
      throws PolicyFault {
    Template template = TemplateParser.parse(text, true, dialect.variables(), place);
    ArnPattern pattern = ArnPattern.of(template);
    if (pattern == null) {
      if (dialect.complete() && dialect.isResourcePolicy()) {
        throw place.fault(PolicyError.Code.RESOURCE, "must be an ARN of six fields or \"*\"");
      }
      return null;
    }
    if (pattern.hasEarlyVariable()) {
      if (dialect.complete()) {
        throw place.fault(
            PolicyError.Code.VARIABLE, "may use policy variables only after the fifth colon");
      }
      return null;
    }
    return pattern;
  }

  boolean negated() {
    return negated;
  }

  List<String> texts() {
    return texts;
  }

  void collectKeys(Set<String> keys) {
    for (ArnPattern pattern : patterns) {
      pattern.collectKeys(keys);
    }
  }

  /**
   * Whether the element covers the resource of a request, under either of its names.
   *
   * <p>Under {@code NotResource} a pattern whose variable has no value must not widen a grant: an
   * Allow then does not apply at all, while a Deny excludes nothing by it.
   */
  boolean matches(AuthorizationRequest request, Effect effect) {
    if (negated && effect == Effect.ALLOW && !isBound(request.context())) {
      return false;
    }
    return covers(request) != negated;
  }

  private boolean covers(AuthorizationRequest request) {
    String otherName = request.otherName();
    return covers(request.resource(), request.context())
        || (otherName != null && covers(otherName, request.context()));
  }

  private boolean covers(@Nullable String resource, AuthorizationContext context) {
    if (everything || resource == null) {
      return everything;
    }
    for (ArnPattern pattern : patterns) {
      if (pattern.matches(resource, context)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBound(AuthorizationContext context) {
    for (ArnPattern pattern : patterns) {
      if (!pattern.isBound(context)) {
        return false;
      }
    }
    return true;
  }
}
