// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;

/** Reads a {@code Principal} or {@code NotPrincipal} element. Used for one element. */
final class PrincipalReader {
  private static final String EVERYBODY = "*";

  private final Place place;
  private final Dialect dialect;
  private final List<PrincipalElement.Group> groups = new ArrayList<>();
  private final List<PrincipalMatcher> matchers = new ArrayList<>();

  private PrincipalReader(Place place, Dialect dialect) {
    this.place = place;
    this.dialect = dialect;
  }

  static PrincipalElement read(boolean negated, JsonValue json, Place place, Dialect dialect)
      throws PolicyFault {
    if (json instanceof JsonValue.Text text && text.value().equals(EVERYBODY)) {
      return new PrincipalElement(
          negated, true, List.of(), List.of(PrincipalMatcher.Everybody.INSTANCE));
    }
    if (!(json instanceof JsonValue.Obj object)) {
      boolean otherText = json instanceof JsonValue.Text;
      throw place
          .at(json.offset())
          .fault(
              otherText ? PolicyError.Code.PRINCIPAL : PolicyError.Code.TYPE,
              "must be \"*\" or an object such as {\"AWS\": \"111122223333\"}");
    }
    PrincipalReader reader = new PrincipalReader(place, dialect);
    Members.forEach(object, place, reader::readGroup);
    return new PrincipalElement(negated, false, reader.groups, reader.matchers);
  }

  private void readGroup(JsonValue.Member member) throws PolicyFault {
    switch (member.name()) {
      case "AWS", "Service", "Federated" -> {}
      case "CanonicalUser" ->
          throw place
              .at(member.offset())
              .fault(PolicyError.Code.PRINCIPAL, "cannot be a CanonicalUser, which only S3 has");
      default ->
          throw place
              .at(member.offset())
              .fault(
                  PolicyError.Code.PRINCIPAL,
                  "has an unknown type of principal; known are AWS, Service and Federated");
    }
    List<JsonValue.Text> values = member.value().texts(place, dialect.limits());
    for (int i = 0; i < values.size(); i++) {
      JsonValue.Text value = values.get(i);
      Place where = place.value(i, values.size(), value.offset());
      matchers.add(compile(member.name(), value.value(), where));
    }
    groups.add(
        new PrincipalElement.Group(
            member.name(), values.stream().map(JsonValue.Text::value).toList()));
  }

  private static PrincipalMatcher compile(String type, String text, Place place)
      throws PolicyFault {
    return switch (type) {
      case "AWS" -> aws(text, place);
      case "Service" -> service(text, place);
      default -> PrincipalMatcher.Nobody.INSTANCE;
    };
  }

  private static PrincipalMatcher service(String name, Place place) throws PolicyFault {
    boolean plain = name.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '.' || c == '-');
    if (!plain || name.indexOf('.') < 0) {
      throw place.fault(
          PolicyError.Code.PRINCIPAL,
          "must name a service in full, such as cloudfront.amazonaws.com");
    }
    return new PrincipalMatcher.Service(name);
  }

  private static PrincipalMatcher aws(String text, Place place) throws PolicyFault {
    if (text.equals(EVERYBODY)) {
      return PrincipalMatcher.Everybody.INSTANCE;
    }
    if (PrincipalArn.isAccount(text)) {
      return new PrincipalMatcher.Account(text);
    }
    if (isUniqueId(text)) {
      return PrincipalMatcher.Nobody.INSTANCE;
    }
    PrincipalArn arn = PrincipalArn.parse(text);
    if (arn == null) {
      throw place.fault(
          PolicyError.Code.PRINCIPAL,
          "must be \"*\", an account of 12 digits, or the ARN of an account root, user, role or"
              + " session without wildcards");
    }
    return switch (arn.type()) {
      case ROOT -> new PrincipalMatcher.Account(arn.account());
      case USER -> new PrincipalMatcher.User(text, arn);
      case ROLE -> new PrincipalMatcher.Role(arn);
      case ASSUMED_ROLE, FEDERATED_USER -> new PrincipalMatcher.Session(text);
    };
  }

  /** What is left in a policy whose user or role was deleted: it means nobody any more. */
  private static boolean isUniqueId(String text) {
    return (text.startsWith("AIDA") || text.startsWith("AROA"))
        && text.length() > 4
        && text.chars().allMatch(c -> Ascii.isUpperCase(c) || Ascii.isDigit(c));
  }
}
