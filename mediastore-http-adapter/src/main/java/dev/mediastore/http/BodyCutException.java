// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.io.IOException;

/**
 * The rest of a response body cannot be delivered; the connection has to be broken off.
 *
 * @since 0.1
 */
public final class BodyCutException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the reason for the log; it is never sent. */
  public BodyCutException(String reason) {
    super(reason);
  }
}
