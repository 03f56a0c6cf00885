// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.Decision;
import dev.mediastore.policy.Explanation;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyEvaluator;
import dev.mediastore.policy.PolicySet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policies, before anything is looked up, and refuses in one way whether or not there is
 * anything to find. Safe for any thread.
 */
final class Authorizer {
  private static final String SERVICE = "mediastore:";

  /** Asked about in every request for an object, hence written once. */
  private static final Map<String, String> DATA_ACTIONS =
      Stream.of(DataOperation.values())
          .map(DataOperation::action)
          .distinct()
          .collect(Collectors.toUnmodifiableMap(action -> action, action -> SERVICE + action));

  private final PolicyEvaluator evaluator;
  private final CompiledDocuments<PolicyDocument> containerPolicies;
  private final ProxyHints proxies;

  Authorizer(PolicyEvaluator evaluator, ContainerPolicies containerPolicies, ProxyHints proxies) {
    this.evaluator = evaluator;
    this.proxies = proxies;
    this.containerPolicies =
        new CompiledDocuments<>(
            DocumentKind.CONTAINER_POLICY,
            (container, text) -> containerPolicies.compile(container.arn(), text));
  }

  /**
   * Authorises an operation on an object or folder.
   *
   * @param action without its service, for example {@code GetObject}
   * @param path decoded path; empty for the top of the container
   * @throws ServiceException if it is not allowed
   */
  void data(
      Transaction transaction, Caller caller, Container container, String action, String path) {
    RequestHead head = transaction.head();
    PolicySet policies = caller.policies(containerPolicies.of(container));
    DataQuestion question =
        new DataQuestion(transaction, caller, container.arn(), action, path, policies);
    Decision decision = decide(question, head.secure());
    if (decision.isAllowed()) {
      return;
    }
    boolean wouldOverTls = !head.secure() && decide(question, true).isAllowed();
    throw denied(caller, action, container.arn() + "/" + path, wouldOverTls, transaction.isHead())
        .detailed(detail(decision, action, caller))
        .explained(() -> report(question));
  }

  private static String qualified(String action) {
    String known = DATA_ACTIONS.get(action);
    return known == null ? SERVICE + action : known;
  }

  private record DataQuestion(
      Transaction transaction,
      Caller caller,
      ContainerArn container,
      String action,
      String path,
      PolicySet policies) {

    String resource() {
      return "arn:"
          + container.partition()
          + ":mediastore:"
          + container.region()
          + ":"
          + container.account()
          + ":container/"
          + container.name()
          + "/"
          + path;
    }

    /** The top of a container may be named with and without a slash (contract section 12.3). */
    AuthorizationRequest in(AuthorizationContext context) {
      return new AuthorizationRequest(
          caller.principal(),
          qualified(action),
          resource(),
          path.isEmpty() ? container.toString() : null,
          container.account(),
          context);
    }

    DataQuestion forAction(String other) {
      return new DataQuestion(transaction, caller, container, other, path, policies);
    }
  }

  private Decision decide(DataQuestion question, boolean secure) {
    return evaluator.evaluate(question.in(context(question, secure)), question.policies());
  }

  private static AuthorizationContext context(DataQuestion question, boolean secure) {
    ContainerArn container = question.container();
    return new RequestContext(
        question.transaction(),
        secure,
        question.caller(),
        container.region(),
        container.account(),
        Map.of());
  }

  /** Clients never learn which of the two kinds of denial it was, nor whose statement decided. */
  private static String detail(Decision decision, String action, Caller caller) {
    return action + " denied to " + caller + ": " + decision.reason();
  }

  private RefusalReport report(DataQuestion question) {
    RequestHead head = question.transaction().head();
    AuthorizationContext context = context(question, head.secure());
    Explanation explanation = evaluator.explain(question.in(context), question.policies());
    List<String> hints = new ArrayList<>();
    if (question.action().equals("DescribeObject")
        && decide(question.forAction("GetObject"), head.secure()).isAllowed()) {
      hints.add(
          "HEAD needs mediastore:DescribeObject; mediastore:GetObject, which is allowed here, does"
              + " not cover it.");
    }
    if (!head.secure() && decide(question, true).isAllowed()) {
      hints.add("It would be allowed over TLS, and this request did not come over TLS.");
    }
    String aboutProxies = proxies.aboutConditions(head);
    boolean condition =
        explanation.traces().stream()
            .anyMatch(
                trace ->
                    trace.mismatch() == Explanation.Mismatch.CONDITION
                        || trace.mismatch() == Explanation.Mismatch.NONE);
    if (aboutProxies != null && condition) {
      hints.add(aboutProxies);
    }
    return DenialReport.of(
        explanation,
        question.action(),
        question.caller(),
        question.policies().resourcePolicy().isPresent(),
        hints);
  }

  /**
   * Authorises a control-plane operation, for which identity policies alone count (contract section
   * 12.1).
   *
   * @param resource ARN of the container, or null for operations that are not about one
   * @param extraKeys condition keys of this operation
   * @throws ServiceException if it is not allowed
   */
  void control(
      Transaction transaction,
      Caller caller,
      CallScope scope,
      String action,
      @Nullable String resource,
      Map<String, List<String>> extraKeys) {
    // An ARN of another account names nothing that this plane reaches. Whoever may carry out the
    // operation learns that there is no such container, as with one of another region.
    String owner = scope.account();
    Map<String, List<String>> keys = new HashMap<>();
    extraKeys.forEach(
        (key, values) -> keys.putIfAbsent(AuthorizationContext.foldName(key), values));
    AuthorizationContext context =
        new RequestContext(
            transaction, transaction.head().secure(), caller, scope.region(), owner, keys);
    AuthorizationRequest request =
        new AuthorizationRequest(caller.principal(), SERVICE + action, resource, owner, context);
    PolicySet policies = caller.policies(null);
    Decision decision = evaluator.evaluate(request, policies);
    if (!decision.isAllowed()) {
      throw denied(caller, action, resource == null ? "*" : resource, false, false)
          .detailed(detail(decision, action, caller))
          .explained(
              () ->
                  DenialReport.of(
                      evaluator.explain(request, policies), action, caller, null, List.of()));
    }
  }

  private static ServiceException denied(
      Caller caller, String action, String resource, boolean wouldOverTls, boolean head) {
    String start =
        "User: " + caller + " is not authorized to perform: " + SERVICE + action + " on resource: ";
    String end =
        (head ? ". HEAD needs " + SERVICE + action : "")
            + (wouldOverTls ? ". It would be allowed over https but this request used http" : "");
    return new ServiceException(
        ServiceError.ACCESS_DENIED, PublicText.of(start, head ? "this object" : resource, end));
  }
}
