// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.sigv4.SignatureResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Handles requests for objects and listings: container, CORS, path, caller, permission, operation,
 * in this order. Safe for any thread.
 */
final class DataPlane {
  private static final String OPTIONS = "OPTIONS";

  private final Preset preset;
  private final HttpLimits limits;
  private final ContainerSelector containers;
  private final CorsResponder cors;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final EdgeReads reads;
  private final ListAnswers lists;
  private final Uploads uploads;
  private final Throttle throttle;

  DataPlane(
      Preset preset,
      HttpLimits limits,
      ContainerSelector containers,
      CorsResponder cors,
      Authenticator authenticator,
      Authorizer authorizer,
      EdgeReads reads,
      ListAnswers lists,
      Uploads uploads,
      Throttle throttle) {
    this.throttle = throttle;
    this.preset = preset;
    this.limits = limits;
    this.containers = containers;
    this.cors = cors;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.reads = reads;
    this.lists = lists;
    this.uploads = uploads;
  }

  /** A request as far as its head tells, with the path read as what the operation needs. */
  private record Call(
      Transaction transaction,
      DataOperation operation,
      Container container,
      @Nullable ObjectPath object,
      @Nullable FolderPath folder,
      QueryString query) {

    /** Path of the object or folder as policies see it. */
    String path() {
      return object != null ? object.value() : folder != null ? folder.value() : "";
    }
  }

  /**
   * Begins to answer a request.
   *
   * @param host normalised, or null for HTTP/1.0 without one
   * @throws RuntimeException that becomes the answer
   */
  Exchange begin(Transaction transaction, RequestTarget target, @Nullable Authority host) {
    RequestHead head = transaction.head();
    Optional<ContainerSelector.Selection> selected = containers.select(host, target.path());
    if (head.method().equals(OPTIONS)) {
      return preflight(transaction, selected.orElse(null));
    }
    if (selected.isEmpty()) {
      // A method that exists nowhere is the more useful thing to say.
      DataOperation.of(head.method(), false, preset);
      throw ContainerSelector.notFound();
    }
    ContainerSelector.Selection selection = selected.get();
    transaction.container(selection.container());
    transaction.corsHeaders(cors.actual(selection.container(), head));
    Call call = call(transaction, target, selection);
    transaction.path(call.path());
    Authentication authentication =
        authenticator.data(transaction, target, selection.container().arn().region());
    return authenticated(call, authentication);
  }

  private Exchange preflight(
      Transaction transaction, ContainerSelector.@Nullable Selection selection) {
    transaction.operation(OPTIONS);
    transaction.caller(Caller.anonymous());
    if (selection != null) {
      transaction.container(selection.container());
      legalPath(selection.path()).ifPresent(transaction::path);
    }
    cors.preflight(selection == null ? null : selection.container(), transaction);
    return new AnsweredExchange(transaction);
  }

  /** For what is told about a preflight; one of a path that cannot be is answered all the same. */
  private static Optional<String> legalPath(String path) {
    try {
      return Optional.of(ObjectPath.of(path).value());
    } catch (MediaStoreException e) {
      return Optional.empty();
    }
  }

  private Call call(
      Transaction transaction, RequestTarget target, ContainerSelector.Selection selection) {
    boolean top = selection.path().isEmpty();
    DataOperation operation = DataOperation.of(transaction.head().method(), top, preset);
    transaction.operation(operation.action());
    QueryString query = QueryString.parse(target.rawQuery(), limits);
    if (operation == DataOperation.LIST_ITEMS) {
      FolderPath folder = ListAnswers.folder(query);
      return new Call(transaction, operation, selection.container(), null, folder, query);
    }
    if (top && operation == DataOperation.DESCRIBE_OBJECT) {
      return new Call(transaction, operation, selection.container(), null, null, query);
    }
    if (target.folderForm()) {
      throw new ServiceException(
          ServiceError.VALIDATION, "The path of an object does not end in a slash.");
    }
    ObjectPath object = ObjectPath.of(selection.path());
    return new Call(transaction, operation, selection.container(), object, null, query);
  }

  private Exchange authenticated(Call call, Authentication authentication) {
    Transaction transaction = call.transaction();
    if (call.operation() == DataOperation.PUT_OBJECT) {
      return put(call, authentication);
    }
    if (authentication.pending() || hasSignedBody(transaction.head(), authentication)) {
      return new VerifiedBodyExchange(
          transaction,
          authentication.payloadVerifier(),
          limits.ignoredBodyBytes(),
          ignored -> act(call, authentication));
    }
    requireEmptyBody(authentication);
    act(call, authentication);
    return new AnsweredExchange(transaction);
  }

  private static boolean hasSignedBody(RequestHead head, Authentication authentication) {
    return authentication.signed() && SignedHead.hasBody(head);
  }

  /** A signature may declare a digest that no empty body has. */
  private static void requireEmptyBody(Authentication authentication) {
    if (authentication.signed()
        && authentication.payloadVerifier().finish() instanceof SignatureResult.Refused refused) {
      throw SignatureErrors.translate(refused);
    }
  }

  private Exchange put(Call call, Authentication authentication) {
    if (!authentication.pending()) {
      call.transaction().caller(authentication.caller());
      authorize(call, authentication);
      return upload(call, authentication);
    }
    try {
      authorize(call, authentication);
    } catch (ServiceException denied) {
      // Nobody may learn that before having proved who they are.
      return new VerifiedBodyExchange(
          call.transaction(),
          authentication.payloadVerifier(),
          limits.ignoredBodyBytes(),
          ignored -> {
            call.transaction().caller(authentication.caller());
            throw denied;
          });
    }
    return upload(call, authentication);
  }

  private Exchange upload(Call call, Authentication authentication) {
    ObjectPath object = call.object();
    if (object == null) {
      throw new IllegalStateException("an upload without a path");
    }
    return uploads.begin(
        call.transaction(), call.query(), authentication, call.container(), object);
  }

  private void authorize(Call call, Authentication authentication) {
    authorizer.data(
        call.transaction(),
        authentication.caller(),
        call.container(),
        call.operation().action(),
        call.path());
  }

  private void act(Call call, Authentication authentication) {
    Transaction transaction = call.transaction();
    transaction.caller(authentication.caller());
    authorize(call, authentication);
    Container container = call.container();
    call.operation().quota().ifPresent(kind -> throttle.count(container, kind));
    FolderPath folder = call.folder();
    ObjectPath object = call.object();
    if (folder != null) {
      lists.send(transaction, call.query(), container, folder);
    } else if (object == null) {
      throw ReadAnswers.notFound();
    } else {
      switch (call.operation()) {
        case GET_OBJECT -> reads.get(transaction, call.query(), container, object);
        case DESCRIBE_OBJECT -> reads.describe(transaction, container, object);
        case DELETE_OBJECT -> delete(transaction, container, object);
        case PUT_OBJECT, LIST_ITEMS -> throw new IllegalStateException("handled elsewhere");
      }
    }
  }

  private static void delete(Transaction transaction, Container container, ObjectPath object) {
    container.head(object).ifPresent(found -> transaction.expires(found.expiresAt()));
    if (!container.delete(object)) {
      throw ReadAnswers.notFound();
    }
    transaction.answer(200, Headers.empty(), ResponseBody.empty());
  }
}
