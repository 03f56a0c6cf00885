// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.examples.Ladder.MediaFile;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks the wire contract with the JDK's HTTP client, as a stranger would. Used by one thread. */
final class LabClient {
  private static final String TARGET = "MediaStore_20170901.";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private final RequestSigner signer;
  private final URI control;
  private @Nullable URI endpoint;

  private LabClient(RequestSigner signer, URI control) {
    this.signer = signer;
    this.control = control;
  }

  /** A client that signs with the first access key of {@code origin}. */
  static LabClient of(StandaloneOrigin origin) {
    OriginOptions.Key key = origin.options().keys().get(0);
    RequestSigner signer = new RequestSigner(key.id(), key.secret(), origin.options().region());
    return new LabClient(signer, origin.control());
  }

  /** Data endpoint of the container in use. */
  URI endpoint() {
    if (endpoint == null) {
      throw new IllegalStateException("no container yet");
    }
    return endpoint;
  }

  void useEndpoint(URI dataEndpoint) {
    endpoint = dataEndpoint;
  }

  /** Calls an operation of the control plane. */
  JsonNode control(String operation, Map<String, Object> input)
      throws IOException, InterruptedException, LabFailure {
    byte[] body = json.writeValueAsBytes(input);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(control + "/"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", TARGET + operation)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return json.readTree(require200(send(signer.sign(request, body))).body());
  }

  void putObject(MediaFile file) throws IOException, InterruptedException, LabFailure {
    HttpRequest.Builder request =
        object(file.path())
            .header("Content-Type", file.contentType())
            .PUT(HttpRequest.BodyPublishers.ofByteArray(file.content()));
    require200(send(signer.sign(request, file.content())));
  }

  /** Reads an object; headers alternate names and values. */
  HttpResponse<byte[]> getObject(String path, boolean signed, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = object(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(signed ? signer.sign(request, new byte[0]) : request.build());
  }

  void deleteObject(String path) throws IOException, InterruptedException, LabFailure {
    require200(send(signer.sign(object(path).DELETE(), new byte[0])));
  }

  JsonNode listItems(String folder) throws IOException, InterruptedException, LabFailure {
    String query = "?Path=" + URLEncoder.encode(folder, StandardCharsets.UTF_8);
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint() + query)).GET();
    return json.readTree(require200(send(signer.sign(request, new byte[0]))).body());
  }

  private HttpRequest.Builder object(String path) {
    return HttpRequest.newBuilder(URI.create(endpoint() + "/" + path));
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> require200(HttpResponse<byte[]> answer) throws LabFailure {
    if (answer.statusCode() != 200) {
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      throw new LabFailure(
          answer.request().method() + " " + answer.uri() + ": " + answer.statusCode() + " " + body);
    }
    return answer;
  }
}
