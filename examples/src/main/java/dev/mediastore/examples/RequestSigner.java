// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Signs requests of the JDK's HTTP client. Immutable. */
final class RequestSigner {
  private final SigV4Signer signer;

  RequestSigner(String accessKey, String secretKey, String region) {
    signer = SigV4Signer.builder(SigningCredentials.of(accessKey, secretKey), region).build();
  }

  HttpRequest sign(HttpRequest.Builder request, byte[] body) {
    HttpRequest unsigned = request.build();
    URI uri = unsigned.uri();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", uri.getRawAuthority()));
    unsigned
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(v -> headers.add(Map.entry(name, v))));
    RequestView view =
        RequestView.of(unsigned.method(), uri.getRawPath(), uri.getRawQuery(), headers);
    signer.sign(view, sha256(body)).forEach(line -> request.header(line.getKey(), line.getValue()));
    return request.build();
  }

  static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
