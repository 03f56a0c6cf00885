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

  private static final CorsResult NO_POLICY = new CorsResult(CorsOutcome.NO_POLICY, 0, List.of());
  private static final CorsResult MISSING_ORIGIN =
      Answer.ACTUAL.refusal(CorsOutcome.MISSING_ORIGIN);
  private static final CorsResult NO_RULE = Answer.ACTUAL.refusal(CorsOutcome.NO_RULE);

  private static final CorsResult PREFLIGHT_MISSING_ORIGIN =
      Answer.PREFLIGHT.refusal(CorsOutcome.MISSING_ORIGIN);
  private static final CorsResult PREFLIGHT_NO_POLICY =
      Answer.PREFLIGHT.refusal(CorsOutcome.NO_POLICY);
  private static final CorsResult PREFLIGHT_MISSING_METHOD =
      Answer.PREFLIGHT.refusal(CorsOutcome.MISSING_METHOD);
  private static final CorsResult PREFLIGHT_NO_RULE = Answer.PREFLIGHT.refusal(CorsOutcome.NO_RULE);

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
    if (request.requestOrigins().isEmpty()) {
      return PREFLIGHT_MISSING_ORIGIN;
    }
    if (policy == null) {
      return PREFLIGHT_NO_POLICY;
    }
    if (request.requestMethods().isEmpty()) {
      return PREFLIGHT_MISSING_METHOD;
    }
    CorsResult result = firstMatch(policy, request);
    return result == null ? PREFLIGHT_NO_RULE : result;
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
    if (policy == null) {
      return NO_POLICY;
    }
    if (requestOrigins.isEmpty()) {
      return MISSING_ORIGIN;
    }
    String requestOrigin = single(requestOrigins);
    CorsResult result =
        isTooLong(requestOrigin) ? null : policy.actual(method, requestOrigin, options.limits());
    return result == null ? NO_RULE : result;
  }

  private @Nullable CorsResult firstMatch(CorsPolicy policy, PreflightRequest request) {
    String requestOrigin = single(request.requestOrigins());
    if (isTooLong(requestOrigin)) {
      return null;
    }
    boolean privateNetwork =
        options.privateNetworkAccess() && single(request.requestPrivateNetworks()).equals("true");
    return policy.preflight(
        single(request.requestMethods()),
        requestOrigin,
        request.requestHeaders(),
        privateNetwork ? Answer.PRIVATE_NETWORK_PREFLIGHT : Answer.PREFLIGHT,
        options.limits());
  }

  private boolean isTooLong(String requestOrigin) {
    return requestOrigin.length() > options.limits().originCharacters();
  }

  /** The value of a field that may stand once; empty, which matches nothing, if it does not. */
  private static String single(List<String> values) {
    return values.size() == 1 ? values.get(0) : "";
  }
}
