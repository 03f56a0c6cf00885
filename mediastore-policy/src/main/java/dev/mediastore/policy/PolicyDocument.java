// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy document that passed its checks and is compiled for evaluation. Immutable and safe for
 * any thread.
 *
 * @since 0.1
 */
public final class PolicyDocument {
  private final PolicyRules rules;
  private final @Nullable String version;
  private final @Nullable String id;
  private final List<Statement> statements;
  private final Set<String> conditionKeys;
  private final StatementIndex denials;
  private final StatementIndex grants;

  PolicyDocument(
      PolicyRules rules,
      @Nullable String version,
      @Nullable String id,
      List<Statement> statements) {
    this.rules = rules;
    this.version = version;
    this.id = id;
    this.statements = List.copyOf(statements);
    Set<String> keys = new HashSet<>();
    statements.forEach(statement -> statement.collectKeys(keys));
    this.conditionKeys = Set.copyOf(keys);
    this.denials = new StatementIndex(Effect.DENY, statements);
    this.grants = new StatementIndex(Effect.ALLOW, statements);
  }

  /**
   * Checks a text from outside against the rules and compiles it.
   *
   * @param json the text as received; not kept
   * @param rules what the document must satisfy
   * @return a document, or the first error in document order; never an exception for bad text
   */
  public static PolicyValidation validate(String json, PolicyRules rules) {
    return DocumentReader.read(
        Objects.requireNonNull(json, "json"), Objects.requireNonNull(rules, "rules"));
  }

  /**
   * Compiles a text that the program itself wrote.
   *
   * @throws IllegalArgumentException with the first error if the text does not satisfy the rules;
   *     for text from outside use {@link #validate}
   */
  public static PolicyDocument parse(String json, PolicyRules rules) {
    PolicyValidation validation = validate(json, rules);
    validation
        .error()
        .ifPresent(
            error -> {
              throw new IllegalArgumentException(error.message());
            });
    return validation.document().orElseThrow();
  }

  /**
   * The text of the policy every new container starts with: its owner may do everything over TLS.
   *
   * @param containerArn the ARN of the container
   * @param ownerAccount the 12 digits of the owner's account
   * @throws IllegalArgumentException if one of them is malformed
   */
  public static String containerDefaultPolicy(String containerArn, String ownerAccount) {
    String partition = ContainerArn.check(containerArn).split(":", -1)[1];
    if (!PrincipalArn.isAccount(ownerAccount)) {
      throw new IllegalArgumentException("ownerAccount must have 12 digits");
    }
    return """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "MediaStoreFullAccess",
              "Effect": "Allow",
              "Principal": {
                "AWS": "arn:%s:iam::%s:root"
              },
              "Action": "mediastore:*",
              "Resource": "%s/*",
              "Condition": {
                "Bool": {
                  "aws:SecureTransport": "true"
                }
              }
            }
          ]
        }"""
        .formatted(partition, ownerAccount, containerArn);
  }

  /** Whether the statements name principals, as only a resource policy's do. */
  public boolean isResourcePolicy() {
    return rules.type() == PolicyType.RESOURCE;
  }

  /** The language version as written: {@code 2012-10-17}, {@code 2008-10-17} or nothing. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** The author's identifier of a resource policy. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** The statements in document order; at least one. */
  public List<Statement> statements() {
    return statements;
  }

  /** The statements that refuse. */
  StatementIndex denials() {
    return denials;
  }

  /** The statements that grant. */
  StatementIndex grants() {
    return grants;
  }

  /**
   * Every condition key that a decision of this document can depend on, in conditions and in policy
   * variables, in lower case. A cache of decisions has to cover all of them.
   */
  public Set<String> conditionKeys() {
    return conditionKeys;
  }

  /**
   * The document as JSON in normal form: members in a fixed order, no white space, one-element
   * lists as their element, condition values as text. Parsing it again under the same rules gives
   * an equal document.
   */
  public String toJson() {
    return JsonPrinter.print(this);
  }

  /** Equal are documents with the same normal form that were read under the same rules. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PolicyDocument that
        && rules.equals(that.rules)
        && toJson().equals(that.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  /** The size only: the text may hold shared secrets. */
  @Override
  public String toString() {
    return "PolicyDocument[" + statements.size() + " statements]";
  }
}
