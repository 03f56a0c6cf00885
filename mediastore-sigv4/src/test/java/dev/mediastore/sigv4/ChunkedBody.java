// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes framed bodies the way signers do, and lets tests break them. */
final class ChunkedBody {
  private final Sample request;
  private final SignatureKey key;
  private final SignatureAlgorithm algorithm;
  private final CredentialScope scope;
  private final List<String> parts = new ArrayList<>();
  private String previous;

  private ChunkedBody(Sample request, SignatureAlgorithm algorithm) {
    this.request = request;
    this.algorithm = algorithm;
    boolean hmac = algorithm == SignatureAlgorithm.HMAC_SHA256;
    this.scope =
        new CredentialScope(
            Sample.TIMESTAMP.substring(0, 8), hmac ? Sample.REGION : "", "mediastore");
    this.key =
        hmac ? SigningKey.derive(Sample.CREDENTIALS, scope) : EcdsaKey.derive(Sample.CREDENTIALS);
    String authorization = request.header("Authorization");
    this.previous = authorization.substring(authorization.lastIndexOf('=') + 1);
  }

  static ChunkedBody of(Sample request) {
    return new ChunkedBody(request, SignatureAlgorithm.HMAC_SHA256);
  }

  static ChunkedBody ofEcdsa(Sample request) {
    return new ChunkedBody(request, SignatureAlgorithm.ECDSA_P256_SHA256);
  }

  Sample request() {
    return request;
  }

  ChunkedBody chunk(String data) {
    String digest = Hex.encode(Sha256.of(Sample.bytes(data)));
    String text = signer("-PAYLOAD") + previous + "\n" + Sha256.EMPTY_HEX + "\n" + digest;
    previous = key.sign(Sample.bytes(text));
    parts.add(Integer.toHexString(data.length()) + ";chunk-signature=" + padded(previous) + "\r\n");
    if (!data.isEmpty()) {
      parts.add(data);
      parts.add("\r\n");
    }
    return this;
  }

  /** Adds the fields with their signature, and the empty line. */
  ChunkedBody trailer(String... fields) {
    StringBuilder signed = new StringBuilder();
    for (String field : fields) {
      signed.append(field).append('\n');
      parts.add(field + "\r\n");
    }
    String text = signer("-TRAILER") + previous + "\n" + Sample.sha256(signed.toString());
    previous = key.sign(Sample.bytes(text));
    parts.add("x-amz-trailer-signature:" + padded(previous) + "\r\n");
    return end();
  }

  ChunkedBody end() {
    parts.add("\r\n");
    return this;
  }

  private String signer(String suffix) {
    return algorithm.token() + suffix + "\n" + Sample.TIMESTAMP + "\n" + scope + "\n";
  }

  private String padded(String signature) {
    return algorithm == SignatureAlgorithm.HMAC_SHA256
        ? signature
        : signature + "*".repeat(144 - signature.length());
  }

  List<String> parts() {
    return parts;
  }

  String text() {
    return String.join("", parts);
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.ISO_8859_1);
  }
}
