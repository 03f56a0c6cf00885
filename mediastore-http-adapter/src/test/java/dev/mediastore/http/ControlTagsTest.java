// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags and the condition keys made of them (contract sections 12.5 and 18.1). */
class ControlTagsTest {
  private final ControlFixture fixture = ControlFixture.withLive();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void tag_addsOrOverwritesAndLeavesTheOthers() {
    assertEquals("{}", tag("{'Key':'a','Value':'1'},{'Key':'b','Value':'2'}"));
    assertEquals("{}", tag("{'Key':'b','Value':'3'},{'Key':'c'},{'Key':'A','Value':'4'}"));
    assertEquals(
        "{\"Tags\":[{\"Key\":\"A\",\"Value\":\"4\"},{\"Key\":\"a\",\"Value\":\"1\"},"
            + "{\"Key\":\"b\",\"Value\":\"3\"},{\"Key\":\"c\",\"Value\":\"\"}]}",
        list());
  }

  @Test
  void untag_removesTheGivenAndIgnoresTheUnknown() {
    tag("{'Key':'a','Value':'1'},{'Key':'b'}");
    assertEquals("{}", untag("'a','nope','a'"));
    assertEquals("{\"Tags\":[{\"Key\":\"b\",\"Value\":\"\"}]}", list());
    assertEquals("{}", untag(""));
    assertEquals("{}", untag("'b'"));
    assertEquals("{\"Tags\":[]}", list());
  }

  @Test
  void tags_upTo50OnAContainer() {
    tag(keys(0, 50));
    assertEquals(ServiceError.VALIDATION, error("TagResource", "'Tags':[{'Key':'one more'}]"));
    tag("{'Key':'k7','Value':'overwritten'}");
    untag("'k0'");
    tag("{'Key':'one more'}");
    assertEquals(ServiceError.VALIDATION, error("TagResource", "'Tags':[" + keys(60, 70) + "]"));
    assertTrue(list().contains("one more"));
    assertTrue(!list().contains("k60"), "all or nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:", "aws:createdBy", "AWS:x", "Aws:x"})
  void tags_withTheReservedPrefix_canNeitherBeSetNorRemoved(String key) {
    assertEquals(ServiceError.VALIDATION, error("TagResource", "'Tags':[{'Key':'" + key + "'}]"));
    assertEquals(ServiceError.VALIDATION, error("UntagResource", "'TagKeys':['" + key + "']"));
  }

