// SPDX-License-Identifier: Apache-2.0
/**
 * The MediaStore wire contract, independent of the HTTP server that carries it.
 *
 * <p>A {@link dev.mediastore.http.RequestHandler} made by {@link
 * dev.mediastore.http.MediaStoreHttp#builder} answers what a host adapter hands it. Who asks is
 * found by a {@link dev.mediastore.http.CallerDirectory} ({@link dev.mediastore.http.Callers} is
 * one in memory), with {@link dev.mediastore.http.IdentityPolicies} for the usual roles; a {@link
 * dev.mediastore.http.CallerHook} may say that a signed request acts for a service.
 *
 * <h2>One refusal, explained</h2>
 *
 * A player asks a proxy for {@code https://media.example.com/live/a.ts} with a presigned URL, and
 * nginx passes it on with the host it knows the origin by. The player reads "The request signature
 * we calculated does not match the signature you provided". With {@link
 * dev.mediastore.http.Explanations#LOGGED} the operator reads:
 *
 * <pre>
 * request ... refused: INVALID_SIGNATURE: INVALID_SIGNATURE: The request signature ...
 *  | clock offset PT-1S
 *  | header host is '10.0.0.7:8080' here and 'media.example.com' where it was signed
 *  | hint: Something between client and origin rewrites the host: let it keep the client's (nginx:
 *    proxy_set_header Host $http_host; ...), or trust what it says:
 *    trustedProxies(TrustedProxies.sendingXForwarded('10.0.0.5')).
 *  | canonical request: GET\n/live/a.ts\n...
 * </pre>
 *
 * <p>{@link dev.mediastore.http.Explanations#ANSWERED} puts the same into the answer, for tests.
 * For a denied request an explanation names the statement that denied, or the grant that was
 * missing and why each statement did not apply.
 */
@NullMarked
package dev.mediastore.http;

import org.jspecify.annotations.NullMarked;
