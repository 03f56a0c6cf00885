// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.SignatureResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request whose signature was verified, as a {@link CallerHook} sees it: only what the signature
 * covers. Immutable.
 *
 * @since 0.1
 */
public final class VerifiedRequest {
  private final RequestHead head;
  private final SignatureResult.Signed signed;
  private final Caller signer;

  VerifiedRequest(RequestHead head, SignatureResult.Signed signed, Caller signer) {
    this.head = head;
    this.signed = signed;
    this.signer = signer;
  }

  /** The access key that it was signed with. */
  public String accessKeyId() {
    return signed.credentials().accessKeyId();
  }

  /** Whom the {@link CallerDirectory} has under that key. */
  public Caller signer() {
    return signer;
  }

  /** Whether the signature is in the query, so that anybody can be given it. */
  public boolean presigned() {
    return signed.presigned();
  }

  /**
   * The value of a header field that the signature covers; empty if it is absent, not signed or
   * there more than once.
   */
  public Optional<String> signedHeader(String name) {
    List<String> values = head.headers().all(name);
    boolean covered = signed.signedHeaders().contains(name.toLowerCase(Locale.ROOT));
    return covered && values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** The access key only. */
  @Override
  public String toString() {
    return "VerifiedRequest[" + accessKeyId() + ']';
  }
}
