// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the first constraint that proposed rules break (contract section 13.1).
 *
 * <p>Used by one thread, for one list of rules. Rules are taken in order, and in a rule origins,
 * methods, allowed headers, exposed headers and maximum age; the size of the whole comes last. The
 * first finding stays; checks after it have no effect.
 */
final class PolicyCheck {

  private static final int MOST_METHODS = 4;

  private final CorsLimits limits;
  private long characters;
  private @Nullable CorsViolation first;

  PolicyCheck(CorsLimits limits) {
    this.limits = limits;
  }

  /** The first violation, or null. */
  @Nullable CorsViolation first(List<CorsRule> rules) {
    requireLength("corsPolicy", rules, 1, limits.rules());
    for (int i = 0; first == null && i < rules.size(); i++) {
      inRule("corsPolicy." + (i + 1) + ".member.", rules.get(i));
    }
    require(
        characters <= limits.policyCharacters(),
        "corsPolicy",
        shown(rules),
        "Member must hold at most " + limits.policyCharacters() + " characters in all");
    return first;
  }

  private void inRule(String path, CorsRule rule) {
    int entries = limits.entries();
    requireGiven(path + "allowedOrigins", rule.allowedOrigins());
    each(path + "allowedOrigins", rule.allowedOrigins(), 1, entries, this::inOrigin);
    each(path + "allowedMethods", rule.allowedMethods(), 1, MOST_METHODS, this::inMethod);
    requireGiven(path + "allowedHeaders", rule.allowedHeaders());
    each(path + "allowedHeaders", rule.allowedHeaders(), 0, entries, this::inAllowedHeader);
    each(path + "exposeHeaders", rule.exposeHeaders(), 0, entries, this::inExposeHeader);
    inMaxAge(path + "maxAgeSeconds", rule.maxAgeSeconds());
  }

  private void each(
      String member,
      @Nullable List<String> list,
      int least,
      int most,
      BiConsumer<String, String> check) {
    if (list == null) {
      return;
    }
    requireLength(member, list, least, most);
    for (int i = 0; first == null && i < list.size(); i++) {
      String entry = list.get(i);
      characters += entry.length();
      check.accept(member + '.' + (i + 1) + ".member", entry);
    }
  }

  private void inOrigin(String member, String origin) {
    requireLength(member, origin, limits.originCharacters());
    require(
        FieldSyntax.isOriginPattern(origin),
        member,
        origin,
        "Member must be Latin-1 text without control characters or commas");
    requireOneWildcard(member, origin);
  }

  private void inMethod(String member, String method) {
    require(
        Methods.bit(method) != 0,
        member,
        method,
        "Member must satisfy enum value set: [PUT, GET, DELETE, HEAD]");
  }

  private void inAllowedHeader(String member, String name) {
    requireLength(member, name, limits.headerCharacters());
    require(
        FieldSyntax.isHeaderPattern(name),
        member,
        name,
        "Member must be made of the characters of a header name");
    requireOneWildcard(member, name);
  }

  private void inExposeHeader(String member, String name) {
    requireLength(member, name, limits.headerCharacters());
    require(
        FieldSyntax.isExposable(name),
        member,
        name,
        "Member must be a header name or the lone wildcard");
  }

  private void inMaxAge(String member, @Nullable Long seconds) {
    if (seconds != null) {
      String given = seconds.toString();
      require(seconds >= 0, member, given, "Member must have value greater than or equal to 0");
      require(
          FieldSyntax.isMaxAge(seconds),
          member,
          given,
          "Member must have value less than or equal to " + Integer.MAX_VALUE);
    }
  }

  private void requireOneWildcard(String member, String entry) {
    require(
        !FieldSyntax.hasSeveralWildcards(entry),
        member,
        entry,
        "Member must have at most one wildcard");
  }

  private void requireGiven(String member, @Nullable List<String> list) {
    require(list != null, member, null, "Member must not be null");
  }

  private void requireLength(String member, List<?> list, int least, int most) {
    requireLength(member, list.size(), shown(list), least, most);
  }

  private void requireLength(String member, String entry, int most) {
    requireLength(member, entry.length(), entry, 1, most);
  }

  private void requireLength(String member, int length, String value, int least, int most) {
    require(
        length >= least,
        member,
        value,
        "Member must have length greater than or equal to " + least);
    require(length <= most, member, value, "Member must have length less than or equal to " + most);
  }

  private void require(boolean met, String member, @Nullable String value, String constraint) {
    if (!met && first == null) {
      first = CorsViolation.of(member, value, constraint);
    }
  }

  private static String shown(List<?> list) {
    return list.isEmpty() ? "[]" : "[" + list.size() + " entries]";
  }
}
