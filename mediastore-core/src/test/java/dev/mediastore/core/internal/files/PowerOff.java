// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

/**
 * Thrown by every call to a simulated folder whose machine or process is gone. An Error, so that no
 * handler of I/O failures mistakes it for one.
 */
public final class PowerOff extends Error {
  private static final long serialVersionUID = 1L;

  public PowerOff() {
    super("the simulated machine is off", null, false, false);
  }
}
