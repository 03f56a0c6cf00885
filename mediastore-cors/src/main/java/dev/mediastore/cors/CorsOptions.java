// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.Objects;

/**
 * Settings of a {@link CorsEvaluator}, those of the server rather than of a container.
 *
 * <p>Immutable.
 *
 * @param privateNetworkAccess whether an allowed preflight that asks with {@code
 *     Access-Control-Request-Private-Network: true} is granted it; off by default
 * @param limits bounds on the headers of a request
 * @since 0.1
 */
public record CorsOptions(boolean privateNetworkAccess, CorsLimits limits) {

  private static final CorsOptions DEFAULTS = new CorsOptions(false, CorsLimits.defaults());

  /** Makes options; the limits may not be null. */
  public CorsOptions {
    Objects.requireNonNull(limits, "limits");
  }

  /** No private network access, {@link CorsLimits#defaults() default limits}. */
  public static CorsOptions defaults() {
    return DEFAULTS;
  }

  /** These options with the private network switch set to {@code value}. */
  public CorsOptions withPrivateNetworkAccess(boolean value) {
    return new CorsOptions(value, limits);
  }

  /** These options with other limits. */
  public CorsOptions withLimits(CorsLimits value) {
    return new CorsOptions(privateNetworkAccess, value);
  }
}
