// SPDX-License-Identifier: Apache-2.0
/**
 * Signature Version 4 and 4A: verification and signing, without an HTTP server.
 *
 * <p>{@link dev.mediastore.sigv4.SigV4Verifier} takes the head of a request as a {@link
 * dev.mediastore.sigv4.RequestView} and answers with a {@link
 * dev.mediastore.sigv4.SignatureResult}:
 *
 * <pre>{@code
 * SignatureResult result = verifier.verify(head);
 * if (result instanceof SignatureResult.Refused refused) {
 *   answer(refused.error(), refused.publicMessage());
 *   log(refused.explanation().report());
 * } else if (result instanceof SignatureResult.Signed signed) {
 *   PayloadVerifier body = signed.payloadVerifier();
 *   // feed the body, then:
 *   if (body.finish() instanceof PayloadResult.Accepted) {
 *     // signed.credentials() is the caller, and the body is the one that was signed
 *   }
 * }
 * }</pre>
 *
 * <h2>Order of the checks</h2>
 *
 * <ol>
 *   <li>Limits, header lines that may occur once, one kind of credentials only.
 *   <li>The shape of {@code Authorization} or of the presigned parameters.
 *   <li>The form of the payload.
 *   <li>The credential scope: terminator, service, region, day.
 *   <li>The date: clock skew, or the end of a presigned request.
 *   <li>The canonical request: well-formed target, signed headers in order and present, everything
 *       covered that may change the meaning of the request.
 *   <li>The credentials are looked up; an unknown key costs what a known one costs.
 *   <li>The signature, compared in constant time; then session token and end of the credentials.
 *   <li>The body, while it arrives.
 * </ol>
 *
 * <h2>What must be signed</h2>
 *
 * {@code Host} (or {@code :authority}) and every {@code x-amz-} header the request has. Exceptions:
 * {@code x-amz-content-sha256}, whose value is part of the canonical request anyway; the
 * announcements {@code x-amz-decoded-content-length} and {@code x-amz-trailer} of a framed body,
 * against which the framing is checked; {@code x-amz-cf-id}, which CDNs add, and what the embedder
 * names.
 *
 * <h2>One refusal, explained</h2>
 *
 * Older releases of curl sign the path as it stands, and upload with {@code -T} as if the body were
 * empty. The client reads "The request signature we calculated does not match the signature you
 * provided", since a better hint might help to forge. The operator reads in {@link
 * dev.mediastore.sigv4.SignatureResult.Refused#explanation()}:
 *
 * <pre>
 * INVALID_SIGNATURE: The request signature we calculated does not match ...
 * clock offset: PT-1S
 * hint: The client signs an empty body but sends another, as curl does with -T; let it send the
 *     header x-amz-content-sha256: UNSIGNED-PAYLOAD.
 * canonical request:
 * PUT
 * /live/a.ts
 * ...
 * </pre>
 *
 * <p>The signing rules follow the public documentation of AWS Signature Version 4 and what the SDKs
 * do on the wire; the tests hold both as data.
 */
@NullMarked
package dev.mediastore.sigv4;

import org.jspecify.annotations.NullMarked;
