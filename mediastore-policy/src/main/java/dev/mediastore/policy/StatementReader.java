// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks and compiles one statement. Used for one statement, by one thread. */
final class StatementReader {
  private static final int LONGEST_QUOTED_SID = 50;

  private final JsonValue.Obj json;
  private final int index;
  private final Place place;
  private final Dialect dialect;
  private final Set<String> sids;

  private String sid = "";
  private @Nullable Effect effect;
  private @Nullable PrincipalElement principal;
  private @Nullable ActionElement action;
  private @Nullable ResourceElement resource;
  private List<Condition> conditions = List.of();

  private StatementReader(
      JsonValue.Obj json, int index, Place place, Dialect dialect, Set<String> sids) {
    this.json = json;
    this.index = index;
    this.place = place;
    this.dialect = dialect;
    this.sids = sids;
  }

  /**
   * Reads a statement.
   *
   * @param document the place of the document
   * @param sids the Sids of earlier statements; this one's is added
   * @param warnings takes what is allowed but probably not meant
   */
  static Statement read(
      JsonValue.Obj json,
      int index,
      Place document,
      Dialect dialect,
      Set<String> sids,
      List<String> warnings)
      throws PolicyFault {
    Place place = document.inStatement(label(json, index), json.offset());
    StatementReader reader = new StatementReader(json, index, place, dialect, sids);
    Statement statement = reader.read();
    if (statement.effect() == Effect.ALLOW
        && statement.principalElement() != null
        && statement.principalElement().negated()) {
      warnings.add(
          "NotPrincipal in " + place.statement() + " allows everybody else, unsigned callers too");
    }
    return statement;
  }

  /** How the statement is called in messages, wherever its Sid stands in it. */
  private static String label(JsonValue.Obj json, int index) {
    return json.members().stream()
        .filter(member -> member.name().equals("Sid"))
        .findFirst()
        .map(JsonValue.Member::value)
        .filter(value -> value instanceof JsonValue.Text text && isQuotable(text.value()))
        .map(value -> "statement '" + ((JsonValue.Text) value).value() + "'")
        .orElse("statement " + index);
  }

  private static boolean isQuotable(String sid) {
    return !sid.isEmpty() && sid.length() <= LONGEST_QUOTED_SID && Ascii.isLettersAndDigits(sid);
  }

  private Statement read() throws PolicyFault {
    Members.forEach(json, place, this::readMember);
    Effect readEffect = required(effect, "Effect");
    ActionElement readAction = required(action, "Action or NotAction");
    ResourceElement readResource = required(resource, "Resource or NotResource");
    if (dialect.isResourcePolicy()) {
      required(principal, "Principal or NotPrincipal");
    }
    if (readEffect == Effect.ALLOW) {
      checkSecurePut(readAction);
    }
    return new Statement(index, sid, readEffect, principal, readAction, readResource, conditions);
  }

  private void readMember(JsonValue.Member member) throws PolicyFault {
    JsonValue value = member.value();
    Place where = place.element(member.name(), value.offset());
    boolean negated = member.name().startsWith("Not");
    switch (member.name()) {
      case "Sid" -> sid = readSid(value.text(where).value(), where);
      case "Effect" -> effect = readEffect(value.text(where).value(), where);
      case "Principal", "NotPrincipal" -> {
        checkPrincipalAllowed(where.at(member.offset()));
        checkSingle(principal, where.at(member.offset()), "Principal");
        principal = PrincipalReader.read(negated, value, where, dialect);
      }
      case "Action", "NotAction" -> {
        checkSingle(action, where.at(member.offset()), "Action");
        action = ActionElement.read(negated, value, where, dialect);
      }
      case "Resource", "NotResource" -> {
        checkSingle(resource, where.at(member.offset()), "Resource");
        resource = ResourceElement.read(negated, value, where, dialect);
      }
      case "Condition" -> conditions = ConditionReader.read(value, where, dialect);
      default ->
          throw place
              .at(member.offset())
              .fault(
                  PolicyError.Code.UNKNOWN_MEMBER,
                  "has a member that the policy language does not know");
    }
  }

  private String readSid(String text, Place where) throws PolicyFault {
    if (!Ascii.isLettersAndDigits(text)) {
      throw where.fault(PolicyError.Code.SID, "must consist of letters and digits");
    }
    if (!text.isEmpty() && !sids.add(text) && dialect.complete()) {
      throw where.fault(PolicyError.Code.SID, "must not repeat the Sid of another statement");
    }
    return text;
  }

  private static Effect readEffect(String text, Place where) throws PolicyFault {
    for (Effect effect : Effect.values()) {
      if (effect.text().equals(text)) {
        return effect;
      }
    }
    throw where.fault(PolicyError.Code.EFFECT, "must be Allow or Deny");
  }

  private void checkPrincipalAllowed(Place where) throws PolicyFault {
    if (!dialect.isResourcePolicy()) {
      throw where.fault(PolicyError.Code.UNKNOWN_MEMBER, "may stand in resource policies only");
    }
  }

  private static void checkSingle(@Nullable Object earlier, Place where, String name)
      throws PolicyFault {
    if (earlier != null) {
      throw where.fault(
          PolicyError.Code.MISSING_OR_CONFLICTING_MEMBER,
          "cannot stand beside the other of " + name + " and Not" + name);
    }
  }

  private <T> T required(@Nullable T element, String name) throws PolicyFault {
    if (element == null) {
      throw place
          .element(name, json.offset())
          .fault(PolicyError.Code.MISSING_OR_CONFLICTING_MEMBER, "is missing");
    }
    return element;
  }

  /** The service's guide calls a container policy that allows writes without TLS not valid. */
  private void checkSecurePut(ActionElement readAction) throws PolicyFault {
    boolean open =
        dialect.isContainerPolicy()
            && !dialect.rules().allowInsecurePut()
            && readAction.covers(MediaStoreActions.number(MediaStoreActions.PUT_OBJECT))
            && conditions.stream().noneMatch(Condition::demandsTls);
    if (open) {
      throw place
          .element("Condition", json.offset())
          .fault(
              PolicyError.Code.INSECURE_PUT,
              "must require Bool aws:SecureTransport true, since mediastore:PutObject is allowed");
    }
  }
}