  @Test
  void tags_namedTwiceInOneRequest_areRefused() {
    ServiceException refused =
        fixture.refused(
            "TagResource", resource("'Tags':[{'Key':'a'},{'Key':'b'},{'Key':'a','Value':'x'}]"));
    assertEquals(ServiceError.VALIDATION, refused.error());
    assertEquals(
        "1 validation error detected: Value 'a' at 'tags.3.member.key' failed to satisfy"
            + " constraint: Member must be unique in the list",
        refused.publicMessage());
    assertEquals("{\"Tags\":[]}", list());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:mediastore:us-west-2:111122223333:container/other",
        "arn:aws:mediastore:eu-west-1:111122223333:container/live",
        "arn:aws:mediastore:us-west-2:444455556666:container/live",
        "arn:aws-cn:mediastore:us-west-2:111122223333:container/live"
      })
  void arn_ofAContainerThatIsNotHere_findsNone(String arn) {
    String resource = "{'Resource':'" + arn + "'";
    assertEquals(
        ServiceError.CONTAINER_NOT_FOUND, fixture.error("ListTagsForResource", resource + "}"));
    assertEquals(
        ServiceError.CONTAINER_NOT_FOUND,
        fixture.error("TagResource", resource + ",'Tags':[{'Key':'a'}]}"));
    assertEquals(
        ServiceError.CONTAINER_NOT_FOUND,
        fixture.error("UntagResource", resource + ",'TagKeys':['a']}"));
    assertEquals(arn, fixture.parse("ListTagsForResource", resource + "}").resourceArn());
  }

  @Test
  void arn_ofAnotherAccount_isToldApartFromTheContainerOfThatNameHere() {
    ServiceException refused =
        fixture.refused(
            "ListTagsForResource",
            "{'Resource':'arn:aws:mediastore:eu-west-1:444455556666:container/live'}");
    assertEquals(
        "Container live of account 444455556666, region eu-west-1 is out of reach: the request is"
            + " one of account 111122223333, region us-west-2.",
        refused.publicMessage());
  }

  @Test
  void keys_ofCreateContainer_tellItsTags() {
    ControlCall call =
        fixture.parse(
            "CreateContainer",
            "{'ContainerName':'live','Tags':[{'Key':'env','Value':'prod'},{'Key':'flag'}]}");
    assertNull(call.resourceArn());
    assertEquals(
        Map.of(
            "aws:RequestTag/env", List.of("prod"),
            "aws:RequestTag/flag", List.of(""),
            "aws:TagKeys", List.of("env", "flag")),
        call.contextKeys());
  }

  @Test
  void keys_ofTagResource_tellTheNewTagsAndThePresentOnes() {
    tag("{'Key':'env','Value':'test'}");
    ControlCall call =
        fixture.parse("TagResource", resource("'Tags':[{'Key':'env','Value':'prod'}]"));
    assertEquals(SampleRequests.ARN, call.resourceArn());
    assertEquals(
        Map.of(
            "aws:RequestTag/env", List.of("prod"),
            "aws:TagKeys", List.of("env"),
            "aws:ResourceTag/env", List.of("test")),
        call.contextKeys());
  }

  @Test
  void keys_ofUntagResource_tellTheKeysAndThePresentTags() {
    tag("{'Key':'env','Value':'test'}");
    assertEquals(
        Map.of("aws:TagKeys", List.of("a", "b"), "aws:ResourceTag/env", List.of("test")),
        fixture.parse("UntagResource", resource("'TagKeys':['a','b']")).contextKeys());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE_CONTAINER", "LIST_CONTAINERS", "TAG_RESOURCE", "UNTAG_RESOURCE"})
  void keys_ofAllOthers_tellThePresentTags(ControlOperation operation) {
    tag("{'Key':'env','Value':'test'}");
    ControlCall call = fixture.parse(operation.action(), SampleRequests.right(operation));
    assertEquals(operation, call.operation());
    assertEquals(SampleRequests.ARN, call.resourceArn());
    assertEquals(Map.of("aws:ResourceTag/env", List.of("test")), call.contextKeys());
  }

  @Test
  void keys_ofAContainerThatDoesNotExist_areNone() {
    assertTrue(
        fixture.parse("DescribeContainer", "{'ContainerName':'other'}").contextKeys().isEmpty());
  }

  @Test
  void keys_ofMembersThatTheOperationDoesNotKnow_areIgnored() {
    assertTrue(
        fixture
            .parse(
                "DescribeContainer",
                "{'ContainerName':'live','Tags':[{'Key':'a'}],'TagKeys':['b'],'Resource':7}")
            .contextKeys()
            .isEmpty());
  }

  @Test
  void keys_ofListContainers_areNone() {
    tag("{'Key':'env','Value':'test'}");
    ControlCall call = fixture.parse("ListContainers", "{'Tags':[{'Key':'a'}]}");
    assertNull(call.resourceArn());
    assertTrue(call.contextKeys().isEmpty());
  }

  private String tag(String tags) {
    return fixture.raw("TagResource", resource("'Tags':[" + tags + "]"));
  }

  private String untag(String keys) {
    return fixture.raw("UntagResource", resource("'TagKeys':[" + keys + "]"));
  }

  private String list() {
    return fixture.raw("ListTagsForResource", "{'Resource':'" + SampleRequests.ARN + "'}");
  }

  private ServiceError error(String operation, String member) {
    return fixture.error(operation, resource(member));
  }

  private static String resource(String member) {
    return "{'Resource':'" + SampleRequests.ARN + "'," + member + "}";
  }

  private static String keys(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{'Key':'k" + i + "'}")
        .collect(Collectors.joining(","));
  }
}
