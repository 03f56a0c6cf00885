// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;

/** How the documents of a container are given back and removed (contract section 4). Immutable. */
enum ControlDocument {
  CONTAINER_POLICY("Policy", DocumentKind.CONTAINER_POLICY, false),
  CORS_POLICY("CorsPolicy", DocumentKind.CORS_POLICY, true),
  LIFECYCLE_POLICY("LifecyclePolicy", DocumentKind.LIFECYCLE_POLICY, false),
  METRIC_POLICY("MetricPolicy", DocumentKind.METRIC_POLICY, true);

  private final String member;
  private final DocumentKind kind;
  private final boolean structured;

  /**
   * @param member what it is called in answers
   * @param structured whether it is given back as JSON rather than as a string
   */
  ControlDocument(String member, DocumentKind kind, boolean structured) {
    this.member = member;
    this.kind = kind;
    this.structured = structured;
  }

  /** The answer with the document of {@code container}. */
  ObjectNode get(Container container) {
    String text = container.document(kind).orElseThrow(this::notFound).text();
    ObjectNode answer = JsonText.object();
    answer.set(member, structured ? JsonText.readStored(text) : TextNode.valueOf(text));
    return answer;
  }

  /** Removes the document from {@code container}. */
  void delete(Container container) {
    if (!container.deleteDocument(kind)) {
      throw notFound();
    }
  }

  private ServiceException notFound() {
    return switch (this) {
      case CORS_POLICY ->
          new ServiceException(
              ServiceError.CORS_POLICY_NOT_FOUND, "The container has no CORS policy.");
      case CONTAINER_POLICY -> policyNotFound("container");
      case LIFECYCLE_POLICY -> policyNotFound("lifecycle");
      case METRIC_POLICY -> policyNotFound("metric");
    };
  }

  private static ServiceException policyNotFound(String which) {
    return new ServiceException(
        ServiceError.POLICY_NOT_FOUND, "The container has no " + which + " policy.");
  }
}
