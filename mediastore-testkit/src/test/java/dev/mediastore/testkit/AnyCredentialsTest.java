// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients with keys of their own, at an origin that takes any, and at one that does not. */
class AnyCredentialsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A client that nobody told anything: other keys, another region, a clock that is wrong. */
  private static final SigV4Signer STRANGER =
      SigV4Signer.builder(SigningCredentials.of("AKIDSTRANGER", "a secret"), "eu-west-9")
          .clock(InstantSource.fixed(Instant.parse("2020-01-01T00:00:00Z")))
          .build();

  private static HttpResponse<String> send(URI uri, HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int put(TestOrigin origin, String body, String payload, String... more)
      throws Exception {
    URI uri = origin.uri("live", "a.ts");
    HttpRequest.Builder request = HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body));
    List<Map.Entry<String, String>> host = List.of(Map.entry("Host", uri.getAuthority()));
    STRANGER
        .sign(RequestView.of("PUT", uri.getRawPath(), null, host), payload)
        .forEach(field -> request.header(field.getKey(), field.getValue()));
    return send(uri, more.length == 0 ? request : request.headers(more)).statusCode();
  }

  @Test
  void strangersUpload_isTaken_onlyByAnOriginThatWasToldTo() throws Exception {
    try (TestOrigin any = TestOrigin.builder().container("live").acceptAnyCredentials().start();
        TestOrigin usual = TestOrigin.builder().container("live").start()) {
      assertEquals(200, put(any, "hello", "UNSIGNED-PAYLOAD"));
      assertEquals("hello", new String(any.bytes("live", "a.ts"), StandardCharsets.US_ASCII));
      assertTrue(String.valueOf(any.requests().get(0).caller()).endsWith(":root"));
      assertEquals(403, put(usual, "hello", "UNSIGNED-PAYLOAD"));
    }
  }

  @Test
  void presignedAddress_isTaken() throws Exception {
    try (TestOrigin any = TestOrigin.builder().container("live").acceptAnyCredentials().start()) {
      put(any, "hello", "UNSIGNED-PAYLOAD");
      URI uri = any.uri("live", "a.ts");
      List<Map.Entry<String, String>> host = List.of(Map.entry("Host", uri.getAuthority()));
      String query =
          STRANGER.presign(
              RequestView.of("GET", uri.getRawPath(), null, host), Duration.ofSeconds(1));
      assertEquals("hello", send(URI.create(uri + "?" + query), HttpRequest.newBuilder()).body());
      assertEquals(403, send(uri, HttpRequest.newBuilder()).statusCode());
    }
  }

  @Test
  void chunkedPayloadOfAStranger_isTakenWithoutItsFraming() throws Exception {
    try (TestOrigin any = TestOrigin.builder().container("live").acceptAnyCredentials().start()) {
      String framed =
          "3;chunk-signature=%1$s\r\nhel\r\n2;chunk-signature=%1$s\r\nlo\r\n0;chunk-signature=%1$s\r\n\r\n"
              .formatted("0".repeat(64));
      String[] headers = {"x-amz-decoded-content-length", "5", "Content-Encoding", "aws-chunked"};
      String streaming = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
      assertEquals(200, put(any, framed, streaming, headers));
      assertEquals(5, any.bytes("live", "a.ts").length);
      assertEquals(400, put(any, "no chunks at all\n", streaming, headers));
      assertEquals(5, any.bytes("live", "a.ts").length);
    }
  }

  @Test
  void bodyThatIsNotWhatItsHashSays_isRefusedAllTheSame() throws Exception {
    try (TestOrigin any = TestOrigin.builder().container("live").acceptAnyCredentials().start()) {
      assertEquals(400, put(any, "hello", "0".repeat(64)));
    }
  }

  @Test
  void controlPlane_isOpenToAStranger() throws Exception {
    try (TestOrigin any = TestOrigin.builder().container("live").acceptAnyCredentials().start()) {
      URI uri = any.controlEndpoint().resolve("/");
      HttpRequest.Builder request =
          HttpRequest.newBuilder()
              .header("X-Amz-Target", "MediaStore_20170901.ListContainers")
              .header("Content-Type", "application/x-amz-json-1.1")
              .POST(BodyPublishers.ofString("{}"));
      List<Map.Entry<String, String>> host = List.of(Map.entry("Host", uri.getAuthority()));
      STRANGER
          .sign(RequestView.of("POST", "/", null, host), "UNSIGNED-PAYLOAD")
          .forEach(field -> request.header(field.getKey(), field.getValue()));
      HttpResponse<String> answer = send(uri, request);
      assertTrue(answer.body().contains("\"Name\":\"live\""), answer.body());
    }
  }
}
