// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyRules;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane behind its gate, and the endpoints it shows (contract sections 1 to 4). */
class ControlRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAYER_POLICY =
      "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Sid\\\":\\\"PublicRead\\\","
          + "\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\","
          + "\\\"Action\\\":\\\"mediastore:GetObject\\\",\\\"Resource\\\":\\\"*\\\"}]}";

  private final Fixture origin = new Fixture();

  @AfterEach
  void close() {
    origin.close();
  }

  private Call call(String operation, String host) {
    return origin
        .call("POST", "/")
        .header("Host", host)
        .header("X-Amz-Target", "MediaStore_20170901." + operation)
        .header("Content-Type", "application/x-amz-json-1.1");
  }

  private Answer ask(TestSigner signer, String operation, String body) {
    byte[] bytes = Fixture.bytes(body);
    return signer.sign(call(operation, "localhost:8080"), Fixture.NOW, bytes).send(bytes);
  }

  private Answer ask(String operation, String body) {
    return ask(Fixture.OWNER, operation, body);
  }

  private static JsonNode json(Answer answer) throws IOException {
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("application/x-amz-json-1.1", answer.header("Content-Type"));
    return JSON.readTree(answer.body());
  }

  @Test
  void tutorial_runsFromCreationToCleanUp() throws IOException {
    String name = "{\"ContainerName\":\"mediastore-hls-lab-1\"}";
    json(ask("CreateContainer", name));
    String endpoint =
        json(ask("DescribeContainer", name)).path("Container").path("Endpoint").asText();
    assertEquals("http://localhost:8080/c/mediastore-hls-lab-1", endpoint);
    json(
        ask(
            "PutCorsPolicy",
            "{\"ContainerName\":\"mediastore-hls-lab-1\",\"CorsPolicy\":[{\"AllowedOrigins\":"
                + "[\"*\"],\"AllowedMethods\":[\"GET\",\"HEAD\"],\"AllowedHeaders\":[\"*\"],"
                + "\"ExposeHeaders\":[\"ETag\"],\"MaxAgeSeconds\":3000}]}"));
    URI uri = URI.create(endpoint + "/hls/playlist.m3u8");
    assertEquals(403, player(uri).send().status());
    json(
        ask(
            "PutContainerPolicy",
            "{\"ContainerName\":\"mediastore-hls-lab-1\",\"Policy\":\"" + PLAYER_POLICY + "\"}"));
    Call put = origin.call("PUT", uri.getRawPath()).header("Host", uri.getRawAuthority());
    put.header("Content-Type", "application/vnd.apple.mpegurl");
    Fixture.OWNER.declare(put, Fixture.NOW, TestSigner.UNSIGNED);
    assertEquals(200, put.send("#EXTM3U").status());
    Answer played = player(uri).header("Origin", "https://player.example").send();
    assertEquals("#EXTM3U", played.text());
    assertEquals("*", played.header("Access-Control-Allow-Origin"));
    assertEquals("ETag", played.header("Access-Control-Expose-Headers"));
    assertEquals("ContainerInUseException", ask("DeleteContainer", name).error());
    Call delete = origin.call("DELETE", uri.getRawPath()).header("Host", uri.getRawAuthority());
    assertEquals(200, Fixture.OWNER.sign(delete, Fixture.NOW, new byte[0]).send().status());
    json(ask("DeleteContainerPolicy", name));
    json(ask("DeleteCorsPolicy", name));
    json(ask("DeleteContainer", name));
    assertEquals("ContainerNotFoundException", ask("DescribeContainer", name).error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:mediastore:us-east-1:444455556666:container/live",
        "arn:aws:mediastore:eu-west-1:111122223333:container/live",
        "arn:aws-cn:mediastore:us-east-1:111122223333:container/live"
      })
  void arn_ofAnotherAccountOrRegion_findsNoContainer(String arn) {
    String resource = "{\"Resource\":\"" + arn + "\"";
    for (String request :
        List.of(
            "ListTagsForResource }",
            "TagResource ,\"Tags\":[{\"Key\":\"a\"}]}",
            "UntagResource ,\"TagKeys\":[\"a\"]}")) {
      String operation = request.substring(0, request.indexOf(' '));
      Answer answer = ask(operation, resource + request.substring(operation.length() + 1));
      assertEquals("ContainerNotFoundException", answer.error(), answer::toString);
    }
  }

  private Call player(URI uri) {
    return origin.call("GET", uri.getRawPath()).header("Host", uri.getRawAuthority());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://localhost:8080/c/live",
    "127.0.0.1:1234, http://127.0.0.1:1234/c/live",
    "[::1]:1234, http://[::1]:1234/c/live",
    "ORIGIN.example, http://origin.example/c/live",
    "live.localhost:8080, http://localhost:8080/c/live",
  })
  void endpoint_isDerivedFromTheRequest(String host, String endpoint) throws IOException {
    assertEquals(
        endpoint, endpoint(new Fixture(unset -> unset.endpoints(Endpoints.defaults())), host));
  }

  @Test
  void endpoint_followsTheSettings() throws IOException {
    assertEquals(
        "https://media.example",
        configured(all -> all.publicUrl("https://a.example").host("media.example", "live")));
    assertEquals(
        "https://a.example:8443/c/live",
        configured(all -> all.publicUrl("https://a.example:8443")));
    String below = configured(all -> all.baseDomain("origin.example"));
    assertTrue(below.matches("http://[a-z0-9]{14}\\.origin\\.example:8080"), below);
  }

  private static String configured(UnaryOperator<Endpoints.Builder> endpoints) throws IOException {
    Endpoints built = endpoints.apply(Endpoints.builder()).build();
    return endpoint(new Fixture(settings -> settings.endpoints(built)), "localhost:8080");
  }

  private static String endpoint(Fixture fixture, String host) throws IOException {
    try (fixture) {
      byte[] body = Fixture.bytes("{\"ContainerName\":\"live\"}");
      Call call =
          fixture
              .call("POST", "/")
              .header("Host", host)
              .header("X-Amz-Target", "MediaStore_20170901.DescribeContainer");
      Answer answer = Fixture.OWNER.sign(call, Fixture.NOW, body).send(body);
      String endpoint = json(answer).path("Container").path("Endpoint").asText();
      URI uri = URI.create(endpoint);
      fixture.object("a.ts", "content");
      Answer read =
          fixture
              .call("GET", uri.getRawPath() + "/a.ts")
              .header("Host", uri.getRawAuthority())
              .send();
      assertEquals("content", read.text(), "the endpoint works as it stands");
      return endpoint;
    }
  }

  @Test
  void endpointOfAnotherRegion_isItsId() throws IOException {
    byte[] body = Fixture.bytes("{\"ContainerName\":\"far\"}");
    TestSigner west = new TestSigner("AKIDOWNER", "secret/of/the/owner").region("eu-west-1");
    west.sign(call("CreateContainer", "localhost"), Fixture.NOW, body).send(body);
    JsonNode container =
        json(west.sign(call("DescribeContainer", "localhost"), Fixture.NOW, body).send(body))
            .path("Container");
    assertTrue(container.path("ARN").asText().contains(":eu-west-1:111122223333:"));
    assertTrue(container.path("Endpoint").asText().matches("http://localhost/c/[a-z0-9]{14}"));
    assertEquals(
        "ContainerNotFoundException",
        ask("DescribeContainer", "{\"ContainerName\":\"far\"}").error());
  }

  @Test
  void operator_managesContainersButReadsNothing() {
    origin
        .withoutPolicy()
        .object("a.ts", "x")
        .user("operator", IdentityPolicies.operator(origin.container.arn()))
        .user("nobody");
    TestSigner operator = Fixture.signer("operator");
    assertEquals(200, ask(operator, "ListContainers", "{}").status());
    assertEquals(200, ask(operator, "CreateContainer", "{\"ContainerName\":\"new\"}").status());
    assertEquals(200, ask(operator, "StartAccessLogging", "{\"ContainerName\":\"live\"}").status());
    Call read = operator.sign(origin.call("GET", "/a.ts"), Fixture.NOW, new byte[0]);
    assertEquals(403, read.send().status());
    Answer denied = ask(Fixture.signer("nobody"), "ListContainers", "{}");
    assertEquals(400, denied.status());
    assertEquals("AccessDeniedException", denied.error());
    assertTrue(
        denied
            .text()
            .contains(
                "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform:"
                    + " mediastore:ListContainers on resource: *"),
        denied::text);
  }

  @Test
  void tagsThatDifferInCaseOnly_countByTheFirstInTheRequest() {
    origin.user(
        "tester",
        PolicyDocument.parse(
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                + "\"Action\":\"mediastore:CreateContainer\",\"Resource\":\"*\",\"Condition\":"
                + "{\"StringEquals\":{\"aws:RequestTag/env\":\"test\"}}}}",
            PolicyRules.identityPolicy()));
    TestSigner tester = Fixture.signer("tester");
    String other = "{\"Key\":\"ENV\",\"Value\":\"prod\"},{\"Key\":\"eNV\",\"Value\":\"prod\"}";
    String test = "{\"Key\":\"Env\",\"Value\":\"test\"}";
    String start = "{\"ContainerName\":\"tagged\",\"Tags\":[";
    assertEquals(
        "AccessDeniedException",
        ask(tester, "CreateContainer", start + other + ',' + test + "]}").error());
    assertEquals(200, ask(tester, "CreateContainer", start + test + ',' + other + "]}").status());
  }

  @Test
  void containerPolicy_grantsNothingOnTheControlPlane() {
    origin.user("nobody").policy(Fixture.PUBLIC);
    Answer answer =
        ask(Fixture.signer("nobody"), "GetContainerPolicy", "{\"ContainerName\":\"live\"}");
    assertEquals("AccessDeniedException", answer.error());
    Answer missing =
        ask(Fixture.signer("nobody"), "GetContainerPolicy", "{\"ContainerName\":\"none\"}");
    assertEquals("AccessDeniedException", missing.error(), "no matter whether it exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MediaStore_20170901.Nothing", "MediaStore_20170901.", "x"})
  void unknownOperation_isNamedSo(String target) {
    byte[] body = Fixture.bytes("{}");
    Call call = origin.call("POST", "/").header("X-Amz-Target", target);
    assertEquals(
        "UnknownOperationException",
        Fixture.OWNER.sign(call, Fixture.NOW, body).send(body).error());
  }

  @Test
  void jsonWithoutTarget_isAControlRequestToo() {
    byte[] body = Fixture.bytes("{}");
    Call call = origin.call("POST", "/").header("Content-Type", "application/x-amz-json-1.1");
    assertEquals(
        "UnknownOperationException",
        Fixture.OWNER.sign(call, Fixture.NOW, body).send(body).error());
  }

  @Test
  void body_mustBeTheSignedOneAndNotTooLong() {
    byte[] signed = Fixture.bytes("{\"ContainerName\":\"one\"}");
    byte[] sent = Fixture.bytes("{\"ContainerName\":\"two\"}");
    Answer altered =
        Fixture.OWNER.sign(call("CreateContainer", "localhost"), Fixture.NOW, signed).send(sent);
    assertEquals("InvalidSignatureException", altered.error());
    assertEquals(400, altered.status());
    assertTrue(origin.store.container("two").isEmpty());
    byte[] large = new byte[512 * 1024 + 1];
    Answer refused =
        Fixture.OWNER.sign(call("CreateContainer", "localhost"), Fixture.NOW, large).send(large);
    assertEquals(413, refused.status());
    assertTrue(refused.close());
    Answer chunked =
        Fixture.OWNER
            .sign(call("CreateContainer", "localhost"), Fixture.NOW, large)
            .sendChunked(large);
    assertEquals(413, chunked.status());
  }

  @Test
  void secret_isNowhereInTheRecord() {
    ask("ListContainers", "{}");
    ExchangeRecord record = origin.records.get(0);
    assertEquals("ListContainers", record.operation());
    assertEquals(Plane.CONTROL, record.plane());
    assertFalse(record.toString().contains("Signature="));
    assertFalse(record.toString().contains("secret/of"));
  }
}
