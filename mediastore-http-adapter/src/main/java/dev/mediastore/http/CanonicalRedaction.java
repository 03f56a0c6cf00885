// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Locale;
import java.util.Set;

/**
 * Takes everything out of a canonical request that may be a secret. What is known to be harmless
 * stays; what is not known goes, because CDNs put shared secrets into fields of any name, {@code
 * Referer} among them.
 */
final class CanonicalRedaction {
  private static final int QUERY_LINE = 2;
  private static final Set<String> PLAIN_HEADERS =
      Set.of(
          "host",
          "date",
          "range",
          "content-type",
          "content-length",
          "content-encoding",
          "content-md5",
          "cache-control",
          "accept",
          "accept-encoding",
          "expect",
          "te",
          "connection",
          "transfer-encoding",
          "amz-sdk-request",
          "amz-sdk-invocation-id",
          "x-amz-date",
          "x-amz-content-sha256",
          "x-amz-decoded-content-length",
          "x-amz-trailer",
          "x-amz-region-set",
          "x-amz-storage-class",
          "x-amz-target",
          "x-amz-upload-availability");
  private static final Set<String> PLAIN_PARAMETERS =
      Set.of(
          "Path",
          "MaxResults",
          "X-Amz-Algorithm",
          "X-Amz-Content-Sha256",
          "X-Amz-Credential",
          "X-Amz-Date",
          "X-Amz-Expires",
          "X-Amz-Region-Set",
          "X-Amz-SignedHeaders");

  private CanonicalRedaction() {}

  static String of(String canonicalRequest) {
    String[] lines = canonicalRequest.split("\n", -1);
    // Method, path, query, header lines, an empty line, their names, the payload hash.
    int headersEnd = lines.length - 3;
    for (int i = QUERY_LINE; i < headersEnd; i++) {
      lines[i] = i == QUERY_LINE ? query(lines[i]) : header(lines[i]);
    }
    return String.join("\n", lines);
  }

  /** One part, as the verifier names it. */
  static String value(String part, String text) {
    if (part.equals("the query")) {
      return query(text);
    }
    String header = "header ";
    return part.startsWith(header)
        ? header(part.substring(header.length()) + ':' + text)
            .substring(part.length() - header.length() + 1)
        : text;
  }

  private static String header(String line) {
    int colon = line.indexOf(':');
    boolean plain =
        colon < 0 || PLAIN_HEADERS.contains(line.substring(0, colon).toLowerCase(Locale.ROOT));
    return plain ? line : line.substring(0, colon + 1) + redacted(line.length() - colon - 1);
  }

  private static String query(String line) {
    String[] parameters = line.split("&", -1);
    for (int i = 0; i < parameters.length; i++) {
      int equals = parameters[i].indexOf('=');
      if (equals > 0 && !PLAIN_PARAMETERS.contains(parameters[i].substring(0, equals))) {
        parameters[i] =
            parameters[i].substring(0, equals + 1) + redacted(parameters[i].length() - equals - 1);
      }
    }
    return String.join("&", parameters);
  }

  private static String redacted(int characters) {
    return characters == 0 ? "" : "(redacted)";
  }
}
