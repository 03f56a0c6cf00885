// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of requests and their constraints (contract section 5), without any container. */
class ControlShapesTest {
  private static final String ARN = "arn:aws:mediastore:us-west-2:111122223333:container/live";

  /** A request of each operation that nothing is wrong with, and one with everything optional. */
  static Stream<Arguments> rightRequests() {
    return Stream.of(
        arguments("CreateContainer", "{'ContainerName':'live'}"),
        arguments("CreateContainer", "{'ContainerName':'live','Tags':null}"),
        arguments("CreateContainer", "{'ContainerName':'live','Tags':[]}"),
        arguments("CreateContainer", "{'ContainerName':'l','Tags':[{'Key':'a'}]}"),
        arguments(
            "CreateContainer", "{'ContainerName':'l','Tags':[{'Key':'a','Value':null}],'X':[{}]}"),
        arguments("DescribeContainer", "{'ContainerName':'A_z-09'}"),
        arguments("ListContainers", "{}"),
        arguments("ListContainers", "{'MaxResults':1}"),
        arguments("ListContainers", "{'MaxResults':100,'NextToken':null}"),
        arguments("ListContainers", "{'NextToken':'" + "aA0+/=".repeat(10) + "'}"),
        arguments("DeleteContainer", "{'ContainerName':'live','Tags':7}"),
        arguments("PutContainerPolicy", "{'ContainerName':'live','Policy':'x'}"),
        arguments("PutCorsPolicy", "{'ContainerName':'live','CorsPolicy':[]}"),
        arguments("PutLifecyclePolicy", "{'ContainerName':'live','LifecyclePolicy':'\\u00ff'}"),
        arguments("PutMetricPolicy", metric("'ContainerLevelMetrics':'ENABLED'")),
        arguments(
            "PutMetricPolicy",
            metric("'ContainerLevelMetrics':'DISABLED','MetricPolicyRules':null,'X':1")),
        arguments("TagResource", "{'Resource':'" + ARN + "','Tags':[{'Key':'k','Value':''}]}"),
        arguments("UntagResource", "{'Resource':'" + ARN + "','TagKeys':[]}"),
        arguments("ListTagsForResource", "{'Resource':'" + ARN + "'}"));
  }

