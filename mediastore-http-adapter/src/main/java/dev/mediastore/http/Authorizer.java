// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.Decision;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyEvaluator;
import dev.mediastore.policy.PolicySet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the policies, before anything is looked up, and refuses in one way whether or not there is
 * anything to find. Safe for any thread.
 */
final class Authorizer {
  private static final Logger LOG = LoggerFactory.getLogger(Authorizer.class);
  private static final String SERVICE = "mediastore:";

  private final PolicyEvaluator evaluator;
  private final CompiledDocuments<PolicyDocument> containerPolicies;

  Authorizer(PolicyEvaluator evaluator, ContainerPolicies containerPolicies) {
    this.evaluator = evaluator;
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
    if (allowed(question, head.secure())) {
      return;
    }
    boolean wouldOverTls = !head.secure() && allowed(question, true);
    throw denied(caller, action, container.arn() + "/" + path, wouldOverTls, transaction.isHead());
  }

  private record DataQuestion(
      Transaction transaction,
      Caller caller,
      ContainerArn container,
      String action,
      String path,
      PolicySet policies) {}

  private boolean allowed(DataQuestion question, boolean secure) {
    ContainerArn container = question.container();
    AuthorizationContext context =
        new RequestContext(
            question.transaction(),
            secure,
            question.caller(),
            container.region(),
            container.account(),
            Map.of());
    Decision decision = ask(question, container + "/" + question.path(), context);
    if (!question.path().isEmpty() || decision.outcome() == Decision.Outcome.EXPLICIT_DENY) {
      return decision.isAllowed();
    }
    // The top of a container may be granted under either of its names (contract section 12.3).
    Decision bare = ask(question, container.toString(), context);
    return bare.outcome() != Decision.Outcome.EXPLICIT_DENY
        && (decision.isAllowed() || bare.isAllowed());
  }

  private Decision ask(DataQuestion question, String resource, AuthorizationContext context) {
    Decision decision =
        evaluator.evaluate(
            new AuthorizationRequest(
                question.caller().principal(),
                SERVICE + question.action(),
                resource,
                question.container().account(),
                context),
            question.policies());
    logDenial(decision, question.action(), question.caller());
    return decision;
  }

  /** Clients never learn which of the two kinds of denial it was, nor whose statement decided. */
  private static void logDenial(Decision decision, String action, Caller caller) {
    if (LOG.isDebugEnabled() && !decision.isAllowed()) {
      LOG.debug("{} denied to {}: {}", action, caller, decision.reason());
    }
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
    String owner = resource == null ? scope.account() : resource.split(":", 6)[4];
    Map<String, List<String>> keys = new HashMap<>();
    extraKeys.forEach((key, values) -> keys.put(AuthorizationContext.foldName(key), values));
    AuthorizationContext context =
        new RequestContext(
            transaction, transaction.head().secure(), caller, scope.region(), owner, keys);
    Decision decision =
        evaluator.evaluate(
            new AuthorizationRequest(
                caller.principal(), SERVICE + action, resource, owner, context),
            caller.policies(null));
    logDenial(decision, action, caller);
    if (!decision.isAllowed()) {
      throw denied(caller, action, resource == null ? "*" : resource, false, false);
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
