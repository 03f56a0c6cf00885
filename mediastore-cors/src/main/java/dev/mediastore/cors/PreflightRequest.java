// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import java.util.Objects;

/**
 * The four header fields that make an {@code OPTIONS} request a preflight.
 *
 * <p>Immutable; the lists are copied. Each list holds the values of one field as they were
 * received, one element per field line, decoded one byte to one character; it is empty when the
 * request does not have the field.
 *
 * @param requestOrigins values of {@code Origin}
 * @param requestMethods values of {@code Access-Control-Request-Method}
 * @param requestHeaders values of {@code Access-Control-Request-Headers}; several lines are one
 *     list
 * @param requestPrivateNetworks values of {@code Access-Control-Request-Private-Network}
 * @since 0.1
 */
public record PreflightRequest(
    List<String> requestOrigins,
    List<String> requestMethods,
    List<String> requestHeaders,
    List<String> requestPrivateNetworks) {

  /**
   * Makes a preflight of the field values given.
   *
   * @throws NullPointerException if a list or a value is null
   */
  public PreflightRequest {
    requestOrigins = List.copyOf(requestOrigins);
    requestMethods = List.copyOf(requestMethods);
    requestHeaders = List.copyOf(requestHeaders);
    requestPrivateNetworks = List.copyOf(requestPrivateNetworks);
  }

  /**
   * The preflight that a browser sends before a request with these properties.
   *
   * @param requestOrigin origin of the page
   * @param method method of the request announced
   * @param headers names of the request headers that need permission
   */
  public static PreflightRequest of(String requestOrigin, String method, String... headers) {
    Objects.requireNonNull(requestOrigin, "requestOrigin");
    Objects.requireNonNull(method, "method");
    return new PreflightRequest(
        List.of(requestOrigin),
        List.of(method),
        headers.length == 0 ? List.of() : List.of(String.join(",", headers)),
        List.of());
  }
}
