// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.Principal;
import java.util.Objects;

/**
 * Says for whom a request acts that somebody signed: turns the key of a CDN into the principal of
 * its service, or adds context to a caller. Called by any thread, once per signed request, after
 * the signature was verified.
 *
 * <p>A signature may cover a body that is still to come; then the answer counts only once the body
 * has proved it, and a hook must not act on being called. It must not wait for anything. An
 * exception or null refuses the request with 500; it never lets it through.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallerHook {

  /**
   * The caller that policies are asked about.
   *
   * @param request what the signature covers
   * @return {@link VerifiedRequest#signer()}, or somebody else
   */
  Caller caller(VerifiedRequest request);

  /** Every request acts for its signer. */
  static CallerHook signer() {
    return VerifiedRequest::signer;
  }

  /**
   * Requests signed with one key act for a service, the way CloudFront signs with origin access
   * control: {@code aws:SourceArn} and {@code aws:SourceAccount} are the signed header fields
   * {@code x-amz-source-arn} and {@code x-amz-source-account}, if they are there. Whatever policies
   * and context the owner of the key has do not go along.
   *
   * @param accessKeyId the key that the CDN signs with
   * @param service such as {@code cloudfront.amazonaws.com}
   */
  static CallerHook service(String accessKeyId, String service) {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Principal principal = Principal.service(service);
    return request -> {
      if (!request.accessKeyId().equals(accessKeyId)) {
        return request.signer();
      }
      Caller.Builder caller = Caller.builder(principal);
      request
          .signedHeader("x-amz-source-arn")
          .ifPresent(arn -> caller.contextKey("aws:SourceArn", arn));
      request
          .signedHeader("x-amz-source-account")
          .ifPresent(account -> caller.contextKey("aws:SourceAccount", account));
      return caller.build();
    };
  }

  /** Asks this hook, and {@code next} about the requests that this one leaves to their signer. */
  default CallerHook orElse(CallerHook next) {
    return request -> {
      Caller caller = caller(request);
      return caller == request.signer() ? next.caller(request) : caller;
    };
  }
}
