// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends each request to its plane. Safe for any thread. */
final class Router {
  private static final String TARGET = "X-Amz-Target";

  private final HeadChecks checks;
  private final Set<Plane> planes;
  private final Preset preset;
  private final ServiceEndpoints endpoints;
  private final ControlRequests control;
  private final DataPlane data;

  Router(
      HeadChecks checks,
      Set<Plane> planes,
      Preset preset,
      ServiceEndpoints endpoints,
      ControlRequests control,
      DataPlane data) {
    this.checks = checks;
    this.planes = planes;
    this.preset = preset;
    this.endpoints = endpoints;
    this.control = control;
    this.data = data;
  }

  /**
   * Begins to answer a request.
   *
   * @throws RuntimeException that becomes the answer
   */
  Exchange begin(Transaction transaction) {
    RequestHead head = transaction.head();
    checks.check(head);
    if (endpoints.answer(transaction)) {
      return new AnsweredExchange(transaction);
    }
    RequestTarget target = RequestTarget.parse(head.rawTarget());
    Authority host = HeadChecks.authority(head, target);
    if (target.asterisk()) {
      return asterisk(transaction);
    }
    if (isControl(head, target)) {
      transaction.plane(Plane.CONTROL);
      requireServed(Plane.CONTROL, "The control plane is not served here.");
      return control.begin(transaction, target);
    }
    requireServed(Plane.DATA, "Objects are not served here: this is the control plane.");
    return data.begin(transaction, target, host);
  }

  /** Control requests are told from others by their first two marks alone (contract section 1). */
  private static boolean isControl(RequestHead head, RequestTarget target) {
    return head.method().equals("POST")
        && target.path().isEmpty()
        && (head.headers().contains(TARGET) || isJson(head.headers().first("Content-Type")));
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("application/x-amz-json-") || type.startsWith("application/json");
  }

  private void requireServed(Plane plane, String otherwise) {
    if (!planes.contains(plane)) {
      throw new ServiceException(ServiceError.UNKNOWN_OPERATION, otherwise);
    }
  }

  /** {@code OPTIONS *} asks about the server as a whole; no other method knows the asterisk. */
  private Exchange asterisk(Transaction transaction) {
    if (!transaction.head().method().equals("OPTIONS")) {
      throw new ServiceException(
          ServiceError.VALIDATION, "The request target must begin with a slash.");
    }
    transaction.answer(
        200, Headers.of("Allow", DataOperation.allowed(preset, false)), ResponseBody.empty());
    return new AnsweredExchange(transaction);
  }
}
