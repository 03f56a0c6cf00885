// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.cors.CorsPolicy;
import dev.mediastore.cors.CorsRule;
import dev.mediastore.cors.InvalidCorsPolicyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CORS policies between JSON and values (contract section 13.1). JSON types are checked here, what
 * the values may be in {@link CorsPolicy}.
 */
final class CorsDocument {
  private static final String ORIGINS = "AllowedOrigins";
  private static final String METHODS = "AllowedMethods";
  private static final String HEADERS = "AllowedHeaders";
  private static final String EXPOSE = "ExposeHeaders";
  private static final String MAX_AGE = "MaxAgeSeconds";
  private static final Set<String> MEMBERS = Set.of(ORIGINS, METHODS, HEADERS, EXPOSE, MAX_AGE);

  private CorsDocument() {}

  /**
   * Reads the {@code CorsPolicy} member of a request.
   *
   * @throws ServiceException with {@link ServiceError#SERIALIZATION} for a wrong JSON type, {@link
   *     ServiceError#VALIDATION} for a value outside the constraints or an unknown member
   */
  static CorsPolicy parse(JsonNode policy) {
    try {
      return CorsPolicy.of(rules(policy));
    } catch (InvalidCorsPolicyException e) {
      throw Violations.refused(e.violation().message());
    }
  }

  /**
   * Reads a policy back from the text that was stored.
   *
   * @throws ServiceException with {@link ServiceError#INTERNAL} if the text is damaged
   */
  static CorsPolicy compile(String stored) {
    JsonNode policy = JsonText.readStored(stored);
    try {
      return CorsPolicy.fromStored(rules(policy));
    } catch (ServiceException e) {
      throw JsonText.damaged();
    }
  }

  /** The rules with the members that were given, in one order: the form that is stored. */
  static ArrayNode toJson(CorsPolicy policy) {
    ArrayNode rules = JsonText.array();
    for (CorsRule rule : policy.rules()) {
      ObjectNode json = rules.addObject();
      put(json, ORIGINS, rule.allowedOrigins());
      put(json, METHODS, rule.allowedMethods());
      put(json, HEADERS, rule.allowedHeaders());
      put(json, EXPOSE, rule.exposeHeaders());
      Long maxAge = rule.maxAgeSeconds();
      if (maxAge != null) {
        json.put(MAX_AGE, maxAge);
      }
    }
    return rules;
  }

  private static List<CorsRule> rules(JsonNode policy) {
    MemberPath path = MemberPath.ROOT.member("CorsPolicy");
    Shape.requireType(policy.isArray(), path, "a list");
    List<CorsRule> rules = new ArrayList<>();
    for (int i = 0; i < policy.size(); i++) {
      rules.add(rule(policy.get(i), path.element(i)));
    }
    return rules;
  }

  private static CorsRule rule(JsonNode rule, MemberPath path) {
    Shape.requireType(rule.isObject(), path, "an object");
    // A mistyped optional member would otherwise go unnoticed until a browser complains.
    rule.fieldNames()
        .forEachRemaining(
            name ->
                Violations.require(
                    MEMBERS.contains(name), path, name, "Member must have known members only"));
    return new CorsRule(
        texts(rule, ORIGINS, path),
        texts(rule, METHODS, path),
        texts(rule, HEADERS, path),
        texts(rule, EXPOSE, path),
        maxAge(rule, path.member(MAX_AGE)));
  }

  private static @Nullable List<String> texts(JsonNode rule, String member, MemberPath parent) {
    JsonNode given = Shape.given(rule, member);
    if (given == null) {
      return null;
    }
    MemberPath path = parent.member(member);
    Shape.requireType(given.isArray(), path, "a list");
    List<String> texts = new ArrayList<>(given.size());
    for (JsonNode text : given) {
      Shape.requireType(text.isTextual(), path, "a list of strings");
      texts.add(text.textValue());
    }
    return texts;
  }

  /** One that is no integer counts as a broken constraint, not as a request that is unreadable. */
  private static @Nullable Long maxAge(JsonNode rule, MemberPath path) {
    JsonNode given = Shape.given(rule, MAX_AGE);
    if (given == null) {
      return null;
    }
    Violations.require(
        given.isIntegralNumber() && given.canConvertToLong(),
        path,
        given.asText(),
        "Member must be an integer between 0 and " + Integer.MAX_VALUE);
    return given.longValue();
  }

  private static void put(ObjectNode rule, String member, @Nullable List<String> texts) {
    if (texts != null) {
      texts.forEach(rule.putArray(member)::add);
    }
  }
}
