// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyError;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.PolicyValidation;
import java.util.stream.Stream;

/**
 * Container policies between text and values, by the rules the embedder chose (contract section
 * 12). Safe for any thread.
 */
final class ContainerPolicies {
  private final boolean strict;
  private final boolean allowInsecurePut;

  ContainerPolicies(ControlSettings settings) {
    this(settings.preset(), settings.allowInsecurePut());
  }

  ContainerPolicies(Preset preset, boolean allowInsecurePut) {
    this.strict = preset == Preset.STRICT;
    this.allowInsecurePut = allowInsecurePut;
  }

  /**
   * Reads a policy that somebody wants to put.
   *
   * @throws ServiceException with {@link ServiceError#VALIDATION} and the first thing wrong with it
   */
  PolicyDocument parse(ContainerArn container, String text) {
    PolicyRules rules = rules(container);
    PolicyValidation validation =
        PolicyDocument.validate(text, allowInsecurePut ? rules.withInsecurePutAllowed() : rules);
    return validation
        .document()
        .orElseThrow(
            () ->
                new ServiceException(
                    ServiceError.VALIDATION,
                    validation
                        .error()
                        .map(PolicyError::message)
                        .orElse("Invalid Container Policy")));
  }

  /**
   * Reads a policy back from the text that was stored.
   *
   * <p>A policy stored while insecure writes were allowed stays readable when they are not: TLS is
   * a rule about what may be put, and a policy that suddenly counted for nothing would take its
   * denials with it.
   *
   * @throws ServiceException with {@link ServiceError#INTERNAL} if the text is damaged
   */
  PolicyDocument compile(ContainerArn container, String stored) {
    return PolicyDocument.validate(stored, rules(container).withInsecurePutAllowed())
        .document()
        .orElseThrow(JsonText::damaged);
  }

  private PolicyRules rules(ContainerArn container) {
    PolicyRules rules = PolicyRules.containerPolicy(container.toString());
    return strict ? rules.withStrict() : rules;
  }

  /**
   * Whether a policy lets everybody in: an Allow for every principal, under no other condition than
   * one about TLS.
   */
  static boolean isOpen(PolicyDocument policy) {
    JsonNode statements = JsonText.readStored(policy.toJson()).path("Statement");
    return elements(statements).anyMatch(ContainerPolicies::isOpenStatement);
  }

  private static boolean isOpenStatement(JsonNode statement) {
    return statement.path("Effect").asText().equals("Allow")
        && (statement.has("NotPrincipal") || isEverybody(statement.path("Principal")))
        && restrictsNobody(statement.path("Condition"));
  }

  private static boolean isEverybody(JsonNode principal) {
    return elements(principal.isObject() ? principal.path("AWS") : principal)
        .anyMatch(name -> name.asText().equals("*"));
  }

  private static boolean restrictsNobody(JsonNode condition) {
    return condition
        .valueStream()
        .flatMap(JsonNode::propertyStream)
        .allMatch(key -> key.getKey().equalsIgnoreCase("aws:SecureTransport"));
  }

  /** The elements of a list, or the value itself: the policy language takes one for the other. */
  private static Stream<JsonNode> elements(JsonNode value) {
    return value.isArray() ? value.valueStream() : Stream.of(value);
  }
}
