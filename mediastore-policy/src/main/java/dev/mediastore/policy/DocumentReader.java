// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks and compiles a policy text. The text is first read as JSON; then its members are looked at
 * in document order, and the first fault ends the reading. Used for one text, by one thread.
 */
final class DocumentReader {
  private static final String VERSION_WITH_VARIABLES = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of(VERSION_WITH_VARIABLES, "2008-10-17");
  private static final int MAX_ASCII = 0x7F;

  private final PolicyRules rules;
  private final Place place;
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> sids = new HashSet<>();
  private final List<Statement> statements = new ArrayList<>();
  private @Nullable String version;
  private @Nullable String id;

  private DocumentReader(PolicyRules rules) {
    this.rules = rules;
    this.place = Place.document(rules);
  }

  static PolicyValidation read(String text, PolicyRules rules) {
    DocumentReader reader = new DocumentReader(rules);
    try {
      return PolicyValidation.valid(reader.read(text), reader.warnings);
    } catch (PolicyFault fault) {
      return PolicyValidation.invalid(fault.error());
    }
  }

  private PolicyDocument read(String text) throws PolicyFault {
    checkText(text);
    JsonValue.Obj policy = JsonTextReader.read(text, rules.limits(), place).object(place);
    Dialect dialect = new Dialect(rules, hasVariables(policy));
    Members.forEach(policy, place, member -> readMember(member, dialect));
    if (statements.isEmpty()) {
      throw place
          .at(policy.offset())
          .fault(PolicyError.Code.MISSING_OR_CONFLICTING_MEMBER, "must have a Statement");
    }
    return new PolicyDocument(rules, version, id, statements);
  }

  private void checkText(String text) throws PolicyFault {
    boolean container = rules.containerArn().isPresent();
    int limit = rules.limits().maxCharacters();
    int counted = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (container && c > MAX_ASCII) {
        throw place.at(i).fault(PolicyError.Code.TEXT, "must be ASCII");
      }
      if (container || !isWhiteSpace(c)) {
        counted++;
      }
      if (counted > limit) {
        throw place
            .at(i)
            .fault(PolicyError.Code.TEXT, "must not be longer than " + limit + " characters");
      }
    }
    if (text.isEmpty()) {
      throw place.fault(PolicyError.Code.TEXT, "must not be empty");
    }
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** The version rules over statements that may stand before it. */
  private static boolean hasVariables(JsonValue.Obj policy) {
    return policy.members().stream()
        .filter(member -> member.name().equals("Version"))
        .anyMatch(
            member ->
                member.value() instanceof JsonValue.Text text
                    && text.value().equals(VERSION_WITH_VARIABLES));
  }

  private void readMember(JsonValue.Member member, Dialect dialect) throws PolicyFault {
    Place where = place.element(member.name(), member.value().offset());
    switch (member.name()) {
      case "Version" -> version = readVersion(member.value(), where);
      case "Id" -> id = readId(member, where);
      case "Statement" -> readStatements(member.value(), where, dialect);
      default ->
          throw place
              .at(member.offset())
              .fault(
                  PolicyError.Code.UNKNOWN_MEMBER,
                  "has an unknown member; known are Version, Id and Statement");
    }
  }

  private static String readVersion(JsonValue value, Place where) throws PolicyFault {
    String text = value.text(where).value();
    if (!VERSIONS.contains(text)) {
      throw where.fault(PolicyError.Code.VERSION, "must be 2012-10-17 or 2008-10-17");
    }
    return text;
  }

  private String readId(JsonValue.Member member, Place where) throws PolicyFault {
    if (rules.type() != PolicyType.RESOURCE) {
      throw where
          .at(member.offset())
          .fault(PolicyError.Code.UNKNOWN_MEMBER, "may stand in resource policies only");
    }
    return member.value().text(where).value();
  }

  private void readStatements(JsonValue value, Place where, Dialect dialect) throws PolicyFault {
    List<JsonValue> elements =
        value instanceof JsonValue.Arr list ? list.elements() : List.of(value);
    int limit = rules.limits().maxStatements();
    if (elements.isEmpty()) {
      throw where.fault(
          PolicyError.Code.MISSING_OR_CONFLICTING_MEMBER, "must have at least one statement");
    }
    for (int i = 0; i < elements.size(); i++) {
      JsonValue element = elements.get(i);
      Place there = where.at(element.offset());
      if (i == limit) {
        throw there.fault(PolicyError.Code.LIMIT, "has more than " + limit + " statements");
      }
      if (!(element instanceof JsonValue.Obj statement)) {
        throw there.fault(PolicyError.Code.TYPE, "must be an object or a list of objects");
      }
      statements.add(StatementReader.read(statement, i, place, dialect, sids, warnings));
    }
  }
}
