// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The named CORS policies of the case table. */
final class Policies {

  static final String W = "https://www.example.com";

  private Policies() {}

  /** The policy called {@code name}; null for N, none. */
  static @Nullable CorsPolicy named(String name) {
    return switch (name) {
      case "N" -> null;
      case "A" -> CorsPolicy.of(List.of(rule(W, "GET HEAD", "*").withMaxAgeSeconds(3000)));
      case "B" -> CorsPolicy.of(List.of(rule("*", "GET HEAD", "*").withMaxAgeSeconds(3000)));
      case "C" ->
          CorsPolicy.of(
              List.of(
                  rule(
                          "https://*.example.com",
                          "GET PUT DELETE",
                          "content-type x-amz-* Authorization")
                      .withExposeHeaders(List.of("ETag", "Content-Range"))
                      .withMaxAgeSeconds(600)));
      case "D" ->
          CorsPolicy.of(
              List.of(
                  rule("https://app.example.com", "PUT", "content-type"), rule("*", "GET", "")));
      case "E" ->
          CorsPolicy.of(
              List.of(rule("http://localhost:8080 https://[2001:db8::1]:8443", "GET", "range")));
      case "F" -> CorsPolicy.of(List.of(rule("null", "GET", "*")));
      case "G" -> CorsPolicy.of(List.of(rule("start*end", "GET", "x-*-id")));
      case "H" ->
          CorsPolicy.of(
              List.of(
                  rule("* " + W, "GET", "*")
                      .withExposeHeaders(List.of("Date"))
                      .withMaxAgeSeconds(0)));
      case "I" ->
          CorsPolicy.of(
              List.of(
                  rule(W, "GET", "").withMaxAgeSeconds(10),
                  rule(W, "GET", "*").withMaxAgeSeconds(20)));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A rule from lists written with blanks between the entries. */
  static CorsRule rule(String origins, String methods, String headers) {
    return CorsRule.of(split(origins), split(methods), split(headers));
  }

  private static List<String> split(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(" "));
  }
}
