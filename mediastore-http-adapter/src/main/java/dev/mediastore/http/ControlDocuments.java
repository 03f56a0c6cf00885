// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.cors.CorsPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts documents into containers, each in place of the whole former one, and warns the operator of
 * those that open a container to everybody. Safe for any thread.
 */
final class ControlDocuments {
  private static final Logger LOG = LoggerFactory.getLogger(ControlDocuments.class);

  private final ContainerPolicies policies;

  ControlDocuments(ControlSettings settings) {
    this.policies = new ContainerPolicies(settings);
  }

  /**
   * Checks a container policy, which depends on the container it is for, and puts it.
   *
   * @throws ServiceException with {@link ServiceError#VALIDATION} if it is not acceptable
   */
  void putContainerPolicy(Container container, String text) {
    boolean open = ContainerPolicies.isOpen(policies.parse(container.arn(), text));
    container.putDocument(DocumentKind.CONTAINER_POLICY, text);
    if (open) {
      LOG.warn("Container {} has a container policy that allows everybody in.", container.name());
    }
  }

  /**
   * Reads a lifecycle policy and puts it.
   *
   * @throws ServiceException with {@link ServiceError#VALIDATION} if it is not acceptable
   */
  void putLifecyclePolicy(Container container, String text) {
    container.putLifecyclePolicy(LifecycleDocument.parse(text));
  }

  void putCorsPolicy(Container container, CorsPolicy policy) {
    container.putDocument(DocumentKind.CORS_POLICY, JsonText.write(CorsDocument.toJson(policy)));
    if (policy.allowsAnyOrigin()) {
      LOG.warn(
          "Container {} has a CORS policy that admits pages from everywhere.", container.name());
    }
  }

  void putMetricPolicy(Container container, MetricPolicy policy) {
    container.putDocument(DocumentKind.METRIC_POLICY, JsonText.write(policy.toJson()));
  }
}
