// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A second evaluator, to check the first one against: it interprets the JSON of the policies anew
 * for every request, with tables, regular expressions and the date and number classes of the JDK,
 * and shares no code with the library. Slow.
 */
final class ReferenceEvaluator {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([*?$]|[^},]+)(?:, '((?:(?!'\\}).)*)')?\\}", Pattern.DOTALL);

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(?:[.][0-9]+)?(?:[eE]([-+]?[0-9]+))?");
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?=([.][0-9]+)?))?)(?:[.][0-9]+)?"
              + "(Z|([-+])([0-9]{2}:[0-9]{2}))");
  private static final Pattern FOUR =
      Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:[.](?!$)|$)){4}");
  private static final Pattern EMBEDDED = Pattern.compile("([0-9A-Fa-f:]*:)([0-9.]*[.][0-9.]*)");
  private static final Pattern GROUPS =
      Pattern.compile("[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,7}");

  private final RandomCase request;
  private final Map<String, Object> context = new HashMap<>();

  private ReferenceEvaluator(RandomCase request) {
    this.request = request;
    request.context().forEach((key, value) -> context.put(key.toLowerCase(Locale.ROOT), value));
  }

  static Decision.Outcome decide(RandomCase request) {
    return new ReferenceEvaluator(request).decide();
  }

  /** Strengths as numbers: 0 none, 1 account, 2 underlying, 3 direct. */
  private int best(RandomCase.@Nullable Policy policy, String effect) {
    int best = 0;
    if (policy != null) {
      boolean variables = "2012-10-17".equals(policy.version());
      for (String text : policy.statements()) {
        TestJson statement = TestJson.parse(text);
        if (statement.get("Effect").text().equals(effect)) {
          best = Math.max(best, applies(statement, effect.equals("Allow"), variables));
        }
      }
    }
    return best;
  }

  private Decision.Outcome decide() {
    List<RandomCase.@Nullable Policy> all = new ArrayList<>(request.identityPolicies());
    all.add(request.resourcePolicy());
    all.add(request.boundary());
    all.add(request.session());
    if (all.stream().anyMatch(policy -> best(policy, "Deny") > 0)) {
      return Decision.Outcome.EXPLICIT_DENY;
    }
    int resource = best(request.resourcePolicy(), "Allow");
    boolean identity =
        request.principal().name().endsWith(":root")
            || request.identityPolicies().stream().anyMatch(p -> best(p, "Allow") > 0);
    boolean ceilings =
        (request.boundary() == null || best(request.boundary(), "Allow") > 0)
            && (request.session() == null || best(request.session(), "Allow") > 0);
    String account = account();
    boolean allowed;
    if (account.isEmpty()) {
      allowed = resource == 3;
    } else if (!account.equals(RandomCase.ACCOUNT)) {
      allowed = resource > 0 && identity && ceilings;
    } else {
      allowed = resource == 3 || ((identity || resource == 2) && ceilings);
    }
    return allowed ? Decision.Outcome.ALLOW : Decision.Outcome.IMPLICIT_DENY;
  }

  private String account() {
    String name = request.principal().name();
    return name.startsWith("arn:") ? name.split(":", 6)[4] : "";
  }

  private int applies(TestJson statement, boolean allow, boolean variables) {
    if (!element(statement, "Action", this::actionMatches)) {
      return 0;
    }
    if (statement.find("NotResource").isPresent()
        && allow
        && texts(statement.get("NotResource")).stream()
            .filter(text -> text.split(":", -1).length >= 6)
            .anyMatch(text -> variables && expand(text, true).isEmpty())) {
      return 0;
    }
    if (!element(statement, "Resource", text -> resourceMatches(text, variables))) {
      return 0;
    }
    int strength = 3;
    if (statement.find("Principal").isPresent()) {
      strength = strength(statement.get("Principal"));
    } else if (statement.find("NotPrincipal").isPresent()) {
      boolean spared = strength(statement.get("NotPrincipal")) > 0;
      strength = !spared || (!allow && request.boundary() != null) ? 3 : 0;
    }
    boolean conditions =
        statement.find("Condition").stream()
            .flatMap(condition -> condition.members().entrySet().stream())
            .allMatch(
                block ->
                    block.getValue().members().entrySet().stream()
                        .allMatch(
                            entry ->
                                holds(
                                    block.getKey(),
                                    entry.getKey(),
                                    values(entry.getValue()),
                                    variables)));
    return conditions ? strength : 0;
  }

  private static List<String> texts(TestJson json) {
    return json.isList()
        ? json.elements().stream().map(TestJson::text).toList()
        : List.of(json.text());
  }

  /** Condition values: numbers in their shortest text. */
  private static List<String> values(TestJson json) {
    List<TestJson> elements = json.isList() ? json.elements() : List.of(json);
    return elements.stream()
        .map(
            element ->
                isNumber(element.source())
                    ? new BigDecimal(element.text()).stripTrailingZeros().toPlainString()
                    : element.text())
        .toList();
  }

  private static boolean isNumber(String json) {
    return json.charAt(0) == '-' || Character.isDigit(json.charAt(0));
  }

  /** The lower-case name of a key; resource tags have a second one. */
  private static String name(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.startsWith("mediastore:resourcetag/") ? name.replace("mediastore", "aws") : name;
  }

  private static boolean element(
      TestJson statement, String name, java.util.function.Predicate<String> matches) {
    Optional<TestJson> plain = statement.find(name);
    return plain.isPresent()
        ? texts(plain.get()).stream().anyMatch(matches)
        : texts(statement.get("Not" + name)).stream().noneMatch(matches);
  }

  private boolean actionMatches(String pattern) {
    return glob(pattern.toLowerCase(Locale.ROOT), request.action().toLowerCase(Locale.ROOT));
  }

  private boolean resourceMatches(String pattern, boolean variables) {
    if (pattern.equals("*")) {
      return true;
    }
    return request.resource() != null && arnMatches(pattern, request.resource(), variables);
  }

  private boolean arnMatches(String pattern, String arn, boolean variables) {
    Optional<String> expanded = variables ? expand(pattern, true) : Optional.of(pattern);
    if (expanded.isEmpty()) {
      return false;
    }
    String[] wanted = expanded.get().split(":", 6);
    String[] given = arn.split(":", 6);
    if (wanted.length < 6 || given.length < 6) {
      return false;
    }
    for (int i = 0; i < 6; i++) {
      if (!glob(wanted[i], given[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a glob covers a text, by a table of which starts of the one cover which starts of the
   * other; text between private-use brackets is literal.
   */
  private static boolean glob(String glob, String text) {
    int[] given = text.codePoints().toArray();
    boolean[] covered = new boolean[given.length + 1];
    covered[0] = true;
    boolean literal = false;
    for (int c : glob.codePoints().toArray()) {
      if (c == 0xE000 || c == 0xE001) {
        literal = c == 0xE000;
        continue;
      }
      int wanted = c == 0xE002 ? ':' : c;
      boolean star = c == '*' && !literal;
      boolean any = c == '?' && !literal;
      boolean[] next = new boolean[given.length + 1];
      next[0] = star && covered[0];
      for (int i = 1; i <= given.length; i++) {
        next[i] =
            star ? covered[i] || next[i - 1] : covered[i - 1] && (any || given[i - 1] == wanted);
      }
      covered = next;
    }
    return covered[given.length];
  }

  /** Replaces variables by literal text in brackets, colons hidden; empty if one has no value. */
  private Optional<String> expand(String text, boolean wildcards) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder result = new StringBuilder();
    int done = 0;
    while (matcher.find(done)) {
      result.append(text.substring(done, matcher.start()));
      String name = matcher.group(1);
      boolean escape = name.length() == 1 && "*?$".contains(name) && matcher.group(2) == null;
      Object value = escape ? name : context.get(name(name));
      if (!(value instanceof String) || ((String) value).isEmpty()) {
        value = matcher.group(2);
      }
      if (value == null) {
        return Optional.empty();
      }
      String literal = (String) value;
      result.append(wildcards ? "\uE000" + literal.replace(':', '\uE002') + "\uE001" : literal);
      done = matcher.end();
    }
    return Optional.of(result.append(text.substring(done)).toString());
  }

  private int strength(TestJson principal) {
    if (!principal.source().startsWith("{")) {
      return 3;
    }
    int best = 0;
    for (Map.Entry<String, TestJson> group : principal.members().entrySet()) {
      for (String text : texts(group.getValue())) {
        best = Math.max(best, strength(group.getKey(), text));
      }
    }
    return best;
  }

  private int strength(String type, String text) {
    String caller = request.principal().name();
    if (type.equals("Service")) {
      return request.principal().kind() == Principal.Kind.SERVICE && caller.equals(text) ? 3 : 0;
    }
    if (!type.equals("AWS")) {
      return 0;
    }
    if (text.equals("*") || (caller.equals(text) && !text.endsWith(":root"))) {
      return 3;
    }
    String account = text.startsWith("arn:") ? text.split(":", 6)[4] : text;
    if (!caller.startsWith("arn:") || !account.equals(account())) {
      return 0;
    }
    if (text.equals(account) || text.endsWith(":root")) {
      return 1;
    }
    String name = text.substring(text.lastIndexOf('/') + 1);
    boolean role = text.contains(":role/") && caller.contains(":assumed-role/" + name + "/");
    boolean user = text.contains(":user/") && caller.endsWith(":federated-user/" + name);
    return role || user ? 2 : 0;
  }

  private boolean holds(String fullOperator, String key, List<String> values, boolean variables) {
    String operator = fullOperator.toLowerCase(Locale.ROOT);
    boolean all = operator.startsWith("forallvalues:");
    boolean any = operator.startsWith("foranyvalue:");
    operator = operator.substring(operator.indexOf(':') + 1);
    boolean ifExists = operator.endsWith("ifexists");
    operator = operator.replace("ifexists", "");
    Object value = context.get(name(key));
    if (operator.equals("null")) {
      return all
          || (!any
              && values.stream()
                  .anyMatch(v -> v.equalsIgnoreCase(Boolean.toString(value == null))));
    }
    boolean negated = operator.contains("not");
    if (values.isEmpty()) {
      return !any && ((ifExists || all) ? value == null : negated && !(value instanceof List));
    }
    if (value == null) {
      return ifExists || all || (negated && !any);
    }
    BiPredicate<String, String> matcher = matcher(operator.replace("not", ""), variables);
    java.util.function.Predicate<Object> satisfied =
        v -> values.stream().anyMatch(p -> matcher.test(p, (String) v)) != negated;
    if (value instanceof List<?> list) {
      return all ? list.stream().allMatch(satisfied) : any && list.stream().anyMatch(satisfied);
    }
    return satisfied.test(value);
  }

  private BiPredicate<String, String> matcher(String operator, boolean variables) {
    return switch (operator) {
      case "stringequals" -> (p, v) -> plain(p, variables).filter(v::equals).isPresent();
      case "stringequalsignorecase" ->
          (p, v) -> plain(p, variables).filter(v::equalsIgnoreCase).isPresent();
      case "stringlike" ->
          (p, v) ->
              (variables ? expand(p, true) : Optional.of(p)).filter(g -> glob(g, v)).isPresent();
      case "arnequals", "arnlike" -> (p, v) -> arnMatches(p, v, variables);
      case "bool" ->
          (p, v) ->
              (p.equalsIgnoreCase("true") || p.equalsIgnoreCase("false")) && p.equalsIgnoreCase(v);
      case "binaryequals" ->
          (p, v) ->
              bytes(p).isPresent()
                  && bytes(v).isPresent()
                  && Arrays.equals(bytes(p).get(), bytes(v).get());
      case "ipaddress" -> ReferenceEvaluator::contains;
      default -> {
        String order = operator.replace("numeric", "").replace("date", "");
        yield operator.startsWith("date")
            ? (p, v) -> compare(date(p), date(v), order)
            : (p, v) -> compare(number(p), number(v), order);
      }
    };
  }

  private Optional<String> plain(String text, boolean variables) {
    return variables ? expand(text, false) : Optional.of(text);
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static <T extends Comparable<T>> boolean compare(
      Optional<T> policy, Optional<T> value, String order) {
    if (policy.isEmpty() || value.isEmpty()) {
      return false;
    }
    int sign = value.get().compareTo(policy.get());
    return switch (order) {
      case "equals" -> sign == 0;
      case "lessthan" -> sign < 0;
      case "lessthanequals" -> sign <= 0;
      case "greaterthan" -> sign > 0;
      default -> sign >= 0;
    };
  }

  private static Optional<BigDecimal> number(String text) {
    Matcher form = NUMBER.matcher(text);
    boolean readable =
        text.length() <= 64
            && form.matches()
            && (form.group(1) == null
                || new BigInteger(form.group(1)).abs().compareTo(BigInteger.valueOf(400)) <= 0);
    return readable ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static Optional<Instant> date(String text) {
    if (text.length() > 64 || text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      return Optional.empty();
    }
    try {
      if (text.matches("[0-9]{1,3}|[0-9]{5,15}")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
      }
      if (text.matches("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")) {
        return Optional.of(
            LocalDate.parse(text + "-01-01".substring(text.length() - 4))
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC));
      }
      Matcher form = DATE.matcher(text);
      if (!form.matches()) {
        return Optional.empty();
      }
      String fraction = Objects.requireNonNullElse(form.group(2), "");
      LocalDateTime local =
          LocalDateTime.parse(
              form.group(1) + fraction.substring(0, Math.min(10, fraction.length())));
      Instant instant = local.toInstant(ZoneOffset.UTC);
      if (form.group(4) == null) {
        return Optional.of(instant);
      }
      Duration offset = Duration.between(LocalTime.MIN, LocalTime.parse(form.group(5)));
      return Optional.of(form.group(4).equals("+") ? instant.minus(offset) : instant.plus(offset));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean contains(String block, String address) {
    String[] parts = block.split("/", 2);
    byte[] base = address(parts[0]);
    byte[] given = address(address);
    if (base.length == 0 || base.length != given.length) {
      return false;
    }
    int bits = base.length * 8;
    if (parts.length == 2) {
      if (!parts[1].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[1]) > bits) {
        return false;
      }
      bits = Integer.parseInt(parts[1]);
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((base[i / 8] & mask) != (given[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of an address; none for text that is no address. */
  private static byte[] address(String text) {
    if (FOUR.matcher(text).matches()) {
      ByteBuffer four = ByteBuffer.allocate(4);
      for (String part : text.split("[.]", -1)) {
        four.put((byte) Integer.parseInt(part));
      }
      return four.array();
    }
    Matcher embedded = EMBEDDED.matcher(text);
    if (embedded.matches()) {
      byte[] four = address(embedded.group(2));
      return four.length == 0
          ? four
          : address(
              embedded.group(1)
                  + String.format("%02x%02x:%02x%02x", four[0], four[1], four[2], four[3]));
    }
    String[] halves = text.split("::", -1);
    int missing = 8 - groups(halves[0]) - (halves.length == 2 ? groups(halves[1]) : 0);
    boolean six =
        halves.length <= 2
            && (halves.length == 2 ? missing >= 1 : missing == 0)
            && Arrays.stream(halves)
                .allMatch(half -> half.isEmpty() || GROUPS.matcher(half).matches());
    if (!six) {
      return new byte[0];
    }
    String full = (halves[0] + ":" + "0:".repeat(missing) + halves[halves.length - 1]);
    ByteBuffer bytes = ByteBuffer.allocate(16);
    for (String group : (halves.length == 1 ? text : full).split(":", -1)) {
      if (!group.isEmpty()) {
        bytes.putShort((short) Integer.parseInt(group, 16));
      }
    }
    return bytes.array();
  }

  private static int groups(String half) {
    return half.isEmpty() ? 0 : half.split(":", -1).length;
  }
}
