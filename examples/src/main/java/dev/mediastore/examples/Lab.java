// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.examples.Ladder.MediaFile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The steps of the lab; each one checks what it sees. Used by one thread. */
final class Lab {
  private static final String CONTAINER = "mediastore-hls-lab-1";
  private static final String PLAYER = "https://player.example";
  private static final String PUBLIC_READ =
      """
      {"Sid":"PublicReadForLabOnly","Effect":"Allow","Principal":"*",\
      "Action":["mediastore:GetObject","mediastore:DescribeObject"],"Resource":"*"}""";
  private static final String LOCAL_INGEST =
      """
      {"Sid":"IngestFromThisMachine","Effect":"Allow","Principal":"*",\
      "Action":"mediastore:PutObject","Resource":"*",\
      "Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.1/32"}}}""";

  private final LabClient client;
  private final Ladder ladder;
  private final Progress progress;
  private List<MediaFile> published = List.of();

  Lab(LabClient client, Ladder ladder, Progress progress) {
    this.client = client;
    this.ladder = ladder;
    this.progress = progress;
  }

  /** The published stream, for a player. */
  URI stream() {
    return URI.create(client.endpoint() + "/" + ladder.playlist());
  }

  /** Everything from an empty origin to a stream that anybody may read. */
  void publishAndVerify() throws Exception {
    progress.step("create container " + CONTAINER, this::createContainer);
    progress.step("allow players of other origins (CORS)", this::putCorsPolicy);
    progress.step("allow everybody to read", this::putContainerPolicy);
    progress.step("publish the stream", this::publish);
    progress.step("list hls/", this::list);
    progress.step("read back signed", () -> readBack(true));
    progress.step("read back anonymously", () -> readBack(false));
    progress.step("read as a page of another origin", this::readAcrossOrigins);
    progress.step("read a byte range", this::readRange);
  }

  /** Everything from the published stream back to an empty origin. */
  void cleanUp() throws Exception {
    progress.step("refuse strangers without the policy", this::refuseWithoutPolicy);
    progress.step("delete the objects", this::deleteObjects);
    progress.step("delete the container", this::deleteContainer);
  }

  private String createContainer() throws Exception {
    client.control("CreateContainer", Map.of("ContainerName", CONTAINER));
    JsonNode container =
        client.control("DescribeContainer", Map.of("ContainerName", CONTAINER)).path("Container");
    expect("ACTIVE", container.path("Status").asText());
    client.useEndpoint(URI.create(container.path("Endpoint").asText()));
    return "ACTIVE at " + client.endpoint();
  }

  private String putCorsPolicy() throws Exception {
    Map<String, Object> rule =
        Map.of(
            "AllowedOrigins", List.of("*"),
            "AllowedMethods", List.of("GET", "HEAD"),
            "AllowedHeaders", List.of("*"),
            "ExposeHeaders", List.of("ETag"),
            "MaxAgeSeconds", 3000);
    client.control(
        "PutCorsPolicy", Map.of("ContainerName", CONTAINER, "CorsPolicy", List.of(rule)));
    JsonNode stored = client.control("GetCorsPolicy", Map.of("ContainerName", CONTAINER));
    expect(1, stored.path("CorsPolicy").size());
    return "1 rule";
  }

  private String putContainerPolicy() throws Exception {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[%s]}"""
            .formatted(ladder.unsigned() ? PUBLIC_READ + "," + LOCAL_INGEST : PUBLIC_READ);
    client.control("PutContainerPolicy", Map.of("ContainerName", CONTAINER, "Policy", policy));
    JsonNode stored = client.control("GetContainerPolicy", Map.of("ContainerName", CONTAINER));
    expect(policy, stored.path("Policy").asText());
    return ladder.unsigned() ? "and this machine to write" : "nobody else may write";
  }

  private String publish() throws Exception {
    published = ladder.publish(client);
    long bytes = published.stream().mapToLong(file -> file.content().length).sum();
    return published.size() + " objects, " + bytes + " bytes";
  }

  private String list() throws Exception {
    Set<String> expected = new TreeSet<>();
    for (MediaFile file : published) {
      expected.add(file.path().split("/", -1)[1]);
    }
    Set<String> listed = new TreeSet<>();
    client.listItems("hls/").path("Items").forEach(item -> listed.add(item.path("Name").asText()));
    expect(expected, listed);
    return String.join(" ", listed);
  }

  private String readBack(boolean signed) throws Exception {
    for (MediaFile file : published) {
      HttpResponse<byte[]> answer = client.getObject(file.path(), signed);
      expect(200, answer.statusCode());
      if (!Arrays.equals(file.content(), answer.body())) {
        throw new LabFailure(file.path() + " came back changed");
      }
    }
    return published.size() + " objects, every byte equal";
  }

  private String readAcrossOrigins() throws Exception {
    HttpResponse<byte[]> answer = client.getObject(ladder.playlist(), false, "Origin", PLAYER);
    String allowed = answer.headers().firstValue("Access-Control-Allow-Origin").orElse("nobody");
    expect("*", allowed);
    return "Access-Control-Allow-Origin: " + allowed;
  }

  private String readRange() throws Exception {
    MediaFile file =
        published.stream().filter(any -> any.path().endsWith(".ts")).findFirst().orElseThrow();
    HttpResponse<byte[]> answer = client.getObject(file.path(), false, "Range", "bytes=188-375");
    expect(206, answer.statusCode());
    if (!Arrays.equals(Arrays.copyOfRange(file.content(), 188, 376), answer.body())) {
      throw new LabFailure("the range of " + file.path() + " is not what was published");
    }
    return answer.headers().firstValue("Content-Range").orElse("");
  }

  private String refuseWithoutPolicy() throws Exception {
    client.control("DeleteContainerPolicy", Map.of("ContainerName", CONTAINER));
    int status = client.getObject(ladder.playlist(), false).statusCode();
    expect(403, status);
    return "an unsigned read is answered " + status;
  }

  private String deleteObjects() throws Exception {
    for (MediaFile file : published) {
      client.deleteObject(file.path());
    }
    expect(0, client.listItems("hls/").path("Items").size());
    return published.size() + " objects, hls/ is gone with the last one";
  }

  private String deleteContainer() throws Exception {
    client.control("DeleteCorsPolicy", Map.of("ContainerName", CONTAINER));
    client.control("DeleteContainer", Map.of("ContainerName", CONTAINER));
    expect(0, client.control("ListContainers", Map.of()).path("Containers").size());
    return "no container is left";
  }

  private static void expect(Object expected, Object actual) throws LabFailure {
    if (!expected.equals(actual)) {
      throw new LabFailure("expected " + expected + ", got " + actual);
    }
  }
}
