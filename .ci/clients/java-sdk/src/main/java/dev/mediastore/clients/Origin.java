// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;

/** What a started origin said about itself. Immutable. */
record Origin(
    URI control,
    Region region,
    String account,
    StaticCredentialsProvider credentials,
    Optional<Path> caFile) {

  /** Reads the line of JSON that a started origin printed from the named environment variable. */
  static Origin fromEnvironment(String variable) {
    String line = System.getenv(variable);
    if (line == null || line.isEmpty()) {
      throw new IllegalStateException(variable + " is not set");
    }
    Map<String, JsonNode> members = JsonNode.parser().parse(line).asObject();
    return new Origin(
        URI.create(members.get("control").asString()),
        Region.of(members.get("region").asString()),
        members.get("account").asString(),
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                members.get("accessKey").asString(), members.get("secretKey").asString())),
        Optional.ofNullable(members.get("caFile")).map(node -> Path.of(node.asString())));
  }

  String arn(String container) {
    return "arn:aws:mediastore:" + region.id() + ":" + account + ":container/" + container;
  }
}
