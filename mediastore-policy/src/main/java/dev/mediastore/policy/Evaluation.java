// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision procedure (policy section 8). A first walk over all policies looks for an applicable
 * Deny, which ends it; then the strongest applicable Allow per type of policy is looked for, and
 * the types are weighed.
 *
 * <p>A walk meets only statements that cover the action. Answers that rest on one statement are
 * made once and shared, so that such a decision allocates nothing; that is why there is no object
 * for the state of an evaluation.
 */
final class Evaluation {
  private Evaluation() {}

  static Decision decide(
      AuthorizationRequest request, PolicySet policies, boolean publicForUnknownAccounts) {
    int action = MediaStoreActions.number(request.action());
    Verdict denial = firstDenial(request, policies, action);
    if (denial != null) {
      return denial.decision();
    }
    Statement granting = strongestGrant(request, policies, action);
    PrincipalStrength strength =
        granting == null
            ? PrincipalStrength.NONE
            : granting.principalStrength(request, policies.boundary() != null);
    Verdict resource = granting == null ? null : granting.verdict(PolicyType.RESOURCE, 0);
    String account = request.principal().accountOrNull();
    boolean sameAccount = request.resourceAccount().equals(account);
    boolean resourceSuffices =
        strength.isDirect()
            && (account == null
                || sameAccount
                || (publicForUnknownAccounts
                    && strength == PrincipalStrength.EVERYBODY
                    && policies.hasNoneOfCaller()));
    if (resource != null && resourceSuffices) {
      return resource.decision();
    }
    if (account == null) {
      return Decision.lacking(PolicyType.RESOURCE.bit());
    }
    return weigh(request, policies, action, resource, strength, sameAccount);
  }

  /** The answer where the resource policy alone does not suffice. */
  private static Decision weigh(
      AuthorizationRequest request,
      PolicySet policies,
      int action,
      @Nullable Verdict resource,
      PrincipalStrength strength,
      boolean sameAccount) {
    Verdict identity =
        firstGrant(request, policies, action, PolicyType.IDENTITY, policies.identityPolicies());
    Verdict boundary =
        firstGrant(
            request, policies, action, PolicyType.PERMISSIONS_BOUNDARY, policies.boundaries());
    Verdict session =
        firstGrant(request, policies, action, PolicyType.SESSION, policies.sessionPolicies());
    boolean identityGrants = identity != null || request.principal().kind() == Principal.Kind.ROOT;
    int missing = 0;
    if (!policies.boundaries().isEmpty() && boundary == null) {
      missing |= PolicyType.PERMISSIONS_BOUNDARY.bit();
    }
    if (!policies.sessionPolicies().isEmpty() && session == null) {
      missing |= PolicyType.SESSION.bit();
    }
    if (sameAccount) {
      if (!identityGrants && strength != PrincipalStrength.UNDERLYING) {
        missing |= PolicyType.IDENTITY.bit() | PolicyType.RESOURCE.bit();
      }
    } else {
      missing |= identityGrants ? 0 : PolicyType.IDENTITY.bit();
      missing |= resource != null ? 0 : PolicyType.RESOURCE.bit();
    }
    if (missing != 0) {
      return Decision.lacking(missing);
    }
    // Within the account one of the two grants is enough, and the caller's own is named.
    Verdict needed = sameAccount && identityGrants ? null : resource;
    return allow(identity, needed, boundary, session);
  }

  private static @Nullable Verdict firstDenial(
      AuthorizationRequest request, PolicySet policies, int action) {
    Verdict denial =
        firstDenial(request, policies, action, PolicyType.IDENTITY, policies.identityPolicies());
    if (denial == null) {
      denial = firstDenial(request, policies, action, PolicyType.RESOURCE, policies.resources());
    }
    if (denial == null) {
      denial =
          firstDenial(
              request, policies, action, PolicyType.PERMISSIONS_BOUNDARY, policies.boundaries());
    }
    return denial == null
        ? firstDenial(request, policies, action, PolicyType.SESSION, policies.sessionPolicies())
        : denial;
  }

