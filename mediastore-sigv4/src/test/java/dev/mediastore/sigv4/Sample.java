// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request that can be signed and then tampered with; each change gives a new one. */
record Sample(
    String method,
    String path,
    @Nullable String query,
    List<Map.Entry<String, String>> headers,
    boolean hasBody) {

  static final Instant NOW = Instant.parse("2026-11-23T07:11:28Z");
  static final String TIMESTAMP = "20261123T071128Z";
  static final String REGION = "us-east-1";
  static final SigningCredentials CREDENTIALS =
      SigningCredentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  static final SigningCredentials OTHER =
      SigningCredentials.of("AKIDOTHER", "anotherSecretOfAnotherKeyEXAMPLE00000000");
  static final SigningCredentials TEMPORARY =
      SigningCredentials.of("ASIATEMPORARY", "temporarySecretEXAMPLE0000000000000000")
          .withSessionToken("Token/of+the=Session==")
          .withExpiry(NOW.plusSeconds(600));

  static Sample get(String path) {
    return new Sample("GET", path, null, List.of(Map.entry("Host", "h.example")), false);
  }

  static Sample put(String path) {
    return get(path).method("PUT").body(true);
  }

  static Sample of(RequestView request) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < request.headerCount(); i++) {
      lines.add(Map.entry(request.headerName(i), request.headerValue(i)));
    }
    return new Sample(
        request.method(), request.rawPath(), request.rawQuery(), lines, request.hasBody());
  }

  Sample method(String changed) {
    return new Sample(changed, path, query, headers, hasBody);
  }

  Sample path(String changed) {
    return new Sample(method, changed, query, headers, hasBody);
  }

  Sample query(@Nullable String changed) {
    return new Sample(method, path, changed, headers, hasBody);
  }

  Sample body(boolean present) {
    return new Sample(method, path, query, headers, present);
  }

  Sample with(String name, String value) {
    List<Map.Entry<String, String>> lines = new ArrayList<>(headers);
    lines.add(Map.entry(name, value));
    return new Sample(method, path, query, lines, hasBody);
  }

  Sample without(String name) {
    List<Map.Entry<String, String>> lines = new ArrayList<>(headers);
    assertTrue(lines.removeIf(line -> line.getKey().equalsIgnoreCase(name)), "no " + name);
    return new Sample(method, path, query, lines, hasBody);
  }

  Sample replace(String name, UnaryOperator<String> change) {
    String value = header(name);
    return without(name).with(name, change.apply(value));
  }

  String header(String name) {
    return headers.stream()
        .filter(line -> line.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** Replaces text in the Authorization header, which must be there. */
  Sample authorization(String part, String replacement) {
    assertTrue(header("Authorization").contains(part), part);
    return replace("Authorization", value -> value.replace(part, replacement));
  }

  Sample signed(SigV4Signer signer, String payloadHash) {
    List<Map.Entry<String, String>> lines = new ArrayList<>(headers);
    lines.addAll(signer.sign(view(), payloadHash));
    return new Sample(method, path, query, lines, hasBody);
  }

  /** Signs with the usual credentials, declaring the payload. */
  Sample signed(String payloadHash) {
    return signed(signer().build(), payloadHash);
  }

  /** Signs a request without a body. */
  Sample signed() {
    return signed(Sha256.EMPTY_HEX);
  }

  Sample presigned(SigV4Signer signer, Duration validity) {
    return query(signer.presign(view(), validity));
  }

  Sample presigned() {
    return presigned(signer().build(), Duration.ofMinutes(5));
  }

  /** Replaces text in the query, which must be there. */
  Sample queryPart(String part, String replacement) {
    String text = String.valueOf(query);
    assertTrue(text.contains(part), part + " in " + text);
    return query(text.replace(part, replacement));
  }

  RequestView view() {
    return new WireText.Framed(RequestView.of(method, path, query, headers), hasBody);
  }

  static SigV4Signer.Builder signer() {
    return signer(CREDENTIALS);
  }

  static SigV4Signer.Builder signer(SigningCredentials credentials) {
    return SigV4Signer.builder(credentials, REGION).clock(InstantSource.fixed(NOW));
  }

  static SigV4Signer.Builder ecdsaSigner() {
    return SigV4Signer.builder(CREDENTIALS, "*")
        .algorithm(SignatureAlgorithm.ECDSA_P256_SHA256)
        .clock(InstantSource.fixed(NOW));
  }

  static SigV4Verifier.Builder verifier() {
    return SigV4Verifier.builder()
        .region(REGION)
        .credentials(CredentialsLookup.of(CREDENTIALS, OTHER, TEMPORARY))
        .clock(InstantSource.fixed(NOW));
  }

  SignatureResult verify() {
    return verifier().build().verify(view());
  }

  SignatureResult verifyAt(Instant instant) {
    return verifier().clock(InstantSource.fixed(instant)).build().verify(view());
  }

  static void assertVerified(SignatureResult result) {
    assertInstanceOf(SignatureResult.Verified.class, result, () -> describe(result));
  }

  static void assertAccepted(PayloadResult result) {
    assertInstanceOf(PayloadResult.Accepted.class, result, () -> describe(result));
  }

  static SignatureResult.Refused assertRefused(SigV4Error error, Object result) {
    SignatureResult.Refused refused =
        assertInstanceOf(SignatureResult.Refused.class, result, () -> describe(result));
    assertEquals(error, refused.error(), refused::publicMessage);
    assertPublic(refused.publicMessage());
    return refused;
  }

  /** What every text for clients keeps to: it is short and of harmless characters. */
  static void assertPublic(String message) {
    assertTrue(message.matches("[ \\w:.?-]{1,255}"), message);
  }

  static String describe(Object result) {
    return result instanceof SignatureResult.Refused refused
        ? refused.explanation().report()
        : String.valueOf(result);
  }

  static String sha256(String text) {
    return Hex.encode(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
