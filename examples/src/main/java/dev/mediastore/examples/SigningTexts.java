// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.sigv4.CanonicalRequest;
import dev.mediastore.sigv4.CredentialScope;
import dev.mediastore.sigv4.PathRules;
import dev.mediastore.sigv4.SignatureAlgorithm;
import dev.mediastore.sigv4.StringToSign;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the signer of a request had to sign, read off the request alone: whether it is right or
 * refused, and why, is the verifier's business. The texts are complete, a session token included,
 * since a person compares them with the client's own. Immutable.
 *
 * @param canonicalRequest empty if the request is not signed or has no canonical form
 * @param stringToSign empty if there is no canonical request, or the scope or date is unreadable
 */
record SigningTexts(Optional<String> canonicalRequest, Optional<String> stringToSign) {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static final SigningTexts NONE = new SigningTexts(Optional.empty(), Optional.empty());

  /** What a request says about its signature. */
  private record Claim(
      String algorithm, String credential, String signedHeaders, String date, String payloadHash) {}

  static SigningTexts of(RawRequest request, PathRules rules) {
    try {
      return of(request, rules, claim(request, rules));
    } catch (IllegalArgumentException e) {
      return NONE; // A part is broken or missing; the verifier says which.
    }
  }

  private static SigningTexts of(RawRequest request, PathRules rules, Claim claim) {
    SignatureAlgorithm algorithm =
        Arrays.stream(SignatureAlgorithm.values())
            .filter(known -> known.token().equals(claim.algorithm))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no algorithm"));
    List<String> names = List.of(claim.signedHeaders.split(";", -1));
    CanonicalRequest canonical = CanonicalRequest.of(request, names, claim.payloadHash, rules);
    Optional<CredentialScope> scope = scope(claim.credential, algorithm);
    Optional<String> date = timestamp(claim.date);
    Optional<String> stringToSign =
        scope.isEmpty() || date.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new StringToSign(
                        algorithm, date.orElseThrow(), scope.orElseThrow(), canonical.hash())
                    .text());
    return new SigningTexts(Optional.of(canonical.text()), stringToSign);
  }

  private static Claim claim(RawRequest request, PathRules rules) {
    Optional<String> payloadHash = request.header("x-amz-content-sha256");
    Optional<String> authorization = request.header("Authorization");
    if (authorization.isPresent()) {
      String[] schemeAndRest = authorization.orElseThrow().split(" ", 2);
      Map<String, String> parts = pairs(schemeAndRest[schemeAndRest.length - 1], ",");
      return new Claim(
          schemeAndRest[0],
          parts.getOrDefault("Credential", ""),
          parts.getOrDefault("SignedHeaders", ""),
          request.header("X-Amz-Date").or(() -> request.header("Date")).orElse(""),
          payloadHash.orElseGet(request::bodySha256));
    }
    Map<String, String> parameters = parameters(request.rawQuery());
    return new Claim(
        parameters.getOrDefault("X-Amz-Algorithm", ""),
        parameters.getOrDefault("X-Amz-Credential", ""),
        parameters.getOrDefault("X-Amz-SignedHeaders", ""),
        parameters.getOrDefault("X-Amz-Date", ""),
        payloadHash
            .or(() -> Optional.ofNullable(parameters.get("X-Amz-Content-Sha256")))
            .orElseGet(() -> rules == PathRules.S3 ? "UNSIGNED-PAYLOAD" : request.bodySha256()));
  }

  /** The session token that a request brings along. */
  static Optional<String> token(RawRequest request) {
    try {
      return request
          .header("X-Amz-Security-Token")
          .or(
              () ->
                  Optional.ofNullable(parameters(request.rawQuery()).get("X-Amz-Security-Token")));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A broken percent escape, on which the verifier has its say.
    }
  }

  private static Map<String, String> parameters(@Nullable String rawQuery) {
    Map<String, String> parameters = pairs(rawQuery == null ? "" : rawQuery, "&");
    // A plus sign is a plus sign here, unlike in a form.
    parameters.replaceAll(
        (name, value) -> URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
    return parameters;
  }

  /** Splits {@code a=b, c=d}; of a name that occurs twice the first value stays. */
  private static Map<String, String> pairs(String text, String separator) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(separator, -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.putIfAbsent(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return pairs;
  }

  /** The scope behind the access key, read from the right since a key may hold slashes. */
  private static Optional<CredentialScope> scope(String credential, SignatureAlgorithm algorithm) {
    String[] parts = credential.split("/", -1);
    int service = parts.length - 2;
    boolean regional = algorithm == SignatureAlgorithm.HMAC_SHA256;
    int date = regional ? service - 2 : service - 1;
    if (date < 1 || !parts[service + 1].equals("aws4_request")) {
      return Optional.empty();
    }
    String region = regional ? parts[service - 1] : "";
    return Optional.of(new CredentialScope(parts[date], region, parts[service]));
  }

  /** A date as it stands in a string to sign; {@code Date} may be an HTTP date instead. */
  private static Optional<String> timestamp(String date) {
    try {
      BASIC.parse(date);
      return Optional.of(date);
    } catch (DateTimeException e) {
      return httpDate(date);
    }
  }

  private static Optional<String> httpDate(String date) {
    try {
      return Optional.of(
          BASIC.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
