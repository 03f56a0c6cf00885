// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signs requests in the canonical form the verifier checks: for tests, and for proxies that call a
 * signed origin. Signs {@code Host}, {@code Content-Type} and every {@code x-amz-} header the
 * request has, and whatever else it is told to. Immutable.
 *
 * @since 0.1
 */
public final class SigV4Signer {
  private static final Set<String> ALWAYS_SIGNED = Set.of("host", ":authority", "content-type");

  private final SigningCredentials credentials;
  private final SignatureAlgorithm algorithm;
  private final String region;
  private final String service;
  private final PathRules pathRules;
  private final InstantSource clock;
  private final boolean declarePayload;
  private final Set<String> signedHeaders;

  private SigV4Signer(Builder builder) {
    this.credentials = builder.credentials;
    this.algorithm = builder.algorithm;
    this.region = builder.region;
    this.service = builder.service;
    this.pathRules = builder.pathRules;
    this.clock = builder.clock;
    this.declarePayload = builder.declarePayload;
    this.signedHeaders = Set.copyOf(builder.signedHeaders);
  }

  /**
   * Returns a builder with the settings of MediaStore.
   *
   * @param credentials what to sign with
   * @param region the region; for Version 4A the region set, for instance {@code *}
   * @return a new builder
   */
  public static Builder builder(SigningCredentials credentials, String region) {
    return new Builder(credentials, region);
  }

  /**
   * Signs a request in its header.
   *
   * @param request the request, without credentials
   * @param payloadHash 64 lower-case hexadecimal digits, or a word such as {@code UNSIGNED-PAYLOAD}
   * @return the header lines to add, {@code Authorization} last
   * @throws IllegalArgumentException if the request has no canonical form
   */
  public List<Map.Entry<String, String>> sign(RequestView request, String payloadHash) {
    String timestamp = AmzDate.format(clock.instant().getEpochSecond());
    List<Map.Entry<String, String>> added = new ArrayList<>();
    added.add(Map.entry("X-Amz-Date", timestamp));
    credentials
        .sessionToken()
        .ifPresent(token -> added.add(Map.entry("X-Amz-Security-Token", token)));
    if (declarePayload) {
      added.add(Map.entry("X-Amz-Content-Sha256", payloadHash));
    }
    if (algorithm == SignatureAlgorithm.ECDSA_P256_SHA256) {
      added.add(Map.entry("X-Amz-Region-Set", region));
    }
    List<Map.Entry<String, String>> headers = headersOf(request);
    headers.addAll(added);
    RequestView whole =
        RequestView.of(request.method(), request.rawPath(), request.rawQuery(), headers);
    List<String> names = namesToSign(headers);
    String signature = sign(whole, names, payloadHash, timestamp);
    added.add(
        Map.entry(
            "Authorization",
            algorithm.token()
                + " Credential="
                + credentials.accessKeyId()
                + "/"
                + scope(timestamp)
                + ", SignedHeaders="
                + String.join(";", names)
                + ", Signature="
                + signature));
    return List.copyOf(added);
  }

  /**
   * Signs a request in its query. A header {@code x-amz-content-sha256} of the request says what
   * the body will be; without one the body is empty, or not covered under the rules of S3.
   *
   * @param request the request, without credentials
   * @param validity how long the signature is good for, whole seconds up to seven days
   * @return the raw query of the presigned request
   * @throws IllegalArgumentException if the request has no canonical form
   */
  public String presign(RequestView request, Duration validity) {
    String timestamp = AmzDate.format(clock.instant().getEpochSecond());
    List<Map.Entry<String, String>> headers = headersOf(request);
    List<String> names = namesToSign(headers);
    StringBuilder query = new StringBuilder();
    String rawQuery = request.rawQuery();
    if (rawQuery != null && !rawQuery.isEmpty()) {
      query.append(rawQuery).append('&');
    }
    query.append("X-Amz-Algorithm=").append(algorithm.token());
    append(query, AuthParameter.CREDENTIAL, credentials.accessKeyId() + "/" + scope(timestamp));
    append(query, AuthParameter.DATE, timestamp);
    append(query, AuthParameter.EXPIRES, Long.toString(validity.toSeconds()));
    append(query, AuthParameter.SIGNED_HEADERS, String.join(";", names));
    credentials
        .sessionToken()
        .ifPresent(token -> append(query, AuthParameter.SECURITY_TOKEN, token));
    if (algorithm == SignatureAlgorithm.ECDSA_P256_SHA256) {
      append(query, AuthParameter.REGION_SET, region);
    }
    RequestView whole =
        RequestView.of(request.method(), request.rawPath(), query.toString(), headers);
    String signature = sign(whole, names, payloadOf(headers), timestamp);
    append(query, AuthParameter.SIGNATURE, signature);
    return query.toString();
  }

