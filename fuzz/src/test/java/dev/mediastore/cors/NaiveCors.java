// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of matching and answering (CORS sections 2 to 5) read off with regular expressions. */
final class NaiveCors {
  private static final Set<String> METHODS = Set.of("GET", "PUT", "DELETE", "HEAD");
  private static final Pattern BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");
  private static final Pattern ORIGIN = Pattern.compile("[!-+\\--~\\u00A0-\\u00FF]+");
  private static final Pattern ENTRY = Pattern.compile("[ -+\\--~\\u00A0-\\u00FF]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'+.^_`|~-]+");
  private static final Pattern NAME_OR_STAR = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private NaiveCors() {}

  /** The answer as text: the outcome, the number of the rule, and the fields. */
  static String preflight(List<CorsRule> rules, PreflightRequest request, boolean network) {
    String vary = "Vary: Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    if (request.requestOrigins().isEmpty()) {
      return "MISSING_ORIGIN 0 " + vary;
    }
    if (request.requestMethods().isEmpty()) {
      return "MISSING_METHOD 0 " + vary;
    }
    boolean granted = network && request.requestPrivateNetworks().equals(List.of("true"));
    List<String> names = names(request.requestHeaders());
    if (names == null || request.requestMethods().size() > 1) {
      return "NO_RULE 0 " + vary;
    }
    String answer =
        answer(
            rules,
            request.requestMethods().get(0),
            request.requestOrigins(),
            names,
            granted
                ? "Access-Control-Allow-Private-Network: true|"
                    + vary
                    + ", Access-Control-Request-Private-Network"
                : vary);
    return answer == null ? "NO_RULE 0 " + vary : answer;
  }

  static String actual(List<CorsRule> rules, String method, List<String> requestOrigins) {
    if (requestOrigins.isEmpty()) {
      return "MISSING_ORIGIN 0 Vary: Origin";
    }
    String answer = answer(rules, method, requestOrigins, List.of(), "Vary: Origin");
    return answer == null ? "NO_RULE 0 Vary: Origin" : answer;
  }

  private static @Nullable List<String> names(List<String> lines) {
    String joined = String.join(",", lines);
    if (joined.length() >= 8192) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String element : joined.split(",", -1)) {
      String name = BLANKS.matcher(element).replaceAll("");
      if (!name.isEmpty()) {
        names.add(name.toLowerCase(Locale.ROOT));
        if (!NAME.matcher(name).matches()) {
          return null;
        }
      }
    }
    return names.size() > 100 ? null : names;
  }

  private static @Nullable String answer(
      List<CorsRule> rules,
      String method,
      List<String> requestOrigins,
      List<String> names,
      String last) {
    String origin = requestOrigins.get(0);
    if (requestOrigins.size() > 1 || origin.length() > 2048 || !ORIGIN.matcher(origin).matches()) {
      return null;
    }
    for (int i = 0; i < rules.size(); i++) {
      CorsRule rule = rules.get(i);
      List<String> methods =
          new ArrayList<>(
              new LinkedHashSet<>(given(rule.allowedMethods()).filter(METHODS::contains).toList()));
      List<String> headers =
          given(rule.allowedHeaders()).filter(h -> NAME_OR_STAR.matcher(h).matches()).toList();
      if (methods.contains(method)
          && origins(rule).anyMatch(entry -> matches(entry, origin))
          && names.stream()
              .allMatch(
                  name ->
                      headers.stream()
                          .anyMatch(entry -> matches(entry.toLowerCase(Locale.ROOT), name)))) {
        return "ALLOWED " + (i + 1) + " " + fields(rule, methods, origin, names) + last;
      }
    }
    return null;
  }

  private static Stream<String> origins(CorsRule rule) {
    return given(rule.allowedOrigins()).filter(entry -> ENTRY.matcher(entry).matches());
  }

  private static Stream<String> given(@Nullable List<String> member) {
    return member == null ? Stream.of() : member.stream();
  }

  private static boolean matches(String entry, String value) {
    int star = entry.indexOf('*');
    if (star < 0) {
      return entry.equals(value);
    }
    String first = entry.substring(0, star);
    String rest = entry.substring(star + 1);
    if (rest.indexOf('*') >= 0) {
      return false;
    }
    // Every filling that the star could have.
    for (int end = first.length(); end <= value.length(); end++) {
      if (value.startsWith(first) && value.substring(end).equals(rest)) {
        return true;
      }
    }
    return false;
  }

  private static String fields(
      CorsRule rule, List<String> methods, String origin, List<String> names) {
    boolean any = origins(rule).anyMatch(entry -> entry.equals("*"));
    StringBuilder fields = new StringBuilder();
    fields.append("Access-Control-Allow-Origin: ").append(any ? "*" : origin).append('|');
    if (!names.isEmpty()) {
      fields.append("Access-Control-Allow-Headers: ").append(String.join(", ", names)).append('|');
    }
    if (!any && !origin.equals("null")) {
      fields.append("Access-Control-Allow-Credentials: true|");
    }
    fields.append("Access-Control-Allow-Methods: ").append(String.join(", ", methods)).append('|');
    List<String> exposed =
        given(rule.exposeHeaders())
            .filter(name -> name.equals("*") || NAME.matcher(name).matches())
            .toList();
    if (!exposed.isEmpty()) {
      fields
          .append("Access-Control-Expose-Headers: ")
          .append(String.join(", ", exposed))
          .append('|');
    }
    Long seconds = rule.maxAgeSeconds();
    if (seconds != null && seconds >= 0 && seconds <= Integer.MAX_VALUE) {
      fields.append("Access-Control-Max-Age: ").append(seconds).append('|');
    }
    return fields.toString();
  }

  /** Whether rules may be stored under these limits (CORS section 1). */
  static boolean isLegal(List<CorsRule> rules, CorsLimits limits) {
    long characters =
        rules.stream()
            .flatMap(
                rule ->
                    Stream.of(
                        given(rule.allowedOrigins()),
                        given(rule.allowedMethods()),
                        given(rule.allowedHeaders()),
                        given(rule.exposeHeaders())))
            .flatMap(entries -> entries)
            .mapToLong(String::length)
            .sum();
    return !rules.isEmpty()
        && rules.size() <= limits.rules()
        && characters <= limits.policyCharacters()
        && rules.stream().allMatch(rule -> isLegal(rule, limits));
  }

  private static boolean isLegal(CorsRule rule, CorsLimits limits) {
    List<String> origins = rule.allowedOrigins();
    List<String> methods = rule.allowedMethods();
    List<String> headers = rule.allowedHeaders();
    Long seconds = rule.maxAgeSeconds();
    return origins != null
        && headers != null
        && !origins.isEmpty()
        && (methods == null || (!methods.isEmpty() && methods.size() <= 4))
        && Stream.of(origins, headers, given(rule.exposeHeaders()).toList())
            .allMatch(entries -> entries.size() <= limits.entries())
        && given(methods).allMatch(METHODS::contains)
        && origins.stream().allMatch(o -> isEntry(o, ENTRY, limits.originCharacters()))
        && headers.stream().allMatch(h -> isEntry(h, NAME_OR_STAR, limits.headerCharacters()))
        && given(rule.exposeHeaders())
            .allMatch(h -> h.equals("*") || isEntry(h, NAME, limits.headerCharacters()))
        && (seconds == null || (seconds >= 0 && seconds <= Integer.MAX_VALUE));
  }

  private static boolean isEntry(String entry, Pattern spelling, int most) {
    return entry.length() <= most
        && spelling.matcher(entry).matches()
        && entry.indexOf('*') == entry.lastIndexOf('*');
  }
}