  @ParameterizedTest
  @MethodSource("rightRequests")
  void request_withinTheConstraints_passes(String operation, String body) {
    verify(operation, body);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"LIST_CONTAINERS", "TAG_RESOURCE", "UNTAG_RESOURCE", "LIST_TAGS_FOR_RESOURCE"})
  void containerName_isRequired(ControlOperation operation) {
    for (String name : new String[] {"", "'ContainerName':null", "'containerName':'live'"}) {
      assertTrue(
          invalid(operation.action(), "{" + name + "}")
              .contains(
                  "Value null at 'containerName' failed to satisfy constraint: Member must not"
                      + " be null"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "_", "-", "--x--", "my-container_1"})
  void containerName_ofLegalCharacters_passes(String name) {
    verify("CreateContainer", "{'ContainerName':'" + name + "'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Awesome container!",
        "a.b",
        "a/b",
        "a b",
        " a",
        "a\\n",
        "é",
        "\\u0660",
        "\\u0000",
        "a:b",
        "..",
        "\\ud800"
      })
  void containerName_ofOtherCharacters_isRefused(String name) {
    assertTrue(
        invalid("CreateContainer", "{'ContainerName':'" + name + "'}")
            .endsWith("Member must satisfy regular expression pattern: [\\w-]+"));
  }

  @Test
  void containerName_from1To255() {
    verify("CreateContainer", "{'ContainerName':'" + "n".repeat(255) + "'}");
    assertEquals(
        "1 validation error detected: Value '' at 'containerName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 1",
        invalid("CreateContainer", "{'ContainerName':''}"));
    assertEquals(
        "1 validation error detected: Value '"
            + "n".repeat(48)
            + "...' at 'containerName' failed to satisfy constraint: Member must have length less"
            + " than or equal to 255",
        invalid("CreateContainer", "{'ContainerName':'" + "n".repeat(256) + "'}"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,            greater than or equal to 1",
    "-5,           greater than or equal to 1",
    "101,          less than or equal to 100",
    "2147483648,   less than or equal to 100",
    "-2147483649,  greater than or equal to 1",
    "99999999999999999999999999999999999999, less than or equal to 100",
  })
  void maxResults_from1To100(String value, String bound) {
    assertEquals(
        "1 validation error detected: Value '"
            + value
            + "' at 'maxResults' failed to satisfy constraint: Member must have value "
            + bound,
        invalid("ListContainers", "{'MaxResults':" + value + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-b", "a_b", "a b", "a.b", "é", "*"})
  void nextToken_outsideTheBase64Alphabet_isRefused(String token) {
    assertTrue(
        invalid("ListContainers", "{'NextToken':'" + token + "'}")
            .endsWith("regular expression pattern: [0-9A-Za-z=/+]+"));
  }

  @Test
  void nextToken_from1To1024() {
    verify("ListContainers", "{'NextToken':'" + "a".repeat(1024) + "'}");
    invalid("ListContainers", "{'NextToken':''}");
    invalid("ListContainers", "{'NextToken':'" + "a".repeat(1025) + "'}");
  }

  @Test
  void containerPolicy_from1To8192AsciiCharacters() {
    verify("PutContainerPolicy", policy("\\u0000" + "x".repeat(8190) + "\\u007f"));
    invalid("PutContainerPolicy", policy(""));
    invalid("PutContainerPolicy", policy("x".repeat(8193)));
    invalid("PutContainerPolicy", policy("\\u0080"));
    invalid("PutContainerPolicy", policy("é"));
    invalid("PutContainerPolicy", "{'ContainerName':'live'}");
  }

  @Test
  void lifecyclePolicy_upTo8192Latin1Characters() {
    verify("PutLifecyclePolicy", lifecycle("\\t\\n\\r ÿ" + "x".repeat(8187)));
    invalid("PutLifecyclePolicy", lifecycle("x".repeat(8193)));
    invalid("PutLifecyclePolicy", lifecycle("\\u0100"));
    invalid("PutLifecyclePolicy", lifecycle("\\u0000"));
    invalid("PutLifecyclePolicy", "{'ContainerName':'live'}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/a/b/", "*.m3u8", "a/*/b~c-d.e:f=g_h", "/", "//"})
  void objectGroup_ofThePattern_passes(String group) {
    verify("PutMetricPolicy", rule("'ObjectGroup':'" + group + "','ObjectGroupName':'g_1'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "///", "a b", "é", "a/b/c/d/e/f/g/h/i/j/k/l", "?", "a\\n"})
  void objectGroup_outsideThePattern_isRefused(String group) {
    invalid("PutMetricPolicy", rule("'ObjectGroup':'" + group + "','ObjectGroupName':'g'"));
  }

  @Test
  void objectGroup_from1To900() {
    verify(
        "PutMetricPolicy", rule("'ObjectGroup':'" + "a".repeat(900) + "','ObjectGroupName':'g'"));
    invalid(
        "PutMetricPolicy", rule("'ObjectGroup':'" + "a".repeat(901) + "','ObjectGroupName':'g'"));
    invalid("PutMetricPolicy", rule("'ObjectGroup':'','ObjectGroupName':'g'"));
    invalid("PutMetricPolicy", rule("'ObjectGroupName':'g'"));
  }

  @Test
  void objectGroupName_from1To30WordCharacters() {
    verify("PutMetricPolicy", rule("'ObjectGroup':'a','ObjectGroupName':'" + "g".repeat(30) + "'"));
    invalid(
        "PutMetricPolicy", rule("'ObjectGroup':'a','ObjectGroupName':'" + "g".repeat(31) + "'"));
    invalid("PutMetricPolicy", rule("'ObjectGroup':'a','ObjectGroupName':''"));
    invalid("PutMetricPolicy", rule("'ObjectGroup':'a','ObjectGroupName':'a-b'"));
    invalid("PutMetricPolicy", rule("'ObjectGroup':'a'"));
  }

  @Test
  void metricPolicy_levelIsRequiredAndOneOfTwo() {
    assertEquals(
        "1 validation error detected: Value 'enabled' at 'metricPolicy.containerLevelMetrics'"
            + " failed to satisfy constraint: Member must satisfy enum value set: [ENABLED,"
            + " DISABLED]",
        invalid("PutMetricPolicy", metric("'ContainerLevelMetrics':'enabled'")));
    invalid("PutMetricPolicy", metric(""));
    invalid("PutMetricPolicy", "{'ContainerName':'live'}");
  }

  @Test
  void metricPolicyRules_ifGiven_areFrom1To300() {
    String rule = "{'ObjectGroup':'a','ObjectGroupName':'g'}";
    verify("PutMetricPolicy", rules(Collections.nCopies(300, rule)));
    invalid("PutMetricPolicy", rules(Collections.nCopies(301, rule)));
    invalid("PutMetricPolicy", rules(Collections.nCopies(0, rule)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:mediastore:us-west-2:111122223333:container/a",
        "arn:aws:mediastore:eu-central-1:000000000000:container/My-Container_1",
        "arn:aws-us-gov:mediastore:us-gov-west-1:111122223333:container/live"
      })
  void resource_thatIsAContainerArn_passes(String arn) {
    verify("ListTagsForResource", "{'Resource':'" + arn + "'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "live",
        "arn:aws:mediastore:container:live",
        "arn:aws:mediastore:container/live",
        "arn:aws:s3:us-west-2:111122223333:container/live",
        "arn:aws:mediastore::111122223333:container/live",
        "arn:aws:mediastore:US-WEST-2:111122223333:container/live",
        "arn:aws:mediastore:us-west-2::container/live",
        "arn:aws:mediastore:us-west-2:11112222333:container/live",
        "arn:aws:mediastore:us-west-2:1111222233334:container/live",
        "arn:aws:mediastore:us-west-2:11112222333x:container/live",
        "arn:aws:mediastore:us-west-2:111122223333:container/",
        "arn:aws:mediastore:us-west-2:111122223333:container/a/b",
        "arn:aws:mediastore:us-west-2:111122223333:container/a b",
        "arn:aws:mediastore:us-west-2:111122223333:Container/a",
        "arn:aws:mediastore:us-west-2:111122223333:container/*",
        " arn:aws:mediastore:us-west-2:111122223333:container/a"
      })
  void resource_thatIsNoContainerArn_isRefused(String arn) {
    invalid("ListTagsForResource", "{'Resource':'" + arn + "'}");
    invalid("UntagResource", "{'Resource':'" + arn + "','TagKeys':['a']}");
    invalid("TagResource", "{'Resource':'" + arn + "','Tags':[{'Key':'a'}]}");
  }

  @Test
  void resource_nameFrom1To255() {
    String start = ARN.substring(0, ARN.length() - "live".length());
    verify("ListTagsForResource", "{'Resource':'" + start + "n".repeat(255) + "'}");
    invalid("ListTagsForResource", "{'Resource':'" + start + "n".repeat(256) + "'}");
    invalid("ListTagsForResource", "{'Resource':'" + start + "n".repeat(1024) + "'}");
    invalid("ListTagsForResource", "{}");
  }

  @ParameterizedTest
  @CsvSource({
    "Key, 1, 128",
    "Value, 0, 256",
  })
  void tagParts_areCountedInCharactersNotCodeUnits(String part, int least, int most) {
    String beyondThePlane = "\ud835\udd38"; // a letter of two code units
    verify("TagResource", tag(part, beyondThePlane.repeat(most)));
    invalid("TagResource", tag(part, beyondThePlane.repeat(most + 1)));
    verify("TagResource", tag(part, "x".repeat(least)));
    if (least > 0) {
      invalid("TagResource", tag(part, "x".repeat(least - 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "é", "日本", "١", "_.:/=+-@", "\u00a0", "\u2028"})
  void tagParts_ofLettersDigitsSpacesAndSigns_pass(String text) {
    verify("TagResource", tag("Key", text));
    verify("TagResource", tag("Value", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\\n", "\\t", "#", "a*", "<", "\\u0000", "\\ud800", "😀", "(", ",", "\\\\"})
  void tagParts_ofOtherCharacters_areRefused(String text) {
    invalid("TagResource", tag("Key", text));
    invalid("TagResource", tag("Value", text));
    invalid("UntagResource", "{'Resource':'" + ARN + "','TagKeys':['" + text + "']}");
  }

  @Test
  void tags_from1To200() {
    verify("TagResource", tags(200));
    invalid("TagResource", tags(0));
    invalid("TagResource", tags(201));
    invalid("TagResource", "{'Resource':'" + ARN + "'}");
    invalid("TagResource", "{'Resource':'" + ARN + "','Tags':[null]}");
    invalid("TagResource", "{'Resource':'" + ARN + "','Tags':[{}]}");
    invalid("UntagResource", "{'Resource':'" + ARN + "'}");
  }

  @Test
  void violations_areAllCountedAndNamedFromOne() {
    assertEquals(
        "2 validation errors detected: Value '' at 'containerName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 1; Value null at 'tags.2.member.key'"
            + " failed to satisfy constraint: Member must not be null",
        invalid("CreateContainer", "{'ContainerName':'','Tags':[{'Key':'a'},{}]}"));
  }

  @Test
  void message_isShortWhateverIsWrong() {
    String key = "{'Key':'#" + "x".repeat(500) + "','Value':'" + "#".repeat(5000) + "'}";
    String tags = String.join(",", Collections.nCopies(200, key));
    String message = invalid("TagResource", "{'Resource':'#','Tags':[" + tags + "]}");
    assertTrue(message.startsWith("401 validation errors detected: Value '#' at 'resource'"));
    assertTrue(message.length() <= 255, message);
    String group = rule("'ObjectGroup':'" + "#".repeat(900) + "','ObjectGroupName':'g'");
    assertTrue(invalid("PutMetricPolicy", group).length() <= 255);
  }

  @Test
  void message_showsValuesWithoutWhatCouldDisturbALog() {
    assertTrue(
        invalid("CreateContainer", "{'ContainerName':'a\\r\\n\\u0000é\\\\<b>'}")
            .contains("Value 'a?????<b>' at"));
  }

  static Stream<Arguments> wrongTypes() {
    return Stream.of(
        arguments("CreateContainer", "{'ContainerName':7}"),
        arguments("CreateContainer", "{'ContainerName':['live']}"),
        arguments("CreateContainer", "{'ContainerName':'live','Tags':{}}"),
        arguments("CreateContainer", "{'ContainerName':'live','Tags':['k']}"),
        arguments("CreateContainer", "{'ContainerName':'live','Tags':[{'Key':7}]}"),
        arguments("CreateContainer", "{'ContainerName':'live','Tags':[{'Key':'k','Value':1}]}"),
        arguments("ListContainers", "{'MaxResults':'10'}"),
        arguments("ListContainers", "{'MaxResults':1.5}"),
        arguments("ListContainers", "{'MaxResults':true}"),
        arguments("ListContainers", "{'NextToken':7}"),
        arguments("PutContainerPolicy", "{'ContainerName':'live','Policy':{}}"),
        arguments("PutLifecyclePolicy", "{'ContainerName':'live','LifecyclePolicy':{'rules':[]}}"),
        arguments("PutMetricPolicy", "{'ContainerName':'live','MetricPolicy':'ENABLED'}"),
        arguments("PutMetricPolicy", metric("'ContainerLevelMetrics':true")),
        arguments(
            "PutMetricPolicy", metric("'ContainerLevelMetrics':'ENABLED','MetricPolicyRules':{}")),
        arguments("TagResource", "{'Resource':{},'Tags':[{'Key':'k'}]}"),
        arguments("UntagResource", "{'Resource':'" + ARN + "','TagKeys':'k'}"),
        arguments("UntagResource", "{'Resource':'" + ARN + "','TagKeys':[{}]}"));
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void member_ofTheWrongJsonType_cannotBeRead(String operation, String body) {
    ServiceException refused = assertThrows(ServiceException.class, () -> verify(operation, body));
    assertEquals(ServiceError.SERIALIZATION, refused.error());
    assertTrue(refused.publicMessage().startsWith("Expected "), refused.publicMessage());
  }

  private static String policy(String text) {
    return "{'ContainerName':'live','Policy':'" + text + "'}";
  }

  private static String lifecycle(String text) {
    return "{'ContainerName':'live','LifecyclePolicy':'" + text + "'}";
  }

  private static String metric(String members) {
    return "{'ContainerName':'live','MetricPolicy':{" + members + "}}";
  }

  private static String rule(String members) {
    return rules(Collections.nCopies(1, "{" + members + "}"));
  }

  private static String rules(Iterable<String> rules) {
    return metric(
        "'ContainerLevelMetrics':'ENABLED','MetricPolicyRules':[" + String.join(",", rules) + "]");
  }

  private static String tag(String part, String text) {
    String key = part.equals("Key") ? "" : "'Key':'k',";
    return "{'Resource':'" + ARN + "','Tags':[{" + key + "'" + part + "':'" + text + "'}]}";
  }

  private static String tags(int count) {
    String tags = String.join(",", Collections.nCopies(count, "{'Key':'k'}"));
    return "{'Resource':'" + ARN + "','Tags':[" + tags + "]}";
  }

  private static void verify(String operation, String body) {
    ControlOperation found =
        Objects.requireNonNull(ControlOperation.ofTarget("MediaStore_20170901." + operation));
    JsonNode request = JsonText.read(ControlFixture.json(body)).orElseThrow();
    found.request().verify(request);
  }

  private static String invalid(String operation, String body) {
    ServiceException refused =
        assertThrows(ServiceException.class, () -> verify(operation, body), body);
    assertEquals(ServiceError.VALIDATION, refused.error(), body);
    return refused.publicMessage();
  }
}
