// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says in {@code Forwarded} (RFC 7239 section 4). Immutable.
 *
 * <p>Every line is read strictly from its beginning: with quoted text in it there is no reading it
 * from its end, and a stranger's half-open quotation mark must not swallow what a proxy appended.
 */
final class ForwardedElement {
  private static final int MAX_ELEMENTS = 64;

  private final Map<String, String> parameters;

  private ForwardedElement(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** The value of a parameter, without quotation marks; null if it is not there. */
  @Nullable String value(String lowerCaseName) {
    return parameters.get(lowerCaseName);
  }

  /**
   * The elements of all lines, in order.
   *
   * @throws ServiceException if a line does not follow the grammar
   */
  static List<ForwardedElement> parse(List<String> lines) {
    List<ForwardedElement> elements = new ArrayList<>();
    for (String line : lines) {
      new Reader(line).readInto(elements);
    }
    return elements;
  }

  private static final class Reader {
    private final String line;
    private int position;

    Reader(String line) {
      this.line = line;
    }

    void readInto(List<ForwardedElement> elements) {
      do {
        elements.add(element());
        if (elements.size() > MAX_ELEMENTS) {
          throw malformed();
        }
      } while (skip(','));
      if (position < line.length()) {
        throw malformed();
      }
    }

    private ForwardedElement element() {
      Map<String, String> parameters = new HashMap<>();
      do {
        skipBlanks();
        String name = token().toLowerCase(Locale.ROOT);
        if (!skip('=') || parameters.putIfAbsent(name, value()) != null) {
          throw malformed();
        }
        skipBlanks();
      } while (skip(';'));
      return new ForwardedElement(parameters);
    }

    private String value() {
      return position < line.length() && line.charAt(position) == '"' ? quoted() : token();
    }

    private String token() {
      int from = position;
      while (position < line.length() && Ascii.isToken(line.substring(position, position + 1))) {
        position++;
      }
      if (from == position) {
        throw malformed();
      }
      return line.substring(from, position);
    }

    private String quoted() {
      StringBuilder text = new StringBuilder();
      position++;
      while (position < line.length()) {
        char c = line.charAt(position++);
        if (c == '"') {
          return text.toString();
        }
        if (c == '\\' && position < line.length()) {
          c = line.charAt(position++);
        }
        text.append(c);
      }
      throw malformed();
    }

    private void skipBlanks() {
      while (position < line.length()
          && (line.charAt(position) == ' ' || line.charAt(position) == '\t')) {
        position++;
      }
    }

    private boolean skip(char expected) {
      boolean there = position < line.length() && line.charAt(position) == expected;
      if (there) {
        position++;
      }
      return there;
    }

    private static ServiceException malformed() {
      return TrustedProxies.malformed("Forwarded");
    }
  }
}
