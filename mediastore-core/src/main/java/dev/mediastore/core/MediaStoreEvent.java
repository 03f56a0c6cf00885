// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.time.Instant;

/**
 * A change of state that has taken effect (contract section 17). Immutable.
 *
 * @since 0.1
 */
public sealed interface MediaStoreEvent {

  /**
   * Returns the container concerned.
   *
   * @return its resource name
   */
  ContainerArn container();

  /**
   * Returns the endpoint id of the container concerned.
   *
   * @return 14 lower-case letters and digits
   */
  String containerId();

  /**
   * Returns when the change took effect.
   *
   * @return an instant of the origin's clock
   */
  Instant at();

  /**
   * A container became ACTIVE. Immutable.
   *
   * @param container its resource name
   * @param containerId its endpoint id
   * @param at when
   * @since 0.1
   */
  record ContainerCreated(ContainerArn container, String containerId, Instant at)
      implements MediaStoreEvent {}

  /**
   * A container is gone. Immutable.
   *
   * @param container its resource name
   * @param containerId its endpoint id
   * @param at when
   * @since 0.1
   */
  record ContainerRemoved(ContainerArn container, String containerId, Instant at)
      implements MediaStoreEvent {}

  /**
   * An object was uploaded or replaced, and its upload is complete. Immutable.
   *
   * @param container resource name of its container
   * @param containerId endpoint id of its container
   * @param object what was stored
   * @param at when
   * @since 0.1
   */
  record ObjectUpdated(
      ContainerArn container, String containerId, ObjectMetadata object, Instant at)
      implements MediaStoreEvent {}

  /**
   * An object was deleted, or removed by a lifecycle rule in days. Transient data expires silently.
   * Immutable.
   *
   * @param container resource name of its container
   * @param containerId endpoint id of its container
   * @param path path of the object
   * @param at when
   * @since 0.1
   */
  record ObjectRemoved(ContainerArn container, String containerId, ObjectPath path, Instant at)
      implements MediaStoreEvent {}
}
