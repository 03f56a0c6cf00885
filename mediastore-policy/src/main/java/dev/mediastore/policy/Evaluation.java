// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decision procedure for one request. An applicable Deny of any policy ends it; otherwise the
 * strongest applicable Allow per type of policy is kept, and the types are weighed at the end. Used
 * once, by one thread.
 */
final class Evaluation {
  private final AuthorizationRequest request;
  private final PolicySet policies;
  private final boolean publicForUnknownAccounts;
  private final Query query;

  private final Grant identity = new Grant(PolicyType.IDENTITY);
  private final Grant resource = new Grant(PolicyType.RESOURCE);
  private final Grant boundary = new Grant(PolicyType.PERMISSIONS_BOUNDARY);
  private final Grant session = new Grant(PolicyType.SESSION);

  Evaluation(AuthorizationRequest request, PolicySet policies, boolean publicForUnknownAccounts) {
    this.request = request;
    this.policies = policies;
    this.publicForUnknownAccounts = publicForUnknownAccounts;
    this.query = new Query(request, policies.permissionsBoundary().isPresent());
  }

  /** The strongest applicable Allow of one type of policy. */
  private static final class Grant {
    private final PolicyType type;
    private PrincipalStrength strength = PrincipalStrength.NONE;
    private int policyIndex;
    private @Nullable Statement statement;

    Grant(PolicyType type) {
      this.type = type;
    }

    boolean exists() {
      return statement != null;
    }

    /** Whether a further Allow could matter; only principals make grants of various strengths. */
    boolean canGrow() {
      return strength.compareTo(
              type == PolicyType.RESOURCE ? PrincipalStrength.EVERYBODY : PrincipalStrength.DIRECT)
          < 0;
    }

    void offer(PrincipalStrength offered, int index, Statement offering) {
      if (offered.compareTo(strength) > 0) {
        strength = offered;
        policyIndex = index;
        statement = offering;
      }
    }

    Optional<StatementReference> reference() {
      return Optional.ofNullable(statement).map(s -> StatementReference.of(type, policyIndex, s));
    }
  }

  Decision decide() {
    StatementReference denial = firstDenial();
    if (denial != null) {
      return Decision.explicitDeny(denial);
    }
    return switch (request.principal().kind()) {
      case ANONYMOUS, SERVICE -> decideWithoutAccount();
      default ->
          request.resourceAccount().equals(request.principal().account().orElseThrow())
              ? decideWithinAccount()
              : decideAcrossAccounts();
    };
  }

  private @Nullable StatementReference firstDenial() {
    StatementReference denial = scan(identity, policies.identityPolicies());
    if (denial == null && policies.resourcePolicy().isPresent()) {
      denial = scan(resource, 0, policies.resourcePolicy().orElseThrow());
    }
    if (denial == null && policies.permissionsBoundary().isPresent()) {
      denial = scan(boundary, 0, policies.permissionsBoundary().orElseThrow());
    }
    return denial == null ? scan(session, policies.sessionPolicies()) : denial;
  }

  private @Nullable StatementReference scan(Grant grant, List<PolicyDocument> documents) {
    for (int i = 0; i < documents.size(); i++) {
      StatementReference denial = scan(grant, i, documents.get(i));
      if (denial != null) {
        return denial;
      }
    }
    return null;
  }

  /** Looks for a Deny in one document and for Allows stronger than what the grant has already. */
  private @Nullable StatementReference scan(Grant grant, int index, PolicyDocument document) {
    List<Statement> statements = document.statements();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      if (statement.effect() == Effect.DENY) {
        if (statement.strength(query) != PrincipalStrength.NONE) {
          return StatementReference.of(grant.type, index, statement);
        }
      } else if (grant.canGrow()) {
        grant.offer(statement.strength(query), index, statement);
      }
    }
    return null;
  }

  private Decision decideWithoutAccount() {
    return resource.strength.isDirect()
        ? allow(resource)
        : Decision.implicitDeny(EnumSet.of(PolicyType.RESOURCE));
  }

  private Decision decideAcrossAccounts() {
    if (publicForUnknownAccounts
        && isUnknownAccount()
        && resource.strength == PrincipalStrength.EVERYBODY) {
      return allow(resource);
    }
    Set<PolicyType> missing = missingCeilings();
    if (!resource.exists()) {
      missing.add(PolicyType.RESOURCE);
    }
    if (!hasIdentityGrant()) {
      missing.add(PolicyType.IDENTITY);
    }
    return missing.isEmpty()
        ? allow(identity, resource, boundary, session)
        : Decision.implicitDeny(Collections.unmodifiableSet(missing));
  }

  private Decision decideWithinAccount() {
    if (resource.strength.isDirect()) {
      return allow(resource);
    }
    Set<PolicyType> missing = missingCeilings();
    boolean underlying = resource.strength == PrincipalStrength.UNDERLYING;
    if (!hasIdentityGrant() && !underlying) {
      missing.add(PolicyType.IDENTITY);
      missing.add(PolicyType.RESOURCE);
    }
    if (!missing.isEmpty()) {
      return Decision.implicitDeny(Collections.unmodifiableSet(missing));
    }
    return hasIdentityGrant()
        ? allow(identity, boundary, session)
        : allow(resource, boundary, session);
  }

  private boolean hasIdentityGrant() {
    return identity.exists() || request.principal().kind() == Principal.Kind.ROOT;
  }

  /** The ceilings that are there and leave no room for the request. */
  private Set<PolicyType> missingCeilings() {
    Set<PolicyType> missing = EnumSet.noneOf(PolicyType.class);
    if (policies.permissionsBoundary().isPresent() && !boundary.exists()) {
      missing.add(PolicyType.PERMISSIONS_BOUNDARY);
    }
    if (!policies.sessionPolicies().isEmpty() && !session.exists()) {
      missing.add(PolicyType.SESSION);
    }
    return missing;
  }

  private boolean isUnknownAccount() {
    return policies.identityPolicies().isEmpty()
        && policies.permissionsBoundary().isEmpty()
        && policies.sessionPolicies().isEmpty();
  }

  private static Decision allow(Grant... grants) {
    List<StatementReference> references = new ArrayList<>(grants.length);
    for (Grant grant : grants) {
      grant.reference().ifPresent(references::add);
    }
    return Decision.allow(Collections.unmodifiableList(references));
  }

  /** What became of every statement, in the order in which policies are looked at. */
  List<Explanation.StatementTrace> traces() {
    List<Explanation.StatementTrace> traces = new ArrayList<>();
    trace(PolicyType.IDENTITY, policies.identityPolicies(), traces);
    trace(PolicyType.RESOURCE, policies.resourcePolicy().stream().toList(), traces);
    trace(
        PolicyType.PERMISSIONS_BOUNDARY, policies.permissionsBoundary().stream().toList(), traces);
    trace(PolicyType.SESSION, policies.sessionPolicies(), traces);
    return traces;
  }

  private void trace(
      PolicyType type, List<PolicyDocument> documents, List<Explanation.StatementTrace> traces) {
    for (int i = 0; i < documents.size(); i++) {
      for (Statement statement : documents.get(i).statements()) {
        traces.add(statement.trace(StatementReference.of(type, i, statement), query));
      }
    }
  }
}
