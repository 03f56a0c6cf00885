// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.sigv4;

import dev.mediastore.sigv4.CredentialsLookup;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Verifier;
import dev.mediastore.sigv4.SigningCredentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** One GET of a segment, signed by the AWS SDK for Java: in its header or in its query. */
final class SignedRequest {
  static final Instant NOW = Instant.parse("2026-11-23T07:11:28Z");

  private static final String ACCESS_KEY = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String REGION = "us-east-1";
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final AwsV4HttpSigner SDK = AwsV4HttpSigner.create();
  private static final AwsCredentialsIdentity IDENTITY =
      AwsCredentialsIdentity.create(ACCESS_KEY, SECRET);

  private SignedRequest() {}

  static SdkHttpRequest unsigned() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .uri(URI.create("https://live.data.mediastore.example.com/hls/720p/seg000123.ts"))
        .build();
  }

  static SdkHttpRequest bySdk(SdkHttpRequest request) {
    return SDK.sign(
            signing ->
                signing
                    .identity(IDENTITY)
                    .request(request)
                    .putProperty(HttpSigner.SIGNING_CLOCK, CLOCK)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "mediastore")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION))
        .request();
  }

  static SdkHttpRequest presignedBySdk(SdkHttpRequest request) {
    return SDK.sign(
            signing ->
                signing
                    .identity(IDENTITY)
                    .request(request)
                    .putProperty(HttpSigner.SIGNING_CLOCK, CLOCK)
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "mediastore")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION))
        .request();
  }

  /** What a server sees of the request. */
  static RequestView view(SdkHttpRequest request) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(Map.entry(name, value))));
    return RequestView.of(
        request.method().name(),
        request.encodedPath(),
        request.encodedQueryParameters().orElse(null),
        lines);
  }

  static SigV4Verifier verifier() {
    return SigV4Verifier.builder()
        .region(REGION)
        .credentials(CredentialsLookup.of(SigningCredentials.of(ACCESS_KEY, SECRET)))
        .clock(InstantSource.fixed(NOW))
        .build();
  }
}
