// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates requests against the CORS policy of a container.
 *
 * <p>Immutable and safe for any thread; holds no state between requests. It looks at header fields
 * and the policy only, never at an object, so its answers do not tell whether one exists. An
 * unknown container is the same as one without a CORS policy.
 *
 * @since 0.1
 */
public final class CorsEvaluator {

  private final CorsOptions options;

  private CorsEvaluator(CorsOptions options) {
    this.options = options;
  }

  /** An evaluator with {@link CorsOptions#defaults() default options}. */
  public static CorsEvaluator create() {
    return create(CorsOptions.defaults());
  }

  /** An evaluator with these options. */
  public static CorsEvaluator create(CorsOptions options) {
    return new CorsEvaluator(Objects.requireNonNull(options, "options"));
  }

  /** The options this evaluator was created with. */
  public CorsOptions options() {
    return options;
  }

  /**
   * What to answer to an {@code OPTIONS} request.
   *
   * @param policy the container's CORS policy, null if it has none or there is no such container
   * @param request the fields of the request
   */
  public CorsResult preflight(@Nullable CorsPolicy policy, PreflightRequest request) {
    return new CorsResult(CorsOutcome.NO_POLICY, 0, List.of());
  }

  /**
   * Which headers to add to the answer to any other request, whatever that answer is.
   *
   * @param policy the container's CORS policy, null if it has none
   * @param method the method of the request, as received
   * @param requestOrigins values of the request's {@code Origin} field, one element per field line;
   *     empty if it has none
   */
  public CorsResult actual(
      @Nullable CorsPolicy policy, String method, List<String> requestOrigins) {
    return new CorsResult(CorsOutcome.NO_POLICY, 0, List.of());
  }
}
