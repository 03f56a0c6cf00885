// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.ServiceError;

/** Input that is not a request, or not one we read. Without a stack trace: it is no defect. */
final class RefusedSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ServiceError error;

  /**
   * @param publicMessage text for the client, never a part of the input
   */
  RefusedSyntaxException(ServiceError error, String publicMessage) {
    super(publicMessage, null, false, false);
    this.error = error;
  }

  ServiceError error() {
    return error;
  }

  String publicMessage() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
