// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A plain client, one request a call. */
final class Http {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestOrigin origin;

  Http(TestOrigin origin) {
    this.origin = origin;
  }

  /** Uploads to container {@code live}; returns the status. */
  int put(String path, String body, String... headers) throws IOException, InterruptedException {
    return client
        .send(upload(path, body, headers), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  CompletableFuture<Integer> putLater(String path, String body) {
    return client
        .sendAsync(upload(path, body), HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private HttpRequest upload(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofString(body));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  /** Sends bytes that no client would, and reads until the origin closes. */
  String raw(String bytes) throws IOException {
    URI endpoint = origin.controlEndpoint();
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  CompletableFuture<HttpResponse<String>> getLater(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri(path)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  private URI uri(String path) {
    return URI.create(origin.endpoint("live") + "/" + path);
  }
}
