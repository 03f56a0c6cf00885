// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Explanations;
import dev.mediastore.http.IdentityPolicies;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users and sessions of roles that a test makes for itself, on the clock of the test. */
class TemporaryCredentialsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestClock clock = TestClock.atRealTime();
  private final TestOrigin origin =
      TestOrigin.builder()
          .container("live")
          .clock(clock)
          .explanations(Explanations.ANSWERED)
          .start();

  @AfterEach
  void close() {
    origin.close();
  }

  private HttpResponse<String> put(String path, SigningCredentials credentials) throws Exception {
    URI uri = origin.uri("live", path);
    SigV4Signer signer = SigV4Signer.builder(credentials, origin.region()).clock(clock).build();
    List<Map.Entry<String, String>> host = List.of(Map.entry("Host", uri.getAuthority()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString("x"));
    signer
        .sign(RequestView.of("PUT", uri.getRawPath(), null, host), "UNSIGNED-PAYLOAD")
        .forEach(field -> request.header(field.getKey(), field.getValue()));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static SigningCredentials signing(TemporaryCredentials temporary) {
    return SigningCredentials.of(temporary.accessKeyId(), temporary.secretAccessKey())
        .withSessionToken(temporary.sessionToken());
  }

  private TemporaryCredentials encoder(Duration validity) {
    return origin
        .assumeRole("encoder", "one")
        .policy(IdentityPolicies.uploader(origin.container("live").arn(), "hls"))
        .tag("team", "live")
        .validFor(validity)
        .issue();
  }

  @Test
  void session_doesWhatItsRoleMay_untilItEnds() throws Exception {
    TemporaryCredentials temporary = encoder(Duration.ofMinutes(5));
    assertEquals(clock.instant().plus(Duration.ofMinutes(5)), temporary.expiration());
    assertEquals(200, put("hls/a.ts", signing(temporary)).statusCode());
    HttpResponse<String> elsewhere = put("vod/a.ts", signing(temporary));
    assertEquals(403, elsewhere.statusCode());
    assertTrue(
        elsewhere.body().contains("assumed-role/encoder/one is not authorized"), elsewhere.body());
    clock.advance(Duration.ofMinutes(5));
    HttpResponse<String> late = put("hls/a.ts", signing(temporary));
    assertEquals(403, late.statusCode());
    assertTrue(late.body().contains("ExpiredTokenException"), late.body());
  }

  @Test
  void session_needsItsOwnToken() throws Exception {
    TemporaryCredentials one = encoder(Duration.ofHours(1));
    TemporaryCredentials other = encoder(Duration.ofHours(1));
    SigningCredentials withoutToken =
        SigningCredentials.of(one.accessKeyId(), one.secretAccessKey());
    assertEquals(403, put("hls/a.ts", withoutToken).statusCode());
    assertEquals(
        403, put("hls/a.ts", withoutToken.withSessionToken(other.sessionToken())).statusCode());
  }

  @Test
  void limitsOfTheSession_count() throws Exception {
    TemporaryCredentials limited =
        origin
            .assumeRole("encoder", "limited")
            .policy(IdentityPolicies.everything())
            .sessionPolicy(IdentityPolicies.uploader(origin.container("live").arn(), "hls"))
            .issue();
    assertEquals(200, put("hls/a.ts", signing(limited)).statusCode());
    assertEquals(403, put("vod/a.ts", signing(limited)).statusCode());
    TemporaryCredentials bounded =
        origin
            .assumeRole("encoder", "bounded")
            .policy(IdentityPolicies.everything())
            .permissionsBoundary(IdentityPolicies.reader(origin.container("live").arn(), ""))
            .issue();
    assertEquals(403, put("hls/a.ts", signing(bounded)).statusCode());
  }

  @Test
  void revokedOrForgottenKeys_areUnknown() throws Exception {
    TestCredentials user = origin.user("anna", IdentityPolicies.everything());
    SigningCredentials key = SigningCredentials.of(user.accessKeyId(), user.secretAccessKey());
    assertEquals(200, put("a.ts", key).statusCode());
    origin.revoke(user.accessKeyId());
    assertTrue(put("a.ts", key).body().contains("UnrecognizedClientException"));
    TemporaryCredentials temporary = encoder(Duration.ofHours(1));
    origin.reset();
    assertTrue(put("hls/a.ts", signing(temporary)).body().contains("UnrecognizedClient"));
  }

  @Test
  void refusals_areExplained_ifAskedFor() throws Exception {
    TestCredentials user = origin.user("anna");
    SigningCredentials key = SigningCredentials.of(user.accessKeyId(), user.secretAccessKey());
    String body = put("a.ts", key).body();
    assertTrue(body.contains("The caller has no identity policy at all."), body);
    try (TestOrigin silent = TestOrigin.builder().container("live").start()) {
      HttpRequest request = HttpRequest.newBuilder(silent.uri("live", "a.ts")).build();
      String denied = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertFalse(denied.contains("explanation"), denied);
    }
  }

  @Test
  void secrets_areNotPrinted_andValidityIsChecked() {
    TemporaryCredentials temporary = encoder(Duration.ofHours(1));
    assertFalse(temporary.toString().contains(temporary.secretAccessKey()));
    assertFalse(temporary.toString().contains(temporary.sessionToken()));
    assertThrows(IllegalArgumentException.class, () -> encoder(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> encoder(Duration.ofDays(2)));
  }
}
