// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.http.Shape.Structure;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations of the control plane (contract section 4). Immutable. */
enum ControlOperation {
  CREATE_CONTAINER("CreateContainer", ControlShapes.CREATE_CONTAINER),
  DESCRIBE_CONTAINER("DescribeContainer", ControlShapes.CONTAINER_ONLY),
  LIST_CONTAINERS("ListContainers", ControlShapes.LIST_CONTAINERS),
  DELETE_CONTAINER("DeleteContainer", ControlShapes.CONTAINER_ONLY),
  PUT_CONTAINER_POLICY("PutContainerPolicy", ControlShapes.PUT_CONTAINER_POLICY),
  GET_CONTAINER_POLICY("GetContainerPolicy", ControlShapes.CONTAINER_ONLY),
  DELETE_CONTAINER_POLICY("DeleteContainerPolicy", ControlShapes.CONTAINER_ONLY),
  PUT_CORS_POLICY("PutCorsPolicy", ControlShapes.PUT_CORS_POLICY),
  GET_CORS_POLICY("GetCorsPolicy", ControlShapes.CONTAINER_ONLY),
  DELETE_CORS_POLICY("DeleteCorsPolicy", ControlShapes.CONTAINER_ONLY),
  PUT_LIFECYCLE_POLICY("PutLifecyclePolicy", ControlShapes.PUT_LIFECYCLE_POLICY),
  GET_LIFECYCLE_POLICY("GetLifecyclePolicy", ControlShapes.CONTAINER_ONLY),
  DELETE_LIFECYCLE_POLICY("DeleteLifecyclePolicy", ControlShapes.CONTAINER_ONLY),
  PUT_METRIC_POLICY("PutMetricPolicy", ControlShapes.PUT_METRIC_POLICY),
  GET_METRIC_POLICY("GetMetricPolicy", ControlShapes.CONTAINER_ONLY),
  DELETE_METRIC_POLICY("DeleteMetricPolicy", ControlShapes.CONTAINER_ONLY),
  START_ACCESS_LOGGING("StartAccessLogging", ControlShapes.CONTAINER_ONLY),
  STOP_ACCESS_LOGGING("StopAccessLogging", ControlShapes.CONTAINER_ONLY),
  TAG_RESOURCE("TagResource", ControlShapes.TAG_RESOURCE),
  UNTAG_RESOURCE("UntagResource", ControlShapes.UNTAG_RESOURCE),
  LIST_TAGS_FOR_RESOURCE("ListTagsForResource", ControlShapes.RESOURCE_ONLY);

  private static final String TARGET_PREFIX = "MediaStore_20170901.";

  private static final Map<String, ControlOperation> BY_TARGET =
      Stream.of(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  operation -> TARGET_PREFIX + operation.action, Function.identity()));

  private final String action;

  // Shapes are immutable: records whose lists were copied.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Structure request;

  ControlOperation(String action, Structure request) {
    this.action = action;
    this.request = request;
  }

  /** The name in {@code X-Amz-Target} and, behind {@code mediastore:}, in policies. */
  String action() {
    return action;
  }

  /** What the request looks like. */
  Structure request() {
    return request;
  }

  /** The operation that an {@code X-Amz-Target} field names, letter case included, or null. */
  static @Nullable ControlOperation ofTarget(@Nullable String target) {
    return target == null ? null : BY_TARGET.get(target);
  }
}