  private static @Nullable Verdict firstDenial(
      AuthorizationRequest request,
      PolicySet policies,
      int action,
      PolicyType type,
      List<PolicyDocument> documents) {
    for (int i = 0; i < documents.size(); i++) {
      Verdict denial = first(documents.get(i).denials(), request, policies, action, type, i);
      if (denial != null) {
        return denial;
      }
    }
    return null;
  }

  private static @Nullable Verdict firstGrant(
      AuthorizationRequest request,
      PolicySet policies,
      int action,
      PolicyType type,
      List<PolicyDocument> documents) {
    for (int i = 0; i < documents.size(); i++) {
      Verdict grant = first(documents.get(i).grants(), request, policies, action, type, i);
      if (grant != null) {
        return grant;
      }
    }
    return null;
  }

  /** The first statement that applies, as the answer it gives. */
  private static @Nullable Verdict first(
      StatementIndex statements,
      AuthorizationRequest request,
      PolicySet policies,
      int action,
      PolicyType type,
      int policyIndex) {
    boolean callerHasBoundary = policies.boundary() != null;
    for (Statement statement : statements.covering(action, request.action())) {
      if (statement.strength(request, callerHasBoundary) != PrincipalStrength.NONE) {
        return statement.verdict(type, policyIndex);
      }
    }
    return null;
  }

  /** The Allow of the resource policy that means the caller most strongly. */
  private static @Nullable Statement strongestGrant(
      AuthorizationRequest request, PolicySet policies, int action) {
    PolicyDocument document = policies.resource();
    if (document == null) {
      return null;
    }
    boolean callerHasBoundary = policies.boundary() != null;
    PrincipalStrength strongest = PrincipalStrength.NONE;
    Statement granting = null;
    for (Statement statement : document.grants().covering(action, request.action())) {
      PrincipalStrength strength = statement.strength(request, callerHasBoundary);
      if (strength.compareTo(strongest) > 0) {
        strongest = strength;
        granting = statement;
      }
      if (strongest == PrincipalStrength.EVERYBODY) {
        break;
      }
    }
    return granting;
  }

  private static Decision allow(
      @Nullable Verdict identity,
      @Nullable Verdict resource,
      @Nullable Verdict boundary,
      @Nullable Verdict session) {
    Verdict grant = identity == null ? resource : identity;
    boolean alone = boundary == null && session == null && (identity == null || resource == null);
    if (alone) {
      return grant == null ? Decision.ROOT : grant.decision();
    }
    List<StatementReference> references = new ArrayList<>(PolicyType.values().length);
    add(identity, references);
    add(resource, references);
    add(boundary, references);
    add(session, references);
    return Decision.allow(Collections.unmodifiableList(references));
  }

  private static void add(@Nullable Verdict verdict, List<StatementReference> references) {
    if (verdict != null) {
      references.add(verdict.reference());
    }
  }

  /** What became of every statement, in the order in which policies are looked at. */
  static List<Explanation.StatementTrace> traces(AuthorizationRequest request, PolicySet policies) {
    List<Explanation.StatementTrace> traces = new ArrayList<>();
    trace(request, policies, PolicyType.IDENTITY, policies.identityPolicies(), traces);
    trace(request, policies, PolicyType.RESOURCE, policies.resources(), traces);
    trace(request, policies, PolicyType.PERMISSIONS_BOUNDARY, policies.boundaries(), traces);
    trace(request, policies, PolicyType.SESSION, policies.sessionPolicies(), traces);
    return traces;
  }

  private static void trace(
      AuthorizationRequest request,
      PolicySet policies,
      PolicyType type,
      List<PolicyDocument> documents,
      List<Explanation.StatementTrace> traces) {
    for (int i = 0; i < documents.size(); i++) {
      for (Statement statement : documents.get(i).statements()) {
        traces.add(
            statement.trace(
                statement.verdict(type, i).reference(), request, policies.boundary() != null));
      }
    }
  }
}
