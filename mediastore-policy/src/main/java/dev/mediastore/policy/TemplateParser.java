// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a policy value apart. A variable is written <code>${key}</code> or <code>
 * ${key, 'fallback'}</code>; <code>${*}</code>, <code>${?}</code> and <code>${$}</code> are those
 * characters themselves. Used for one value, by one thread.
 */
final class TemplateParser {
  static final String VARIABLE_START = "${";
  private static final String FALLBACK_START = ", '";
  private static final String FALLBACK_END = "'}";

  private final String text;
  private final boolean wildcards;
  private final boolean variables;
  private final Place place;
  private final List<Template.Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  private TemplateParser(String text, boolean wildcards, boolean variables, Place place) {
    this.text = text;
    this.wildcards = wildcards;
    this.variables = variables;
    this.place = place;
  }

  /**
   * Takes a value apart.
   *
   * @param wildcards whether {@code *} and {@code ?} mean more than themselves
   * @param variables whether <code>${</code> means more than itself
   */
  static Template parse(String text, boolean wildcards, boolean variables, Place place)
      throws PolicyFault {
    return new TemplateParser(text, wildcards, variables, place).parse();
  }

  private Template parse() throws PolicyFault {
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (wildcards && c == '*') {
        add(Template.Wildcard.ANY_RUN);
        position++;
      } else if (wildcards && c == '?') {
        add(Template.Wildcard.ANY_ONE);
        position++;
      } else if (variables && text.startsWith(VARIABLE_START, position)) {
        position = parseVariable(position + VARIABLE_START.length());
      } else {
        literal.append(c);
        position++;
      }
    }
    endLiteral();
    return new Template(parts);
  }

  private void add(Template.Part part) {
    endLiteral();
    parts.add(part);
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new Template.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** Reads what stands between the braces; returns the position after the closing one. */
  private int parseVariable(int start) throws PolicyFault {
    int end = start;
    while (end < text.length() && text.charAt(end) != '}' && text.charAt(end) != ',') {
      end++;
    }
    if (end == text.length()) {
      throw fault("has a policy variable without a closing brace");
    }
    String name = text.substring(start, end);
    if (text.charAt(end) == ',') {
      return parseFallback(name, end);
    }
    if (name.equals("*") || name.equals("?") || name.equals("$")) {
      literal.append(name);
    } else {
      addVariable(name, null);
    }
    return end + 1;
  }

  private int parseFallback(String name, int comma) throws PolicyFault {
    int start = comma + FALLBACK_START.length();
    int end = text.indexOf(FALLBACK_END, start);
    if (!text.startsWith(FALLBACK_START, comma) || end < 0) {
      throw fault("has a policy variable whose default is not written ${key, 'default'}");
    }
    addVariable(name, text.substring(start, end));
    return end + FALLBACK_END.length();
  }

  private void addVariable(String name, @Nullable String fallback) throws PolicyFault {
    boolean wellFormed =
        !name.isEmpty()
            && name.codePoints().noneMatch(TemplateParser::isForbiddenInName)
            && !name.contains(VARIABLE_START);
    if (!wellFormed) {
      throw fault("has a policy variable without a proper name");
    }
    add(new Template.Variable(ConditionKeys.canonical(name), fallback));
  }

  private static boolean isForbiddenInName(int codePoint) {
    return codePoint <= ' ' || Character.isWhitespace(codePoint) || codePoint == '\'';
  }

  private PolicyFault fault(String problem) {
    return place.fault(PolicyError.Code.VARIABLE, problem);
  }
}
