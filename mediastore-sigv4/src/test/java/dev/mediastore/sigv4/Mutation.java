// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Changes single characters of signed requests, and tells when that changes nothing. */
final class Mutation {
  private Mutation() {}

  /** Returns the request with one character flipped, counted over everything that is sent. */
  static Sample at(Sample request, int position, int flip) {
    List<String> fields = fields(request);
    int at = position % length(request);
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      if (at < field.length()) {
        char[] characters = field.toCharArray();
        characters[at] ^= (char) flip;
        fields.set(i, new String(characters));
        return rebuilt(request, fields);
      }
      at -= field.length();
    }
    throw new AssertionError("the request is empty");
  }

  /** Returns the number of positions. */
  static int length(Sample request) {
    return fields(request).stream().mapToInt(String::length).sum();
  }

  private static List<String> fields(Sample request) {
    String query = request.query();
    List<String> fields =
        new ArrayList<>(
            Arrays.asList(request.method(), request.path(), query == null ? "" : query));
    for (Map.Entry<String, String> line : request.headers()) {
      fields.add(line.getKey());
      fields.add(line.getValue());
    }
    return fields;
  }

  private static Sample rebuilt(Sample request, List<String> fields) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 3; i < fields.size(); i += 2) {
      headers.add(Map.entry(fields.get(i), fields.get(i + 1)));
    }
    String query = request.query() == null ? null : fields.get(2);
    return new Sample(fields.get(0), fields.get(1), query, headers, request.hasBody());
  }

  /**
   * Returns what a request says once spelling is set aside: the canonical request over all its
   * meaningful headers, and the claim. Two requests may differ and say the same: in the case of
   * header names, in white space, in how a query is encoded, in segments that lead back.
   */
  static String means(Sample request, PathRules rules) {
    Map<String, String> headers = new TreeMap<>();
    StringBuilder claim = new StringBuilder();
    for (Map.Entry<String, String> line : request.headers()) {
      String name = line.getKey().toLowerCase(Locale.ROOT);
      String value = line.getValue().strip();
      if (name.equals("authorization")) {
        claim.append(value.replaceAll("\\s*,\\s*", ",").replaceAll("\\s+", " "));
      } else if (name.startsWith("x-amz-") || name.equals("host") || name.equals("content-type")) {
        headers.put(name, "");
      }
    }
    try {
      return claim
          + CanonicalRequest.of(
                  request.view(), List.copyOf(headers.keySet()), "UNSIGNED-PAYLOAD", rules)
              .text()
          + signatureInQuery(String.valueOf(request.query()));
    } catch (IllegalArgumentException e) {
      return "nothing: " + request;
    }
  }

  /** Returns the signature itself, which the canonical form leaves out; empty if there is none. */
  private static String signatureInQuery(String query) {
    int at = query.indexOf("X-Amz-Signature=");
    return at < 0 ? "" : query.substring(at).split("&", 2)[0];
  }
}