  private String sign(
      RequestView request, List<String> names, String payloadHash, String timestamp) {
    CanonicalRequest canonical = CanonicalRequest.of(request, names, payloadHash, pathRules);
    CredentialScope scope = scope(timestamp);
    StringToSign text = new StringToSign(algorithm, timestamp, scope, canonical.hash());
    SignatureKey key =
        algorithm == SignatureAlgorithm.HMAC_SHA256
            ? SigningKey.derive(credentials, scope)
            : EcdsaKey.derive(credentials);
    return key.sign(text.bytes());
  }

  private CredentialScope scope(String timestamp) {
    String scopeRegion = algorithm == SignatureAlgorithm.HMAC_SHA256 ? region : "";
    return new CredentialScope(timestamp.substring(0, AmzDate.DAY_LENGTH), scopeRegion, service);
  }

  private String payloadOf(List<Map.Entry<String, String>> headers) {
    Optional<String> declared =
        headers.stream()
            .filter(line -> HeaderNames.equal("x-amz-content-sha256", line.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    return declared.orElse(pathRules == PathRules.S3 ? PayloadField.UNSIGNED : Sha256.EMPTY_HEX);
  }

  private List<String> namesToSign(List<Map.Entry<String, String>> headers) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, String> line : headers) {
      String name = PayloadField.lower(line.getKey());
      if (ALWAYS_SIGNED.contains(name) || HeaderLines.isAmz(name) || signedHeaders.contains(name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  private static List<Map.Entry<String, String>> headersOf(RequestView request) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 0; i < request.headerCount(); i++) {
      headers.add(Map.entry(request.headerName(i), request.headerValue(i)));
    }
    return headers;
  }

  private static void append(StringBuilder query, AuthParameter parameter, String value) {
    query.append('&').append(parameter.wireName()).append('=').append(encode(value));
  }

  private static String encode(String value) {
    CanonicalBuffer out = CanonicalBuffer.unbounded();
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    String bytes = new String(utf8, StandardCharsets.ISO_8859_1).replace("%", "%25");
    try {
      out.appendReencoded(bytes, 0, bytes.length(), false);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.refused().publicMessage(), e);
    }
    return out.text();
  }

  /**
   * Settings of a signer. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final SigningCredentials credentials;
    private final String region;
    private SignatureAlgorithm algorithm = SignatureAlgorithm.HMAC_SHA256;
    private String service = "mediastore";
    private PathRules pathRules = PathRules.STANDARD;
    private InstantSource clock = InstantSource.system();
    private boolean declarePayload = true;
    private final Set<String> signedHeaders = new TreeSet<>();

    private Builder(SigningCredentials credentials, String region) {
      this.credentials = Objects.requireNonNull(credentials, "credentials");
      this.region = Objects.requireNonNull(region, "region");
    }

    /**
     * Sets the algorithm; {@link SignatureAlgorithm#HMAC_SHA256} unless set.
     *
     * @param choice the algorithm
     * @return this builder
     */
    public Builder algorithm(SignatureAlgorithm choice) {
      algorithm = Objects.requireNonNull(choice, "choice");
      return this;
    }

    /**
     * Sets the service; {@code mediastore} unless set.
     *
     * @param name the service
     * @return this builder
     */
    public Builder service(String name) {
      service = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the rule for the path; {@link PathRules#STANDARD} unless set.
     *
     * @param rules the rule
     * @return this builder
     */
    public Builder pathRules(PathRules rules) {
      pathRules = Objects.requireNonNull(rules, "rules");
      return this;
    }

    /**
     * Sets the clock; the system clock unless set.
     *
     * @param source the clock
     * @return this builder
     */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets whether the payload hash goes into a header {@code X-Amz-Content-Sha256}; it does unless
     * set. Without the header the server has to compute the hash of the body.
     *
     * @param declared false to leave the header out
     * @return this builder
     */
    public Builder declarePayload(boolean declared) {
      declarePayload = declared;
      return this;
    }

    /**
     * Adds a header to sign where a request has it.
     *
     * @param name the header
     * @return this builder
     */
    public Builder signedHeader(String name) {
      signedHeaders.add(PayloadField.lower(name));
      return this;
    }

    /**
     * Builds the signer.
     *
     * @return the signer
     */
    public SigV4Signer build() {
      return new SigV4Signer(this);
    }
  }
}
