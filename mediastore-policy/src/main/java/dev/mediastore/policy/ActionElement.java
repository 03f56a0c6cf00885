// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;

/** {@code Action} or {@code NotAction} of a statement. Immutable. */
final class ActionElement {
  private static final String ALIAS = "mediastore-data";

  private final boolean negated;
  private final List<String> texts;
  private final Glob[] patterns;

  /** The known actions that some pattern matches, by number. */
  private final long known;

  private ActionElement(boolean negated, List<String> texts, Glob[] patterns) {
    this.negated = negated;
    this.texts = texts;
    this.patterns = patterns;
    long union = 0;
    for (Glob pattern : patterns) {
      union |= MediaStoreActions.matching(pattern);
    }
    this.known = union;
  }

  static ActionElement read(boolean negated, JsonValue json, Place place, Dialect dialect)
      throws PolicyFault {
    List<JsonValue.Text> values = json.texts(place, dialect.limits());
    Glob[] patterns = new Glob[values.size()];
    for (int i = 0; i < patterns.length; i++) {
      JsonValue.Text value = values.get(i);
      patterns[i] =
          compile(value.value(), place.value(i, patterns.length, value.offset()), dialect);
    }
    return new ActionElement(
        negated, values.stream().map(JsonValue.Text::value).toList(), patterns);
  }

  private static Glob compile(String text, Place place, Dialect dialect) throws PolicyFault {
    if (text.equals("*")) {
      return pattern(text);
    }
    int colon = text.indexOf(':');
    String service = colon < 0 ? "" : Ascii.fold(text.substring(0, colon));
    String name = text.substring(colon + 1);
    if (!isService(service) || !isNamePattern(name)) {
      throw place.fault(PolicyError.Code.ACTION, "must be \"*\" or of the form service:Action");
    }
    if (service.equals(ALIAS) && dialect.lenientNames()) {
      service = MediaStoreActions.SERVICE;
    }
    Glob pattern = pattern(service + ":" + name);
    checkSupported(service, pattern, place, dialect);
    return pattern;
  }

  private static void checkSupported(String service, Glob pattern, Place place, Dialect dialect)
      throws PolicyFault {
    boolean ours = service.equals(MediaStoreActions.SERVICE);
    if (!ours && dialect.isContainerPolicy()) {
      throw place.fault(
          PolicyError.Code.ACTION, "must be \"*\" or start with mediastore: in a container policy");
    }
    if (ours && dialect.complete() && MediaStoreActions.matching(pattern) == 0) {
      throw place.fault(PolicyError.Code.ACTION, "names no action of mediastore");
    }
  }

  private static Glob pattern(String text) {
    return Glob.of(Template.pattern(Ascii.fold(text)));
  }

  /** A wildcard may stand for the whole service, never for a part of its name. */
  private static boolean isService(String folded) {
    return folded.equals("*")
        || (!folded.isEmpty()
            && folded.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '-' || c == '.'));
  }

  private static boolean isNamePattern(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '*' || c == '?' || c == '-');
  }

  boolean negated() {
    return negated;
  }

  List<String> texts() {
    return texts;
  }

  /** Whether the element covers a known action. */
  boolean covers(int actionNumber) {
    return ((known >>> actionNumber & 1) != 0) != negated;
  }

  /** Whether the element covers an action that the service does not have, in any spelling. */
  boolean coversUnknown(String action) {
    String folded = Ascii.fold(action);
    for (Glob pattern : patterns) {
      if (pattern.matches(folded)) {
        return !negated;
      }
    }
    return negated;
  }
}
