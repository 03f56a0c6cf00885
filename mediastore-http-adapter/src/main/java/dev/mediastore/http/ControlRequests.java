// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Handles control-plane requests: caller, body, call, permission, execution, in this order. Safe
 * for any thread.
 */
final class ControlRequests {
  private final MediaStore store;
  private final ContainerSelector containers;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final Preset preset;
  private final boolean allowInsecurePut;
  private final int maxBodyBytes;

  ControlRequests(
      MediaStore store,
      ContainerSelector containers,
      Authenticator authenticator,
      Authorizer authorizer,
      Preset preset,
      boolean allowInsecurePut,
      int maxBodyBytes) {
    this.store = store;
    this.containers = containers;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.preset = preset;
    this.allowInsecurePut = allowInsecurePut;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Begins to answer a request; the answer comes when its body is there. */
  Exchange begin(Transaction transaction, RequestTarget target) {
    RequestHead head = transaction.head();
    // Before anybody is known, so that the audit trail says what was tried.
    ControlOperation asked = ControlOperation.ofTarget(head.headers().first("X-Amz-Target"));
    if (asked != null) {
      transaction.operation(asked.action());
    }
    if (UploadHeaders.bodyLength(head) > maxBodyBytes) {
      throw new ServiceException(
          ServiceError.BODY_TOO_LARGE, "The body has more than " + maxBodyBytes + " bytes.");
    }
    Authentication authentication = authenticator.control(transaction, target);
    return new VerifiedBodyExchange(
        transaction,
        authentication.payloadVerifier(),
        maxBodyBytes,
        body -> execute(transaction, authentication, body));
  }

  private void execute(Transaction transaction, Authentication authentication, byte[] body) {
    RequestHead head = transaction.head();
    ControlSettings settings =
        new ControlSettings(
            preset, allowInsecurePut, container -> containers.endpoint(container, head));
    ControlPlane plane = new ControlPlane(store, settings);
    CallScope scope = scope(authentication);
    transaction.caller(authentication.caller());
    ControlCall call = plane.parse(head.headers().first("X-Amz-Target"), body, scope);
    transaction.resource(call.resourceArn());
    authorizer.control(
        transaction,
        authentication.caller(),
        scope,
        call.operation().action(),
        call.resourceArn(),
        call.contextKeys());
    byte[] answer = plane.execute(call);
    if (call.operation() == ControlOperation.PUT_CONTAINER_POLICY && isOpen(call.resourceArn())) {
      transaction.madePublic();
    }
    transaction.answer(
        200,
        Headers.of("Content-Type", ErrorAnswers.contentType(Plane.CONTROL)),
        ResponseBody.of(answer));
  }

  /** For the audit trail only: the call was carried out, whatever becomes of this. */
  private boolean isOpen(@Nullable String containerArn) {
    try {
      return containerArn != null
          && store.container(ContainerArn.parse(containerArn)).filter(this::isOpen).isPresent();
    } catch (MediaStoreException | ServiceException e) {
      return false;
    }
  }

  private boolean isOpen(Container container) {
    return container
        .document(DocumentKind.CONTAINER_POLICY)
        .map(stored -> new ContainerPolicies(preset, true).compile(container.arn(), stored.text()))
        .filter(ContainerPolicies::isOpen)
        .isPresent();
  }

  /** Where the caller is at home, in the region it signed for. */
  private CallScope scope(Authentication authentication) {
    ContainerArn home = store.arn("any");
    Caller caller = authentication.caller();
    String partition =
        caller.principal().arn().map(arn -> arn.split(":", 3)[1]).orElse(home.partition());
    return new CallScope(
        partition,
        caller.account().orElse(home.account()),
        authentication.region().orElse(home.region()));
  }
}
