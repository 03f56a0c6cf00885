// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * The documents a container can hold, one of each kind. Immutable.
 *
 * @since 0.1
 */
public enum DocumentKind {
  /** Who may do what with the container and its objects. */
  CONTAINER_POLICY,
  /** Which web pages may use the container. */
  CORS_POLICY,
  /** When objects are removed. Stored through {@link Container#putLifecyclePolicy}. */
  LIFECYCLE_POLICY,
  /** What is measured. */
  METRIC_POLICY
}
