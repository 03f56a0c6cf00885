// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.LifecyclePolicy;
import dev.mediastore.core.LifecycleRule;
import dev.mediastore.core.LifecycleRule.Action;
import dev.mediastore.core.LifecycleRule.AgeUnit;
import dev.mediastore.core.LifecycleRule.Comparison;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the text of a lifecycle policy by the grammar of contract section 14.1. Used by one thread,
 * for one text.
 *
 * <p>Nothing is overlooked: a member too many, a number in quotes or a key in the wrong case ends
 * in {@link ServiceError#VALIDATION}, because a typing mistake must not switch expiry off silently.
 * What a rule may combine and how many there may be is checked by {@link LifecycleRule} and {@link
 * LifecyclePolicy}.
 */
final class LifecycleDocument {
  private static final String SECONDS = "seconds_since_create";
  private static final String DAYS = "days_since_create";

  private static final Map<String, Comparison> COMPARISONS =
      Map.of(">", Comparison.GREATER, ">=", Comparison.GREATER_OR_EQUAL);
  private static final Map<String, Action> ACTIONS =
      Map.of("EXPIRE", Action.EXPIRE, "ARCHIVE", Action.ARCHIVE);

  /** Names the rule that is being read, for the error text; empty outside of rules. */
  private String place = "";

  private LifecycleDocument() {}

  /**
   * Reads a policy.
   *
   * @param text kept in the result byte for byte
   */
  static LifecyclePolicy parse(String text) {
    LifecycleDocument document = new LifecycleDocument();
    try {
      return new LifecyclePolicy(text, document.rules(text));
    } catch (MediaStoreException e) {
      throw document.invalid(e.publicMessage());
    }
  }

  private List<LifecycleRule> rules(String text) {
    JsonNode root = JsonText.read(text).orElseThrow(() -> invalid("The text is not valid JSON."));
    requireMembers("The document", root, Set.of("rules"));
    List<LifecycleRule> rules = new ArrayList<>();
    for (JsonNode rule : list("rules", root.get("rules"))) {
      place = "Rule " + (rules.size() + 1) + ": ";
      rules.add(rule(rule));
    }
    place = "";
    return rules;
  }

  private LifecycleRule rule(JsonNode rule) {
    requireMembers("A rule", rule, Set.of("definition", "action"));
    JsonNode definition = rule.get("definition");
    String age = definition.has(SECONDS) ? SECONDS : DAYS;
    requireMembers("definition", definition, Set.of("path", age));
    List<PathPattern> paths = new ArrayList<>();
    for (JsonNode item : list("path", definition.get("path"))) {
      paths.add(path(item));
    }
    JsonNode condition = condition(age, definition.get(age));
    return new LifecycleRule(
        paths,
        age.equals(SECONDS) ? AgeUnit.SECONDS : AgeUnit.DAYS,
        oneOf(
            COMPARISONS,
            condition.get(0),
            "The operator must be a greater-than sign, alone or before an equals sign."),
        number(condition.get(1)),
        oneOf(ACTIONS, rule.get("action"), "action must be EXPIRE or ARCHIVE."));
  }

  private PathPattern path(JsonNode item) {
    String kind = item.has("wildcard") ? "wildcard" : "prefix";
    requireMembers("An item of path", item, Set.of(kind));
    String text = item.get(kind).textValue();
    if (text == null) {
      throw invalid("A " + kind + " must be a string.");
    }
    return kind.equals("prefix") ? PathPattern.prefix(text) : PathPattern.wildcard(text);
  }

  /** The operator and the number in {@code [{"numeric": [operator, number]}]}. */
  private JsonNode condition(String age, JsonNode conditions) {
    require(list(age, conditions).size() == 1, age + " must hold exactly one condition.");
    requireMembers("The condition", conditions.get(0), Set.of("numeric"));
    JsonNode pair = list("numeric", conditions.get(0).get("numeric"));
    require(pair.size() == 2, "numeric must hold an operator and a number.");
    return pair;
  }

  private int number(JsonNode value) {
    require(
        value.isIntegralNumber() && value.canConvertToInt(),
        "The number in numeric must be an integer within the bounds of its rule.");
    return value.intValue();
  }

  private <T> T oneOf(Map<String, T> values, JsonNode name, String otherwise) {
    T value = name.isTextual() ? values.get(name.textValue()) : null;
    if (value == null) {
      throw invalid(otherwise);
    }
    return value;
  }

  /** Requires an object with exactly these members. */
  private void requireMembers(String what, JsonNode node, Set<String> members) {
    require(node.isObject(), what + " must be a JSON object.");
    for (String member : members) {
      require(node.has(member), what + " needs the member " + member + ".");
    }
    require(
        node.size() == members.size(), what + " has a member that is not known or not allowed.");
  }

  private JsonNode list(String what, JsonNode node) {
    require(node.isArray(), what + " must be a list.");
    return node;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw invalid(otherwise);
    }
  }

  private ServiceException invalid(String reason) {
    return new ServiceException(
        ServiceError.VALIDATION, "Invalid Lifecycle Policy: " + place + reason);
  }
}
