// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Where a container is in its life (contract section 6). Immutable.
 *
 * @since 0.1
 */
public enum ContainerStatus {
  /** Made, but not usable yet. */
  CREATING,
  /** Usable. */
  ACTIVE,
  /** Given up; its name is not free yet. */
  DELETING
}
