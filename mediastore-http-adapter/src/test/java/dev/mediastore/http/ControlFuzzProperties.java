// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes in, what goes out is an answer or an error of the contract. */
class ControlFuzzProperties {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> NAMES =
      List.of(
          "ContainerName",
          "Tags",
          "TagKeys",
          "Resource",
          "Policy",
          "CorsPolicy",
          "Key",
          "Value",
          "LifecyclePolicy",
          "MetricPolicy",
          "NextToken",
          "MaxResults",
          "AllowedOrigins",
          "AllowedMethods",
          "AllowedHeaders",
          "ExposeHeaders",
          "MaxAgeSeconds",
          "ContainerLevelMetrics",
          "MetricPolicyRules",
          "ObjectGroup",
          "ObjectGroupName",
          "rules");

  private static final List<String> TEXTS =
      List.of(
          "live",
          "",
          "*",
          "GET",
          "ENABLED",
          SampleRequests.ARN,
          "aws:x",
          "\u0000",
          "\ud800",
          "{}",
          "{\"rules\":[]}",
          "{\"Version\":\"2012-10-17\",\"Statement\":[{}]}",
          "https://a",
          "AQ==");

  @Property(tries = 2000)
  void json_ofAnyForm_isAnsweredOrRefused(
      @ForAll ControlOperation operation, @ForAll("values") JsonNode request) {
    answerOrRefuse(operation, JsonText.write(request).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1500)
  void rightRequest_withOneValueReplaced_isAnsweredOrRefused(
      @ForAll ControlOperation operation,
      @ForAll("values") JsonNode value,
      @ForAll @IntRange(max = 40) int place) {
    JsonNode right =
        JsonText.read(ControlFixture.json(SampleRequests.right(operation))).orElseThrow();
    replace(right, value, new int[] {place});
    answerOrRefuse(operation, JsonText.write(right).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1000)
  void document_ofAnyJson_isAnsweredOrRefused(
      @ForAll("documents") String document, @ForAll boolean lifecycle) {
    ObjectNode request = JSON.objectNode().put("ContainerName", "live");
    request.put(lifecycle ? "LifecyclePolicy" : "Policy", document);
    answerOrRefuse(
        lifecycle ? ControlOperation.PUT_LIFECYCLE_POLICY : ControlOperation.PUT_CONTAINER_POLICY,
        JsonText.write(request).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1000)
  void bytes_ofAnyKind_areAnsweredOrRefused(
      @ForAll ControlOperation operation, @ForAll byte[] body) {
    answerOrRefuse(operation, body);
  }

  @Property(tries = 1000)
  void rightRequest_withOneByteChanged_isAnsweredOrRefused(
      @ForAll ControlOperation operation, @ForAll @IntRange(max = 400) int at, @ForAll byte other) {
    byte[] body = ControlFixture.json(SampleRequests.right(operation));
    body[at % body.length] = other;
    answerOrRefuse(operation, body);
  }

  private static void answerOrRefuse(ControlOperation operation, byte[] body) {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      byte[] answer = fixture.answer(ControlFixture.SCOPE, operation.action(), body);
      assertTrue(JsonText.read(answer).orElseThrow().isObject());
    } catch (ServiceException refused) {
      String message = refused.publicMessage();
      assertTrue(refused.error() != ServiceError.INTERNAL, message);
      assertTrue(!message.isEmpty() && message.length() <= 255, message);
      assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
    }
  }

  /** Replaces the value that is reached after {@code place} others. */
  private static void replace(JsonNode in, JsonNode value, int[] place) {
    if (in instanceof ObjectNode object) {
      for (String name : object.propertyStream().map(Map.Entry::getKey).toList()) {
        if (place[0]-- == 0) {
          object.set(name, value);
        } else {
          replace(object.get(name), value, place);
        }
      }
    } else if (in instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (place[0]-- == 0) {
          list.set(i, value);
        } else {
          replace(list.get(i), value, place);
        }
      }
    }
  }

  @Provide
  Arbitrary<String> documents() {
    return values().map(JsonText::write);
  }

  @Provide
  Arbitrary<JsonNode> values() {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.of(TEXTS).map(JSON::textNode),
            Arbitraries.strings().ofMaxLength(40).map(JSON::textNode),
            Arbitraries.integers().map(JSON::numberNode),
            Arbitraries.longs().map(JSON::numberNode),
            Arbitraries.bigIntegers().map(JSON::numberNode),
            Arbitraries.doubles().map(JSON::numberNode),
            Arbitraries.of(true, false).map(JSON::booleanNode),
            Arbitraries.just(JSON.nullNode()));
    return Arbitraries.recursive(() -> leaves, ControlFuzzProperties::nested, 0, 4);
  }

  private static Arbitrary<JsonNode> nested(Arbitrary<JsonNode> values) {
    Arbitrary<JsonNode> lists =
        values.list().ofMaxSize(4).map(list -> JSON.arrayNode().addAll(list));
    Arbitrary<JsonNode> objects =
        Arbitraries.maps(Arbitraries.of(NAMES), values)
            .ofMaxSize(6)
            .map(members -> JSON.objectNode().setAll(members));
    return Arbitraries.oneOf(lists, objects);
  }
}
