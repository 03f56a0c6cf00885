// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a container's traffic is measured (contract section 15). Immutable.
 *
 * @param containerLevel whether the container as a whole is
 * @param rules groups of objects that are measured apart; an object may belong to several
 * @since 0.1
 */
public record MetricPolicy(boolean containerLevel, List<Rule> rules) {
  /** Most rules in a policy by the service's quota; the model alone would allow 300. */
  static final int MAX_RULES = 5;

  private static final String LEVEL = "ContainerLevelMetrics";
  private static final String RULES = "MetricPolicyRules";
  private static final String GROUP = "ObjectGroup";
  private static final String NAME = "ObjectGroupName";
  private static final String ENABLED = "ENABLED";

  /** Copies the rules. */
  public MetricPolicy {
    rules = List.copyOf(rules);
  }

  /**
   * One group of objects.
   *
   * @param objectGroup a path or file name, possibly with {@code *}, as it was given
   * @param objectGroupName what the group is called in metrics; groups may share a name
   * @since 0.1
   */
  public record Rule(String objectGroup, String objectGroupName) {

    /**
     * Whether an object belongs to the group. A group with {@code *} is compared with the whole
     * path, of which each {@code *} covers any run of characters, slashes too. One without is an
     * object, or a folder and everything below it; the root is everything. Slashes at its ends do
     * not count.
     */
    public boolean matches(ObjectPath path) {
      String group = objectGroup.substring(objectGroup.startsWith("/") ? 1 : 0);
      if (group.endsWith("/")) {
        group = group.substring(0, group.length() - 1);
      }
      if (group.indexOf('*') >= 0) {
        return PathPattern.wildcard(group).matches(path);
      }
      return group.isEmpty() || path.value().equals(group) || path.value().startsWith(group + "/");
    }
  }

  /**
   * Reads a policy back from the text that was stored.
   *
   * @throws ServiceException with {@link ServiceError#INTERNAL} if the text is damaged
   */
  static MetricPolicy compile(String stored) {
    return parse(JsonText.readStored(stored));
  }

  /**
   * Reads the {@code MetricPolicy} member of a request whose shape was checked.
   *
   * @throws ServiceException with {@link ServiceError#VALIDATION} beyond {@link #MAX_RULES}
   */
  static MetricPolicy parse(JsonNode policy) {
    JsonNode given = policy.path(RULES);
    Violations.require(
        given.size() <= MAX_RULES,
        MemberPath.ROOT.member("MetricPolicy").member(RULES),
        Violations.shown(given),
        "Member must have length less than or equal to " + MAX_RULES);
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : given) {
      rules.add(new Rule(rule.path(GROUP).asText(), rule.path(NAME).asText()));
    }
    return new MetricPolicy(policy.path(LEVEL).asText().equals(ENABLED), rules);
  }

  /** The policy as it stands in an answer: with rules only if there are any. */
  ObjectNode toJson() {
    ObjectNode policy = JsonText.object().put(LEVEL, containerLevel ? ENABLED : "DISABLED");
    if (!rules.isEmpty()) {
      ArrayNode list = policy.putArray(RULES);
      for (Rule rule : rules) {
        list.addObject().put(GROUP, rule.objectGroup()).put(NAME, rule.objectGroupName());
      }
    }
    return policy;
  }
}
