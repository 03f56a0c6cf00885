// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

/** Is told of each call before it has any effect; may take an image of the disk, block or throw. */
@FunctionalInterface
public interface IoBoundary {
  /** Watches nothing. */
  IoBoundary NONE = call -> {};

  /** Called on the calling thread, with no lock of the folder held. */
  void before(IoCall call);
}
