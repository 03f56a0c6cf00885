// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its policies in the fewest words. Starts as a user of the owning account who gets
 * an object, without any policy. JSON may be written with single quotes.
 */
final class Scenario {
  static final String ACCOUNT = "111122223333";
  static final String OTHER_ACCOUNT = "444455556666";
  static final String CONTAINER = "arn:aws:mediastore:us-east-1:111122223333:container/live";
  static final String OBJECT = CONTAINER + "/a/b.ts";

  static final Principal ANN = Principal.user("arn:aws:iam::111122223333:user/ann");
  static final Principal STRANGER = Principal.user("arn:aws:iam::444455556666:user/sue");
  static final Principal SESSION =
      Principal.assumedRole("arn:aws:sts::111122223333:assumed-role/Packager/job-1");

  private Principal principal = ANN;
  private String action = "mediastore:GetObject";
  private @Nullable String resource = OBJECT;
  private @Nullable String otherName;
  private final AuthorizationContext.Builder context = AuthorizationContext.builder();
  private final PolicySet.Builder policies = PolicySet.builder();

  static Scenario scenario() {
    return new Scenario();
  }

  /** JSON from text with single quotes. */
  static String json(String text) {
    return text.replace('\'', '"');
  }

  /** A policy of version 2012-10-17 with these statements. */
  static String policy(String... statements) {
    return json("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}");
  }

  static PolicyDocument resourcePolicy(String... statements) {
    return PolicyDocument.parse(
        policy(statements), PolicyRules.evaluationOnly(PolicyType.RESOURCE));
  }

  static PolicyDocument identityPolicy(String... statements) {
    return PolicyDocument.parse(
        policy(statements), PolicyRules.evaluationOnly(PolicyType.IDENTITY));
  }

  Scenario as(Principal caller) {
    principal = caller;
    return this;
  }

  Scenario doing(String name) {
    action = name;
    return this;
  }

  /** The resource by its path in the container, or as an ARN; null for none. */
  Scenario on(@Nullable String pathOrArn) {
    resource =
        pathOrArn == null || pathOrArn.startsWith("arn:") ? pathOrArn : CONTAINER + pathOrArn;
    return this;
  }

  /** A second name of the resource, by its path in the container. */
  Scenario alsoNamed(String path) {
    otherName = CONTAINER + path;
    return this;
  }

  Scenario with(String key, String value) {
    context.put(key, value);
    return this;
  }

  Scenario with(String key, List<String> values) {
    context.put(key, values);
    return this;
  }

  Scenario identity(String... statements) {
    policies.identityPolicy(identityPolicy(statements));
    return this;
  }

  Scenario identity(PolicyDocument document) {
    policies.identityPolicy(document);
    return this;
  }

  Scenario resource(String... statements) {
    policies.resourcePolicy(resourcePolicy(statements));
    return this;
  }

  Scenario resource(PolicyDocument document) {
    policies.resourcePolicy(document);
    return this;
  }

  Scenario boundary(String... statements) {
    policies.permissionsBoundary(identityPolicy(statements));
    return this;
  }

  Scenario session(String... statements) {
    policies.sessionPolicy(identityPolicy(statements));
    return this;
  }

  AuthorizationRequest request() {
    return new AuthorizationRequest(
        principal, action, resource, otherName, ACCOUNT, context.build());
  }

  PolicySet policies() {
    return policies.build();
  }

  Decision decision() {
    return PolicyEvaluator.create().evaluate(request(), policies());
  }

  Decision.Outcome outcome() {
    return decision().outcome();
  }

  /** Whether an identity policy of this one statement, and no other, allows the request. */
  boolean allowedBy(String members) {
    PolicyDocument policy = identityPolicy("{'Effect':'Allow'," + members + "}");
    return PolicyEvaluator.create()
        .evaluate(request(), PolicySet.builder().identityPolicy(policy).build())
        .isAllowed();
  }

  /** Whether a condition lets an otherwise unlimited Allow apply. */
  boolean holds(String condition) {
    return allowedBy("'Action':'*','Resource':'*','Condition':{" + condition + "}");
  }

  static List<String> list(String... values) {
    return new ArrayList<>(List.of(values));
  }
}
