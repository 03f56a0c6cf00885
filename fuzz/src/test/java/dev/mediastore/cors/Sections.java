// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input as sections of members of entries, cut at the three bytes that ASCII has for that
 * (group, record and unit separator). A member of the one character {@code ~} is one that was not
 * given; an empty one has no entries.
 */
record Sections(List<List<@Nullable List<String>>> sections) {
  private static final String GROUP = "\u001D";
  private static final String RECORD = "\u001E";
  private static final String UNIT = "\u001F";

  static Sections of(byte[] input) {
    List<List<@Nullable List<String>>> sections = new ArrayList<>();
    for (String section : new String(input, StandardCharsets.ISO_8859_1).split(GROUP, -1)) {
      List<@Nullable List<String>> members = new ArrayList<>();
      for (String member : section.split(RECORD, -1)) {
        members.add(
            member.equals("~")
                ? null
                : member.isEmpty() ? List.of() : Arrays.asList(member.split(UNIT, -1)));
      }
      sections.add(members);
    }
    return new Sections(sections);
  }

  /** A member; null if it is not given. */
  @Nullable List<String> member(int section, int index) {
    List<@Nullable List<String>> members = sections.get(section);
    return index < members.size() ? members.get(index) : null;
  }

  /** A member; without entries if it is not given. */
  List<String> list(int section, int index) {
    List<String> member = member(section, index);
    return member == null ? List.of() : member;
  }

  /** The rules in all sections from one on. */
  List<CorsRule> rules(int from) {
    List<CorsRule> rules = new ArrayList<>();
    for (int i = from; i < sections.size(); i++) {
      rules.add(
          new CorsRule(
              member(i, 0), member(i, 1), member(i, 2), member(i, 3), seconds(list(i, 4))));
    }
    return rules;
  }

  private static @Nullable Long seconds(List<String> member) {
    String text = member.isEmpty() ? "" : member.get(0);
    return text.matches("-?[0-9]{1,12}") ? Long.valueOf(text) : null;
  }

  /** Fails the target; an assertion of the language may be switched off. */
  static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError(law);
    }
  }
}
