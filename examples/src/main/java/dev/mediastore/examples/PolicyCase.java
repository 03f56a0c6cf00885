// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyError;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.PolicySet;
import dev.mediastore.policy.PolicyType;
import dev.mediastore.policy.PolicyValidation;
import dev.mediastore.policy.Principal;
import java.util.List;

/**
 * A request with the policies that decide it, as {@code examples/run policy} reads them. Immutable.
 *
 * <p>The policies are checked by the grammar of the language only: they may come from anywhere, and
 * nobody uploads them to a container here.
 */
record PolicyCase(AuthorizationRequest request, PolicySet policies) {

  /**
   * Reads a case from its JSON object; members it does not know are ignored.
   *
   * @throws IllegalArgumentException naming the member that cannot be read
   */
  static PolicyCase from(JsonSource json) {
    return new PolicyCase(request(json.get("request")), policies(json));
  }

  private static AuthorizationRequest request(JsonSource json) {
    String resource = json.get("resource").text();
    return new AuthorizationRequest(
        principal(json.get("principal")),
        json.get("action").text(),
        resource.equals("*") ? null : resource,
        json.get("resourceAccount").text(),
        context(json.get("context")));
  }

  private static Principal principal(JsonSource json) {
    JsonSource kind = json.get("kind");
    return Principal.of(
        switch (kind.text()) {
          case "User" -> Principal.Kind.USER;
          case "AssumedRole" -> Principal.Kind.ASSUMED_ROLE;
          case "FederatedUser" -> Principal.Kind.FEDERATED_USER;
          case "Root" -> Principal.Kind.ROOT;
          case "Service" -> Principal.Kind.SERVICE;
          case "Anonymous" -> Principal.Kind.ANONYMOUS;
          default -> throw new IllegalArgumentException(kind.name() + " is not one of the six");
        },
        json.find("arn").map(JsonSource::text).orElse(""));
  }

  private static AuthorizationContext context(JsonSource json) {
    AuthorizationContext.Builder context = AuthorizationContext.builder();
    json.members()
        .forEach(
            (key, value) -> {
              if (value.isList()) {
                context.put(key, value.elements().stream().map(JsonSource::text).toList());
              } else {
                context.put(key, value.text());
              }
            });
    return context.build();
  }

  private static PolicySet policies(JsonSource json) {
    PolicySet.Builder policies = PolicySet.builder();
    json.find("identityPolicies").map(JsonSource::elements).orElse(List.of()).stream()
        .map(policy -> document(policy, PolicyType.IDENTITY))
        .forEach(policies::identityPolicy);
    json.find("resourcePolicy")
        .map(policy -> document(policy, PolicyType.RESOURCE))
        .ifPresent(policies::resourcePolicy);
    json.find("permissionsBoundary")
        .map(policy -> document(policy, PolicyType.PERMISSIONS_BOUNDARY))
        .ifPresent(policies::permissionsBoundary);
    json.find("sessionPolicy")
        .map(policy -> document(policy, PolicyType.SESSION))
        .ifPresent(policies::sessionPolicy);
    return policies.build();
  }

  private static PolicyDocument document(JsonSource json, PolicyType type) {
    PolicyValidation validation =
        PolicyDocument.validate(json.source(), PolicyRules.evaluationOnly(type));
    return validation
        .document()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    json.name() + ": " + validation.error().map(PolicyError::message).orElse("")));
  }
}
