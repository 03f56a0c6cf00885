// SPDX-License-Identifier: Apache-2.0
/**
 * Policy documents in the IAM policy language and the decisions they lead to.
 *
 * <p>A {@link dev.mediastore.policy.PolicyDocument} is checked and compiled once, then asked any
 * number of times through a {@link dev.mediastore.policy.PolicyEvaluator}:
 *
 * <pre>{@code
 * PolicyRules rules = PolicyRules.containerPolicy(containerArn);
 * PolicyValidation validation = PolicyDocument.validate(text, rules);
 * if (validation.document().isEmpty()) {
 *   return badRequest(validation.error().orElseThrow().message());
 * }
 * PolicySet policies =
 *     PolicySet.builder().resourcePolicy(validation.document().orElseThrow()).build();
 *
 * Decision decision =
 *     PolicyEvaluator.create()
 *         .evaluate(
 *             new AuthorizationRequest(
 *                 Principal.anonymous(),
 *                 "mediastore:GetObject",
 *                 containerArn + "/live/index.m3u8",
 *                 "111122223333",
 *                 AuthorizationContext.builder().put("aws:SecureTransport", "true").build()),
 *             policies);
 * }</pre>
 *
 * <p>When a request is refused, {@link dev.mediastore.policy.Decision#reason()} names the deciding
 * statement or the grant that was missing, and {@link
 * dev.mediastore.policy.PolicyEvaluator#explain} tells for every statement which of its elements
 * did not match. Both are for logs and operators: a client is told "access denied", nothing more.
 *
 * <p>Nothing here does I/O or reads a clock: the time of a request is a condition key.
 */
@NullMarked
package dev.mediastore.policy;

import org.jspecify.annotations.NullMarked;
