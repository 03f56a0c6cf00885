// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import java.util.Optional;

/**
 * The metric policies of containers, read once for each change. Safe for any thread.
 *
 * @since 0.1
 */
public final class MetricPolicies {
  private final CompiledDocuments<MetricPolicy> compiled =
      new CompiledDocuments<>(
          DocumentKind.METRIC_POLICY, (container, text) -> MetricPolicy.compile(text));

  /** None read yet. */
  public MetricPolicies() {}

  /** The policy that is in force for a container. */
  public Optional<MetricPolicy> of(Container container) {
    return Optional.ofNullable(compiled.of(container));
  }
}
