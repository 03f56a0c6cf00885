// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.StoreLimits;
import dev.mediastore.core.UploadOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Life and listing of containers (contract sections 4.1 and 6). */
class ControlContainersTest {
  private static final String LIVE = "{'ContainerName':'live'}";
  private static final String NOT_ACTIVE =
      "Container must be ACTIVE in order to perform this operation";

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "MediaStore_20170901.PutObject", "MediaStore_20170901.describecontainer"})
  void target_thatIsUnknown_comesBeforeTheBody(String target) {
    try (ControlFixture fixture = ControlFixture.create()) {
      ServiceException refused =
          assertThrows(
              ServiceException.class,
              () -> fixture.control.parse(target, new byte[] {'{'}, ControlFixture.SCOPE));
      assertEquals(ServiceError.UNKNOWN_OPERATION, refused.error());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "null", "[]", "7", "'ContainerName'", "{", "{}}", "{'a':1,'a':2}"})
  void body_thatIsNoJsonObject_cannotBeRead(String body) {
    try (ControlFixture fixture = ControlFixture.create()) {
      assertEquals(ServiceError.SERIALIZATION, fixture.error("ListContainers", body));
      assertEquals(ServiceError.SERIALIZATION, fixture.error("CreateContainer", body));
    }
  }

  @Test
  void create_answersCreatingWithoutEndpoint() {
    try (ControlFixture fixture = ControlFixture.create()) {
      assertEquals(
          "{\"Container\":{\"AccessLoggingEnabled\":false,"
              + "\"ARN\":\"arn:aws:mediastore:us-west-2:111122223333:container/live\","
              + "\"CreationTime\":1563557265.0,\"Name\":\"live\",\"Status\":\"CREATING\"}}",
          fixture.raw("CreateContainer", LIVE));
    }
  }

  @Test
  void describe_afterCreate_showsActiveWithTheEndpoint() {
    try (ControlFixture fixture = ControlFixture.create()) {
      fixture.call("CreateContainer", LIVE);
      String id = fixture.store.containers("111122223333", "us-west-2").get(0).id();
      assertEquals(
          "{\"Container\":{\"AccessLoggingEnabled\":false,"
              + "\"ARN\":\"arn:aws:mediastore:us-west-2:111122223333:container/live\","
              + "\"CreationTime\":1563557265.0,\"Name\":\"live\",\"Status\":\"ACTIVE\","
              + "\"Endpoint\":\"https://"
              + id
              + ".test\"}}",
          fixture.raw("DescribeContainer", LIVE));
    }
  }

  @Test
  void create_withEagerActivation_answersActiveWithTheEndpoint() {
    try (ControlFixture fixture =
        ControlFixture.create(MediaStore.builder().eagerActivation(true))) {
      JsonNode container = fixture.call("CreateContainer", LIVE).get("Container");
      assertEquals("ACTIVE", container.get("Status").asText());
      assertTrue(container.get("Endpoint").asText().startsWith("https://"));
    }
  }

  @Test
  void create_aNameInUse_isRefused() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      assertEquals(ServiceError.CONTAINER_IN_USE, fixture.error("CreateContainer", LIVE));
    }
  }

  @Test
  void create_namesThatDifferInCase_areTwoContainers() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      fixture.call("CreateContainer", "{'ContainerName':'LIVE'}");
      assertEquals(2, fixture.call("ListContainers", "{}").get("Containers").size());
    }
  }

  @Test
  void create_beyondTheQuota_isRefused() {
    StoreLimits limits = StoreLimits.defaults().withContainersPerRegion(2);
    try (ControlFixture fixture = ControlFixture.create(MediaStore.builder().limits(limits))) {
      fixture.call("CreateContainer", "{'ContainerName':'a'}");
      fixture.call("CreateContainer", "{'ContainerName':'b'}");
      assertEquals(
          ServiceError.LIMIT_EXCEEDED, fixture.error("CreateContainer", "{'ContainerName':'c'}"));
      CallScope elsewhere = new CallScope("aws", "111122223333", "eu-west-1");
      fixture.callIn(elsewhere, "CreateContainer", "{'ContainerName':'c'}");
    }
  }

  @Test
  void create_withTags_tagsTheContainer() {
    try (ControlFixture fixture = ControlFixture.create()) {
      fixture.call(
          "CreateContainer",
          "{'ContainerName':'live','Tags':[{'Key':'e','Value':'v'},{'Key':'f'}]}");
      assertEquals(Map.of("e", "v", "f", ""), live(fixture).tags());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'Key':'aws:x'}]",
        "[{'Key':'a'},{'Key':'a'}]",
        "[{'Key':'a','Value':'1'},{'Key':'b'},{'Key':'a','Value':'2'}]"
      })
  void create_withTagsThatCannotBe_createsNothing(String tags) {
    try (ControlFixture fixture = ControlFixture.create()) {
      assertEquals(
          ServiceError.VALIDATION,
          fixture.error("CreateContainer", "{'ContainerName':'live','Tags':" + tags + "}"));
      assertTrue(fixture.store.containers("111122223333", "us-west-2").isEmpty());
    }
  }

  @Test
  void containers_ofOtherAccountsAndRegions_areNotThere() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      for (CallScope other :
          List.of(
              new CallScope("aws", "111122223333", "eu-west-1"),
              new CallScope("aws", "444455556666", "us-west-2"))) {
        assertEquals(0, fixture.callIn(other, "ListContainers", "{}").get("Containers").size());
        ServiceException refused =
            assertThrows(
                ServiceException.class, () -> fixture.callIn(other, "DescribeContainer", LIVE));
        assertEquals(ServiceError.CONTAINER_NOT_FOUND, refused.error());
      }
    }
  }

  @Test
  void scope_thatCanHaveNoContainers_isRefused() {
    try (ControlFixture fixture = ControlFixture.create()) {
      CallScope odd = new CallScope("aws", "111122223333", "No Region");
      ServiceException refused =
          assertThrows(
              ServiceException.class, () -> fixture.callIn(odd, "DescribeContainer", LIVE));
      assertEquals(ServiceError.VALIDATION, refused.error());
    }
  }

  @Test
  void notFound_namesWhereItWasLookedFor() {
    try (ControlFixture fixture = ControlFixture.create()) {
      assertEquals(
          "Container live was not found in account 111122223333, region us-west-2.",
          fixture.refused("DescribeContainer", LIVE).publicMessage());
      String longest =
          fixture
              .refused("DescribeContainer", "{'ContainerName':'" + "n".repeat(255) + "'}")
              .publicMessage();
      assertTrue(longest.length() <= 255, longest);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE_CONTAINER", "LIST_CONTAINERS"})
  void operation_onAnUnknownContainer_findsNone(ControlOperation operation) {
    try (ControlFixture fixture = ControlFixture.create()) {
      assertEquals(
          ServiceError.CONTAINER_NOT_FOUND,
          fixture.error(operation.action(), SampleRequests.right(operation)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE_CONTAINER", "LIST_CONTAINERS"})
  void parse_doesNotTellWhetherTheContainerExists(ControlOperation operation) {
    try (ControlFixture there = ControlFixture.withLive();
        ControlFixture empty = ControlFixture.create()) {
      String body = SampleRequests.right(operation);
      assertEquals(
          there.parse(operation.action(), body).resourceArn(),
          empty.parse(operation.action(), body).resourceArn());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE_CONTAINER", "LIST_CONTAINERS", "DESCRIBE_CONTAINER"})
  void operation_whileCreating_isRefused(ControlOperation operation) {
    try (ControlFixture fixture =
        ControlFixture.create(MediaStore.builder().activationDelay(Duration.ofSeconds(10)))) {
      fixture.call("CreateContainer", LIVE);
      ServiceException refused =
          fixture.refused(operation.action(), SampleRequests.right(operation));
      assertEquals(ServiceError.CONTAINER_IN_USE, refused.error());
      assertTrue(refused.publicMessage().contains(NOT_ACTIVE), refused.publicMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE_CONTAINER", "LIST_CONTAINERS", "DESCRIBE_CONTAINER"})
  void operation_whileDeleting_isRefused(ControlOperation operation) {
    try (ControlFixture fixture =
        ControlFixture.create(MediaStore.builder().deletionDelay(Duration.ofSeconds(10)))) {
      fixture.call("CreateContainer", LIVE);
      fixture.call("DeleteContainer", LIVE);
      ServiceException refused =
          fixture.refused(operation.action(), SampleRequests.right(operation));
      assertEquals(ServiceError.CONTAINER_IN_USE, refused.error());
      assertTrue(refused.publicMessage().contains(NOT_ACTIVE), refused.publicMessage());
    }
  }

  @Test
  void container_withDelays_goesThroughItsStates() {
    Duration delay = Duration.ofSeconds(10);
    try (ControlFixture fixture =
        ControlFixture.create(MediaStore.builder().activationDelay(delay).deletionDelay(delay))) {
      fixture.call("CreateContainer", LIVE);
      assertEquals("CREATING", status(fixture));
      assertFalse(described(fixture).has("Endpoint"));
      fixture.pass(delay);
      assertEquals("ACTIVE", status(fixture));
      assertTrue(described(fixture).has("Endpoint"));
      fixture.call("DeleteContainer", LIVE);
      assertEquals("DELETING", status(fixture));
      assertEquals(ServiceError.CONTAINER_IN_USE, fixture.error("CreateContainer", LIVE));
      assertEquals(
          "DELETING", fixture.call("ListContainers", "{}").at("/Containers/0/Status").asText());
      fixture.pass(delay);
      assertEquals(ServiceError.CONTAINER_NOT_FOUND, fixture.error("DescribeContainer", LIVE));
      fixture.call("CreateContainer", LIVE);
    }
  }

  @Test
  void delete_anEmptyContainer_answersNothingAndRemovesIt() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      assertEquals("{}", fixture.raw("DeleteContainer", LIVE));
      assertEquals(ServiceError.CONTAINER_NOT_FOUND, fixture.error("DescribeContainer", LIVE));
      assertEquals(0, fixture.call("ListContainers", "{}").get("Containers").size());
    }
  }

  @Test
  void delete_aContainerWithAnObjectInAFolder_isRefused() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      ObjectPath path = ObjectPath.of("a/b/seg.ts");
      live(fixture).put(path, UploadOptions.none(), "x".getBytes(StandardCharsets.UTF_8));
      assertEquals(ServiceError.CONTAINER_IN_USE, fixture.error("DeleteContainer", LIVE));
      assertEquals("ACTIVE", status(fixture));
      live(fixture).delete(path);
      fixture.call("DeleteContainer", LIVE);
    }
  }

  @Test
  void create_afterDelete_isAnotherContainerWithoutTheFormersDocuments() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      String endpoint = described(fixture).get("Endpoint").asText();
      fixture.call("StartAccessLogging", LIVE);
      fixture.call("PutCorsPolicy", SampleRequests.right(ControlOperation.PUT_CORS_POLICY));
      fixture.call("TagResource", SampleRequests.right(ControlOperation.TAG_RESOURCE));
      fixture.call("DeleteContainer", LIVE);
      fixture.call("CreateContainer", LIVE);
      assertFalse(described(fixture).get("Endpoint").asText().equals(endpoint));
      assertFalse(described(fixture).get("AccessLoggingEnabled").asBoolean());
      assertEquals(ServiceError.CORS_POLICY_NOT_FOUND, fixture.error("GetCorsPolicy", LIVE));
      assertTrue(live(fixture).tags().isEmpty());
    }
  }

  @Test
  void accessLogging_isSwitchedOnAndOffAnyNumberOfTimes() {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      for (int i = 0; i < 2; i++) {
        assertEquals("{}", fixture.raw("StartAccessLogging", LIVE));
        assertTrue(described(fixture).get("AccessLoggingEnabled").asBoolean());
      }
      for (int i = 0; i < 2; i++) {
        assertEquals("{}", fixture.raw("StopAccessLogging", LIVE));
        assertFalse(described(fixture).get("AccessLoggingEnabled").asBoolean());
      }
    }
  }

  @Test
  void list_withoutMaxResults_isEverythingByName() {
    try (ControlFixture fixture = ControlFixture.create()) {
      create(fixture, "b", "B", "a-1", "_", "a", "a_1", "0");
      JsonNode answer = fixture.call("ListContainers", "{}");
      assertEquals(List.of("0", "B", "_", "a", "a-1", "a_1", "b"), names(answer));
      assertFalse(answer.has("NextToken"));
    }
  }

  @Test
  void list_ofNothing_isAnEmptyList() {
    try (ControlFixture fixture = ControlFixture.create()) {
      assertEquals("{\"Containers\":[]}", fixture.raw("ListContainers", "{}"));
      assertEquals("{\"Containers\":[]}", fixture.raw("ListContainers", "{'MaxResults':1}"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 100})
  void list_inPages_showsEveryContainerOnce(int most) {
    try (ControlFixture fixture = ControlFixture.create()) {
      create(fixture, "a", "b", "c", "d", "e", "f", "g");
      List<String> seen = new ArrayList<>();
      String token = "";
      int pages = 0;
      do {
        JsonNode page = page(fixture, most, token);
        assertTrue(names(page).size() <= most);
        seen.addAll(names(page));
        token = page.path("NextToken").asText();
        pages++;
      } while (!token.isEmpty());
      assertEquals(List.of("a", "b", "c", "d", "e", "f", "g"), seen);
      assertEquals((7 + most - 1) / most, pages, "no page is empty");
    }
  }

  @Test
  void list_whileContainersComeAndGo_isStable() {
    try (ControlFixture fixture = ControlFixture.create()) {
      create(fixture, "b", "d", "f", "h");
      JsonNode first = page(fixture, 2, "");
      assertEquals(List.of("b", "d"), names(first));
      create(fixture, "a", "e");
      fixture.call("DeleteContainer", "{'ContainerName':'d'}");
      String token = first.get("NextToken").asText();
      assertEquals(List.of("e", "f"), names(page(fixture, 2, token)));
      assertEquals(List.of("e", "f"), names(page(fixture, 2, token)), "a token can be used again");
    }
  }

  @Test
  void list_withATokenAndNoMaxResults_isTheRest() {
    try (ControlFixture fixture = ControlFixture.create()) {
      create(fixture, "a", "b", "c", "d");
      String token = page(fixture, 1, "").get("NextToken").asText();
      JsonNode rest = fixture.call("ListContainers", "{'NextToken':'" + token + "'}");
      assertEquals(List.of("b", "c", "d"), names(rest));
      assertFalse(rest.has("NextToken"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "bGl2ZQ==", "AAAA", "====", "AQAAAAA="})
  void list_withATokenThatIsNotOurs_isRefused(String token) {
    try (ControlFixture fixture = ControlFixture.withLive()) {
      ServiceException refused = fixture.refused("ListContainers", "{'NextToken':'" + token + "'}");
      assertEquals(ServiceError.VALIDATION, refused.error());
      assertTrue(
          refused.publicMessage().contains("at 'nextToken' failed to satisfy constraint: Member"));
    }
  }

  @Test
  void list_of100InOnePage_hasNoToken() {
    try (ControlFixture fixture = ControlFixture.create()) {
      create(fixture, IntStream.range(0, 100).mapToObj(i -> "c" + i).toArray(String[]::new));
      JsonNode page = page(fixture, 100, "");
      assertEquals(100, names(page).size());
      assertFalse(page.has("NextToken"));
    }
  }

  @Test
  void store_thatIsClosed_isUnavailable() {
    ControlFixture fixture = ControlFixture.withLive();
    fixture.close();
    assertEquals(ServiceError.SERVICE_UNAVAILABLE, fixture.error("DescribeContainer", LIVE));
  }

  private static void create(ControlFixture fixture, String... names) {
    for (String name : names) {
      fixture.call("CreateContainer", "{'ContainerName':'" + name + "'}");
    }
  }

  private static JsonNode page(ControlFixture fixture, int most, String token) {
    String next = token.isEmpty() ? "" : ",'NextToken':'" + token + "'";
    return fixture.call("ListContainers", "{'MaxResults':" + most + next + "}");
  }

  private static List<String> names(JsonNode answer) {
    return answer.get("Containers").valueStream().map(row -> row.get("Name").asText()).toList();
  }

  private static JsonNode described(ControlFixture fixture) {
    return fixture.call("DescribeContainer", LIVE).get("Container");
  }

  private static String status(ControlFixture fixture) {
    return described(fixture).get("Status").asText();
  }

  private static Container live(ControlFixture fixture) {
    return fixture.store.containers("111122223333", "us-west-2").stream()
        .filter(container -> container.name().equals("live"))
        .findFirst()
        .orElseThrow();
  }
}
