// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.cors.CorsEvaluator;
import dev.mediastore.cors.CorsHeader;
import dev.mediastore.cors.CorsPolicy;
import dev.mediastore.cors.CorsResult;
import dev.mediastore.cors.PreflightRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds what the CORS policy of a container says to every answer of it. Safe for any thread. */
final class CorsResponder {
  private static final Logger LOG = LoggerFactory.getLogger(CorsResponder.class);

  private final CorsEvaluator evaluator;
  private final CompiledDocuments<CorsPolicy> policies;

  /** The answer of the evaluator before this one, which is most often this one again. */
  private volatile @Nullable Rendered rendered;

  private record Rendered(List<CorsHeader> fields, Headers headers) {}

  CorsResponder(CorsEvaluator evaluator) {
    this.evaluator = evaluator;
    this.policies = new CompiledDocuments<>(DocumentKind.CORS_POLICY, CorsResponder::compile);
  }

  /** A damaged CORS policy closes the container to web pages, not to everybody. */
  private static CorsPolicy compile(Container container, String text) {
    try {
      return CorsDocument.compile(text);
    } catch (ServiceException e) {
      LOG.error("the stored CORS policy of container {} cannot be read", container.name());
      return CorsPolicy.fromStored(List.of());
    }
  }

  /** The fields for the answer to a request that is no preflight, whatever its status. */
  Headers actual(Container container, RequestHead head) {
    CorsPolicy policy = policies.of(container);
    if (policy == null) {
      return Headers.empty();
    }
    CorsResult result = evaluator.actual(policy, head.method(), head.headers().all("Origin"));
    Rendered known = rendered;
    if (known == null || known.fields() != result.headers()) {
      known = new Rendered(result.headers(), headers(result));
      rendered = known;
    }
    return known.headers();
  }

  /**
   * Answers OPTIONS, which is neither authenticated nor looked up: browsers send no credentials
   * with it.
   *
   * @param container the container, or null if there is none at this address
   */
  void preflight(@Nullable Container container, Transaction transaction) {
    CorsPolicy policy = container == null ? null : policies.of(container);
    CorsResult result = evaluator.preflight(policy, request(transaction.head().headers()));
    transaction.corsHeaders(headers(result));
    switch (result.outcome()) {
      case ALLOWED -> transaction.answer(200, Headers.empty(), ResponseBody.empty());
      case MISSING_ORIGIN ->
          throw new ServiceException(
              ServiceError.VALIDATION, "A preflight needs the header Origin.");
      case MISSING_METHOD ->
          throw new ServiceException(
              ServiceError.VALIDATION,
              "A preflight needs the header Access-Control-Request-Method.");
      case NO_POLICY ->
          throw new ServiceException(
              ServiceError.ACCESS_DENIED, "CORS is not enabled: no CORS policy at this address.");
      case NO_RULE ->
          throw new ServiceException(
              ServiceError.ACCESS_DENIED,
              "CORS refuses this: no rule matches origin and method and all request headers.");
    }
  }

  private static PreflightRequest request(Headers headers) {
    return new PreflightRequest(
        headers.all("Origin"),
        headers.all("Access-Control-Request-Method"),
        headers.all("Access-Control-Request-Headers"),
        headers.all("Access-Control-Request-Private-Network"));
  }

  private static Headers headers(CorsResult result) {
    Headers.Builder headers = Headers.builder(result.headers().size());
    result.headers().forEach(field -> headers.add(field.name(), field.value()));
    return headers.build();
  }
}
