// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The canonical form of a request: method, path, query, signed headers, their names and the payload
 * hash, each where every signer puts it. What is signed is its SHA-256. Immutable.
 *
 * <p>Values of signed headers stand in it as received, a session token among them, so {@link
 * #text()} is not for logs; the text form shows the request line only.
 *
 * @since 0.1
 */
public final class CanonicalRequest {
  private final byte[] bytes;

  private CanonicalRequest(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Brings a request into canonical form. The query parameter {@code X-Amz-Signature} is left out.
   *
   * @param request the request
   * @param signedHeaders lower-case names of the headers to sign, ascending, each in the request
   * @param payloadHash the payload field: 64 hexadecimal digits or a word such as {@code
   *     UNSIGNED-PAYLOAD}
   * @param rules the rule for the path
   * @return the canonical request
   * @throws IllegalArgumentException if the request has no canonical form: a broken percent escape,
   *     a signed header that is absent, names out of order
   */
  public static CanonicalRequest of(
      RequestView request, List<String> signedHeaders, String payloadHash, PathRules rules) {
    Claim claim = new Claim();
    String list = String.join(";", signedHeaders);
    claim.setSignedHeaders(list, 0, list.length());
    try {
      CanonicalWriter writer = new CanonicalWriter(rules, SigV4Limits.NONE);
      writer.locate(request);
      writer.writeHead(request, claim);
      writer.out().append(payloadHash);
      return new CanonicalRequest(writer.out().copy());
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.refused().publicMessage(), e);
    }
  }

  /**
   * Returns the canonical request as it is hashed.
   *
   * @return the text, one character per byte
   */
  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns the canonical request with what may be secret taken out: values of headers and query
   * parameters whose names speak of tokens, keys, cookies and the like.
   *
   * @return the text, fit for a log
   */
  public String redactedText() {
    return Redaction.of(text());
  }

  /**
   * Returns the bytes that are hashed.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Returns the SHA-256 of the canonical request.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String hash() {
    return Hex.encode(Sha256.of(bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CanonicalRequest that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return Objects.hash(text());
  }

  @Override
  public String toString() {
    String text = text();
    int method = text.indexOf('\n');
    return "CanonicalRequest["
        + text.substring(0, method)
        + " "
        + text.substring(method + 1, text.indexOf('\n', method + 1))
        + "]";
  }
}
