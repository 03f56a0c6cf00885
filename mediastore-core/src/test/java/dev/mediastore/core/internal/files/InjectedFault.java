// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;

/** An error that a test asked for, so that it can be told from a real one. */
public final class InjectedFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  InjectedFault(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** Which error it stands for. */
  public Fault fault() {
    return fault;
  }
}
