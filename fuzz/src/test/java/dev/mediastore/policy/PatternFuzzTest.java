// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Laws.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The input is a pattern, a text and the value of the policy variable {@code v}, on a line each.
 * The pattern covers the text if and only if a table of all starts of both says so.
 */
class PatternFuzzTest {
  private static final String VARIABLE = "${v}";
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;

  @FuzzTest
  void pattern(byte[] input) throws PolicyFault {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
    String pattern = lines[0];
    String text = lines.length > 1 ? lines[1] : "";
    String value = lines.length > 2 ? lines[2] : "";
    if (pattern.replace(VARIABLE, "").contains("${")) {
      return;
    }
    AuthorizationContext context = AuthorizationContext.builder().put("v", value).build();
    Template template =
        TemplateParser.parse(pattern, true, true, Place.document(PolicyRules.identityPolicy()));
    boolean bound = !value.isEmpty() || !pattern.contains(VARIABLE);
    boolean expected = bound && covers(tokens(pattern, value), text.codePoints().toArray());
    Glob glob = Glob.of(template);
    require(glob.matches(text, 0, context) == expected, "the pattern covers the text");
    String wider = "ab" + text + "ab";
    require(
        glob.matches(wider, 2, wider.length() - 2, context) == expected,
        "the pattern covers the text as a part of another");
    if (!pattern.contains("*") && !pattern.contains("?")) {
      require(template.isText(text, context) == expected, "the text is the same");
    }
  }

  private static int[] tokens(String pattern, String value) {
    List<Integer> tokens = new ArrayList<>();
    String[] pieces = pattern.replace(VARIABLE, "\n").split("\n", -1);
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        value.codePoints().forEach(tokens::add);
      }
      pieces[i]
          .codePoints()
          .map(c -> c == '*' ? ANY_RUN : c == '?' ? ANY_ONE : c)
          .forEach(tokens::add);
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean covers(int[] tokens, int[] text) {
    boolean[] covered = new boolean[text.length + 1];
    covered[0] = true;
    for (int token : tokens) {
      boolean[] next = new boolean[text.length + 1];
      next[0] = token == ANY_RUN && covered[0];
      for (int i = 1; i <= text.length; i++) {
        next[i] =
            token == ANY_RUN
                ? covered[i] || next[i - 1]
                : covered[i - 1] && (token == ANY_ONE || token == text[i - 1]);
      }
      covered = next;
    }
    return covered[text.length];
  }
}
