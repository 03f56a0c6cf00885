// SPDX-License-Identifier: Apache-2.0
/**
 * Cross-origin rules and matching, as values: no HTTP, no storage, no dependency.
 *
 * <p>{@link dev.mediastore.cors.CorsPolicy} holds the rules of a container and refuses those that
 * break the contract. {@link dev.mediastore.cors.CorsEvaluator} says what a policy means for one
 * request: {@link dev.mediastore.cors.CorsResult} is an outcome and the response header fields that
 * go with it. The first rule that matches origin, method and, for a preflight, every requested
 * header applies; rules are never merged.
 *
 * <p>Why a page is refused shows in {@link dev.mediastore.cors.CorsResult#outcome()} and {@link
 * dev.mediastore.cors.CorsResult#rule()}. With the one rule {@code https://www.example.com}, {@code
 * GET}, {@code *}, the preflight for a {@code PUT} from that origin has the outcome {@code
 * NO_RULE}, and so has a {@code GET} from {@code https://www.example.com/}: origins are compared as
 * text, and no browser sends that slash. A CORS policy grants nothing: an actual request without a
 * matching rule is served as usual, only without the fields that would let the page read the
 * answer.
 *
 * <p>Every type here is immutable and safe for any thread.
 */
@NullMarked
package dev.mediastore.cors;

import org.jspecify.annotations.NullMarked;
