// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strict JSON (RFC 8259) without members named twice, read character by character. */
final class NaiveJson {
  private static final int DEEPEST = 32;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][-+]?[0-9]+)?");

  private final String text;
  private int position;

  private NaiveJson(String text) {
    this.text = text;
  }

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super("malformed", null, false, false);
    }
  }

  /** Whether the text is one value, nested within the bound, of strings that are text. */
  static boolean accepts(String text) {
    NaiveJson reader = new NaiveJson(text);
    try {
      reader.value(1);
      reader.blanks();
      return reader.position == text.length();
    } catch (Malformed e) {
      return false;
    }
  }

  private void value(int depth) throws Malformed {
    blanks();
    if (peek() == '{' || peek() == '[') {
      if (depth > DEEPEST) {
        throw new Malformed();
      }
      composite(depth, peek() == '{');
    } else if (peek() == '"') {
      string();
    } else if (!take("true") && !take("false") && !take("null")) {
      Matcher number = NUMBER.matcher(text).region(position, text.length());
      if (!number.lookingAt()) {
        throw new Malformed();
      }
      position = number.end();
    }
  }

  private void composite(int depth, boolean object) throws Malformed {
    position++;
    blanks();
    Set<String> names = new HashSet<>();
    if (take(object ? "}" : "]")) {
      return;
    }
    do {
      blanks();
      if (object) {
        if (!names.add(string())) {
          throw new Malformed();
        }
        blanks();
        expect(":");
      }
      value(depth + 1);
      blanks();
    } while (take(","));
    expect(object ? "}" : "]");
  }

  private String string() throws Malformed {
    expect("\"");
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char c = next();
      if (c < ' ') {
        throw new Malformed();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    position++;
    if (value.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      throw new Malformed();
    }
    return value.toString();
  }

  private char escaped() throws Malformed {
    char c = next();
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(simple);
    }
    if (c != 'u') {
      throw new Malformed();
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = "0123456789abcdef".indexOf(Character.toLowerCase(next()));
      if (digit < 0) {
        throw new Malformed();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private void blanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private char peek() throws Malformed {
    if (position == text.length()) {
      throw new Malformed();
    }
    return text.charAt(position);
  }

  private char next() throws Malformed {
    char c = peek();
    position++;
    return c;
  }

  private boolean take(String token) {
    if (!text.startsWith(token, position)) {
      return false;
    }
    position += token.length();
    return true;
  }

  private void expect(String token) throws Malformed {
    if (!take(token)) {
      throw new Malformed();
    }
  }
}
