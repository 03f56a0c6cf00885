// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

/**
 * A page of a mapped file that the disk does not give. The virtual machine makes an {@link
 * InternalError} of it, but some time after the access, when the thread next goes through its
 * runtime.
 */
final class MappedFault {
  private MappedFault() {}

  /**
   * Throws the error of an earlier access of this thread now, if there was one: to be called where
   * the error is caught, and not often.
   */
  static void surface() {
    // What walks the stack goes through the runtime, in every version that was tried (17 to 25); a
    // mere native call does not.
    if (new IllegalStateException().getStackTrace().length == 0) {
      throw new AssertionError("called by nobody");
    }
  }
}
