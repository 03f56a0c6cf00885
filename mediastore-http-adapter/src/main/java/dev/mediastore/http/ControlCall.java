// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A control-plane request that was read and checked and now waits for permission. Immutable; {@link
 * ControlPlane#execute} carries it out.
 */
final class ControlCall {
  private final ControlOperation operation;
  private final @Nullable String resourceArn;
  private final Map<String, List<String>> contextKeys;
  private final Supplier<ObjectNode> action;

  /**
   * @param action the operation with the typed request it was read from
   */
  ControlCall(
      ControlOperation operation,
      @Nullable String resourceArn,
      Map<String, List<String>> contextKeys,
      Supplier<ObjectNode> action) {
    this.operation = operation;
    this.resourceArn = resourceArn;
    // In the order of the request: of tags that differ only in case the first one counts.
    this.contextKeys = Collections.unmodifiableMap(new LinkedHashMap<>(contextKeys));
    this.action = action;
  }

  /** What is asked for. */
  ControlOperation operation() {
    return operation;
  }

  /**
   * The ARN of the container concerned, existing or not; null for the operations that policies
   * grant on {@code *} only (contract section 12.2).
   */
  @Nullable String resourceArn() {
    return resourceArn;
  }

  /**
   * The condition keys that depend on the request's body and on the container (contract section
   * 12.5): {@code aws:RequestTag/…}, {@code aws:TagKeys} and, if the container exists, {@code
   * aws:ResourceTag/…}.
   */
  Map<String, List<String>> contextKeys() {
    return contextKeys;
  }

  Supplier<ObjectNode> action() {
    return action;
  }

  /** The operation only: a request may hold policy text. */
  @Override
  public String toString() {
    return "ControlCall[" + operation.action() + ']';
  }
}
