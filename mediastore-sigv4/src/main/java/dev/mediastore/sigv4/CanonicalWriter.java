// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/**
 * Finds its way through a request and writes its canonical form. Used by one thread at a time and
 * then reused.
 */
final class CanonicalWriter {
  private final PathRules rules;
  private final HeaderLines lines;
  private final QueryParameters query;
  private final SignedHeaderWriter headers;
  private final CanonicalBuffer out;

  CanonicalWriter(PathRules rules, SigV4Limits limits) {
    this.rules = rules;
    this.lines = new HeaderLines(limits.headerLines());
    this.query = new QueryParameters(limits.queryParameters(), limits.canonicalRequestBytes());
    this.headers = new SignedHeaderWriter(limits.signedHeaders());
    this.out = new CanonicalBuffer(1024, limits.canonicalRequestBytes());
  }

  HeaderLines lines() {
    return lines;
  }

  QueryParameters query() {
    return query;
  }

  CanonicalBuffer out() {
    return out;
  }

  void clear() {
    query.clear();
    out.clear();
  }

  /** Finds header lines and query parameters; the first step for any request. */
  void locate(RequestView request) throws Refusal {
    lines.locate(request);
    query.parse(request.rawQuery());
  }

  /** Writes everything up to the payload field. */
  void writeHead(RequestView request, Claim claim) throws Refusal {
    out.clear();
    query.requireWellFormed();
    writeMethod(request.method());
    CanonicalPath.write(request.rawPath(), rules, out);
    out.append('\n');
    query.write(out);
    out.append('\n');
    headers.write(request, lines, claim, out);
  }

  private void writeMethod(String method) throws Refusal {
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new Refusal(SigV4Error.MALFORMED_REQUEST, "The method is not a token");
      }
    }
    out.append(method);
    out.append('\n');
  }
}
