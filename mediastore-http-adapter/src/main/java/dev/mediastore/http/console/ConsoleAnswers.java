// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import dev.mediastore.http.Headers;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import java.nio.charset.StandardCharsets;

/** Answers with what keeps a page to itself. */
final class ConsoleAnswers {
  /** Nothing from elsewhere, nothing inline, in no frame. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** For bytes that somebody uploaded. */
  static final String SANDBOX = "default-src 'none'; sandbox";

  private ConsoleAnswers() {}

  static Headers.Builder headers(String contentType, String policy) {
    return Headers.builder()
        .add("Content-Type", contentType)
        .add("Content-Security-Policy", policy)
        .add("X-Content-Type-Options", "nosniff")
        .add("Referrer-Policy", "no-referrer")
        .add("Cross-Origin-Resource-Policy", "same-origin")
        .add("Cache-Control", "no-store");
  }

  static Response text(int status, String text) {
    return whole(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), false);
  }

  static Response whole(int status, String contentType, byte[] body, boolean headOnly) {
    Headers.Builder headers = headers(contentType, POLICY);
    if (headOnly) {
      headers.add("Content-Length", Integer.toString(body.length));
    }
    ResponseBody bytes = headOnly ? ResponseBody.empty() : ResponseBody.of(body);
    return new Response(status, headers.build(), bytes, false);
  }

  static Response unauthorized() {
    byte[] body = "The console needs its token.".getBytes(StandardCharsets.UTF_8);
    return new Response(
        401,
        headers("text/plain; charset=utf-8", POLICY)
            .add("WWW-Authenticate", "Basic realm=\"console\", charset=\"UTF-8\"")
            .build(),
        ResponseBody.of(body),
        false);
  }
}
