// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static dev.mediastore.http.SampleRequests.escaped;
import static dev.mediastore.http.SampleRequests.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.LifecycleRule.Action;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents of a container, put, given back and removed (contract sections 4.1, 12 to 15). */
class ControlDocumentsTest {
  private static final String LIVE = "{'ContainerName':'live'}";

  private final ControlFixture fixture = ControlFixture.withLive();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Cors, CORS_POLICY_NOT_FOUND",
    "Lifecycle, POLICY_NOT_FOUND",
    "Metric, POLICY_NOT_FOUND"
  })
  void freshContainer_hasNoOtherDocuments(String kind, ServiceError error) {
    assertEquals(error, fixture.error("Get" + kind + "Policy", LIVE));
    assertEquals(error, fixture.error("Delete" + kind + "Policy", LIVE));
  }

  @ParameterizedTest
  @CsvSource({
    "CONTAINER_POLICY, Container, POLICY_NOT_FOUND",
    "CORS_POLICY,      Cors,      CORS_POLICY_NOT_FOUND",
    "LIFECYCLE_POLICY, Lifecycle, POLICY_NOT_FOUND",
    "METRIC_POLICY,    Metric,    POLICY_NOT_FOUND",
  })
  void document_putAndDeleted_isGone(DocumentKind kind, String name, ServiceError error) {
    ControlOperation put = ControlOperation.valueOf("PUT_" + kind);
    assertEquals("{}", fixture.raw(put.action(), SampleRequests.right(put)));
    fixture.call("Get" + name + "Policy", LIVE);
    assertEquals("{}", fixture.raw("Delete" + name + "Policy", LIVE));
    assertEquals(error, fixture.error("Get" + name + "Policy", LIVE));
    assertEquals(error, fixture.error("Delete" + name + "Policy", LIVE));
  }

  @Nested
  class OfTheContainer {
    private static final String READ =
        "{'Effect':'Allow','Principal':'*','Action':['mediastore:GetObject'],'Resource':'"
            + SampleRequests.ARN
            + "/*'%s}";

    @Test
    void freshContainer_hasTheDefaultPolicy() {
      JsonNode policy = policy(fixture);
      assertEquals("2012-10-17", policy.get("Version").asText());
      JsonNode statement = policy.get("Statement");
      statement = statement.isArray() ? statement.get(0) : statement;
      assertEquals("MediaStoreFullAccess", statement.get("Sid").asText());
      assertEquals("Allow", statement.get("Effect").asText());
      assertEquals("mediastore:*", statement.get("Action").asText());
      assertEquals("arn:aws:iam::111122223333:root", statement.at("/Principal/AWS").asText());
      assertEquals(SampleRequests.ARN + "/*", statement.get("Resource").asText());
      assertEquals(
          "true", statement.get("Condition").get("Bool").get("aws:SecureTransport").asText());
    }

    @Test
    void defaultPolicy_putBack_isAccepted() {
      String text = fixture.call("GetContainerPolicy", LIVE).get("Policy").asText();
      fixture.call("PutContainerPolicy", put("Policy", JsonText.write(TextNode.valueOf(text))));
      assertEquals(text, fixture.call("GetContainerPolicy", LIVE).get("Policy").asText());
    }

    @Test
    void policy_isGivenBackByteForByte() {
      String text =
          " {\n\t'Version' : '2012-10-17' ,\r\n 'Statement':["
              + READ.formatted(",'Condition':{'StringLike':{'aws:Referer':['\\u00e9','\\/']}}")
              + "]}  ";
      String sent = text.replace('\'', '"');
      fixture.call("PutContainerPolicy", put("Policy", JsonText.write(TextNode.valueOf(sent))));
      assertEquals(sent, fixture.call("GetContainerPolicy", LIVE).get("Policy").asText());
    }

    @Test
    void policy_thatCannotBe_leavesTheFormerInForce() {
      String before = fixture.call("GetContainerPolicy", LIVE).get("Policy").asText();
      for (String text : new String[] {"{}", "x", "{'Version':'2012-10-17','Statement':[]}"}) {
        ServiceException refused =
            fixture.refused("PutContainerPolicy", put("Policy", "'" + escaped(text) + "'"));
        assertEquals(ServiceError.VALIDATION, refused.error());
        assertTrue(
            refused.publicMessage().startsWith("Invalid Container Policy: "),
            refused.publicMessage());
      }
      assertEquals(before, fixture.call("GetContainerPolicy", LIVE).get("Policy").asText());
    }

    @Test
    void policy_forAnUnknownContainer_isNotReadFirst() {
      assertEquals(
          ServiceError.CONTAINER_NOT_FOUND,
          fixture.error("PutContainerPolicy", "{'ContainerName':'other','Policy':'x'}"));
    }

    @Test
    void policy_forAnotherContainer_isRefused() {
      String other = READ.formatted("").replace("container/live", "container/other");
      assertTrue(refusedPolicy(fixture, other).contains(SampleRequests.ARN));
    }

    @Test
    void policy_letsPutObjectInWithoutTls_onlyIfTheEmbedderAllowsIt() {
      String write = READ.formatted("").replace("GetObject", "PutObject");
      refusedPolicy(fixture, write);
      try (ControlFixture insecure = ControlFixture.withInsecurePut()) {
        insecure.call("CreateContainer", LIVE);
        insecure.call("PutContainerPolicy", policyOf(write));
      }
    }

    @Test
    void policy_forAllResources_isAcceptedUnlessStrict() {
      String star = READ.formatted("").replace(SampleRequests.ARN + "/*", "*");
      fixture.call("PutContainerPolicy", policyOf(star));
      try (ControlFixture strict = ControlFixture.strict()) {
        strict.call("CreateContainer", LIVE);
        refusedPolicy(strict, star);
        strict.call("PutContainerPolicy", policyOf(READ.formatted("")));
      }
    }

    @Test
    void compile_storedPolicy_isTheDocument() {
      ContainerPolicies strict =
          new ContainerPolicies(new ControlSettings(Preset.STRICT, false, container -> ""));
      ContainerArn arn = ContainerArn.parse(SampleRequests.ARN);
      String write = "{'Version':'2012-10-17','Statement':" + READ.formatted("") + "}";
      String stored = write.replace("GetObject", "PutObject").replace('\'', '"');
      assertEquals(1, strict.compile(arn, stored).statements().size(), "was stored when allowed");
      ServiceException fault = assertThrows(ServiceException.class, () -> strict.compile(arn, "{"));
      assertEquals(ServiceError.INTERNAL, fault.error());
    }

    private static String refusedPolicy(ControlFixture fixture, String statement) {
      ServiceException refused = fixture.refused("PutContainerPolicy", policyOf(statement));
      assertEquals(ServiceError.VALIDATION, refused.error());
      return refused.publicMessage();
    }

    private static JsonNode policy(ControlFixture fixture) {
      String text = fixture.call("GetContainerPolicy", LIVE).get("Policy").asText();
      return JsonText.read(text).orElseThrow();
    }
  }

  @Nested
  class OfCors {
    @Test
    void policy_isGivenBackWithTheMembersThatWereGiven() {
      String rule =
          "{'AllowedOrigins':['https://a.test'],'AllowedMethods':['GET'],'AllowedHeaders':['*'],"
              + "'ExposeHeaders':['ETag'],'MaxAgeSeconds':3000}";
      String bare = "{'AllowedOrigins':['null'],'AllowedHeaders':[]}";
      fixture.call("PutCorsPolicy", put("CorsPolicy", "[" + rule + "," + bare + "]"));
      assertEquals(
          ("{'CorsPolicy':[" + rule + "," + bare + "]}").replace('\'', '"'),
          fixture.raw("GetCorsPolicy", LIVE));
    }

    @Test
    void policy_replacesTheWholeFormerOne() {
      fixture.call("PutCorsPolicy", SampleRequests.right(ControlOperation.PUT_CORS_POLICY));
      fixture.call(
          "PutCorsPolicy", put("CorsPolicy", "[{'AllowedOrigins':['b'],'AllowedHeaders':[]}]"));
      JsonNode policy = fixture.call("GetCorsPolicy", LIVE).get("CorsPolicy");
      assertEquals(1, policy.size());
      assertEquals("b", policy.at("/0/AllowedOrigins/0").asText());
    }

    @Test
    void policy_thatCannotBe_leavesTheFormerInForce() {
      fixture.call("PutCorsPolicy", SampleRequests.right(ControlOperation.PUT_CORS_POLICY));
      String before = fixture.raw("GetCorsPolicy", LIVE);
      assertEquals(
          ServiceError.VALIDATION, fixture.error("PutCorsPolicy", put("CorsPolicy", "[]")));
      assertEquals(
          ServiceError.SERIALIZATION, fixture.error("PutCorsPolicy", put("CorsPolicy", "'x'")));
      assertEquals(ServiceError.VALIDATION, fixture.error("PutCorsPolicy", LIVE));
      assertEquals(before, fixture.raw("GetCorsPolicy", LIVE));
    }

    @Test
    void policy_ofTheFullSize_isStored() {
      String entries = String.join(",", Collections.nCopies(100, "'abcdefghijkl'"));
      String rule =
          "{'AllowedOrigins':[%1$s],'AllowedHeaders':[%1$s],'ExposeHeaders':[%1$s]}"
              .formatted(entries);
      String policy = "[" + String.join(",", Collections.nCopies(100, rule)) + "]";
      fixture.call("PutCorsPolicy", put("CorsPolicy", policy));
      assertEquals(100, fixture.call("GetCorsPolicy", LIVE).get("CorsPolicy").size());
    }
  }

  @Nested
  class OfTheLifecycle {
    private static final String POLICY =
        "{ 'rules': [ {'definition':{'path':[{'wildcard':'*'}],"
            + "'days_since_create':[{'numeric':['>=',30]}]},'action':'ARCHIVE'} ] }";

    @Test
    void policy_isGivenBackByteForByteAndHandedToTheContainer() {
      fixture.call("PutLifecyclePolicy", put("LifecyclePolicy", "'" + escaped(POLICY) + "'"));
      assertEquals(
          POLICY.replace('\'', '"'),
          fixture.call("GetLifecyclePolicy", LIVE).get("LifecyclePolicy").asText());
      assertEquals(Action.ARCHIVE, live().lifecycleRules().get(0).action());
      fixture.call("DeleteLifecyclePolicy", LIVE);
      assertTrue(live().lifecycleRules().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{'rules':[]}", "{'rules':[{}]}", "none"})
    void policy_thatCannotBe_leavesTheFormerInForce(String text) {
      fixture.call("PutLifecyclePolicy", put("LifecyclePolicy", "'" + escaped(POLICY) + "'"));
      assertEquals(
          ServiceError.VALIDATION,
          fixture.error("PutLifecyclePolicy", put("LifecyclePolicy", "'" + escaped(text) + "'")));
      assertEquals(1, live().lifecycleRules().size());
    }
  }

  @Nested
  class OfMetrics {
    @Test
    void policy_isGivenBackWithTheMembersThatWereGiven() {
      String policy =
          "{'ContainerLevelMetrics':'DISABLED','MetricPolicyRules':"
              + "[{'ObjectGroup':'/a/*','ObjectGroupName':'g'},"
              + "{'ObjectGroup':'b','ObjectGroupName':'g'}]}";
      fixture.call("PutMetricPolicy", put("MetricPolicy", policy));
      assertEquals(
          ("{'MetricPolicy':" + policy + "}").replace('\'', '"'),
          fixture.raw("GetMetricPolicy", LIVE));
      fixture.call("PutMetricPolicy", put("MetricPolicy", "{'ContainerLevelMetrics':'ENABLED'}"));
      assertEquals(
          "{\"MetricPolicy\":{\"ContainerLevelMetrics\":\"ENABLED\"}}",
          fixture.raw("GetMetricPolicy", LIVE));
    }

    @Test
    void rules_upToTheQuotaOf5() {
      fixture.call("PutMetricPolicy", put("MetricPolicy", rules(5)));
      ServiceException refused = fixture.refused("PutMetricPolicy", put("MetricPolicy", rules(6)));
      assertEquals(
          "1 validation error detected: Value '[6 entries]' at 'metricPolicy.metricPolicyRules'"
              + " failed to satisfy constraint: Member must have length less than or equal to 5",
          refused.publicMessage());
      assertEquals(ServiceError.VALIDATION, refused.error());
    }

    private static String rules(int count) {
      String rule = "{'ObjectGroup':'a','ObjectGroupName':'g'}";
      return "{'ContainerLevelMetrics':'ENABLED','MetricPolicyRules':["
          + String.join(",", Collections.nCopies(count, rule))
          + "]}";
    }
  }

  /** What the operator reads when a document opens the container to everybody. */
  @Nested
  class Warnings {
    @BeforeEach
    void clear() {
      RecordedLog.clear();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "'Principal':'*'                             |                              | true",
          "'Principal':{'AWS':'*'}                     |                              | true",
          "'Principal':{'AWS':['444455556666','*']}    |                              | true",
          "'NotPrincipal':{'AWS':'444455556666'}       |                              | true",
          "'Principal':'*' | 'Bool':{'aws:SecureTransport':'true'}                    | true",
          "'Principal':'*' | 'Bool':{'aws:SecureTransport':['true','false']}          | true",
          "'Principal':'*' | 'StringEquals':{'aws:Referer':'secret'}                  | false",
          "'Principal':'*' | 'IpAddress':{'aws:SourceIp':'198.51.100.0/24'}           | false",
          "'Principal':{'AWS':'444455556666'}          |                              | false",
          "'Principal':{'Service':'cloudfront.amazonaws.com'} |                       | false",
        })
    void containerPolicy_thatLetsEverybodyIn_isWarnedOf(
        String principal, @Nullable String condition, boolean warned) {
      fixture.call("PutContainerPolicy", policyOf(statement("Allow", principal, condition)));
      assertEquals(warned, logged().contains("Container live has a container policy that allows"));
      assertFalse(logged().contains("secret"));
    }

    @Test
    void containerPolicy_thatOnlyDenies_isNotWarnedOf() {
      fixture.call("PutContainerPolicy", policyOf(statement("Deny", "'Principal':'*'", null)));
      assertEquals("", logged());
    }

    @Test
    void corsPolicy_thatAdmitsEveryOrigin_isWarnedOf() {
      fixture.call("PutCorsPolicy", SampleRequests.right(ControlOperation.PUT_CORS_POLICY));
      assertEquals("", logged());
      fixture.call(
          "PutCorsPolicy", put("CorsPolicy", "[{'AllowedOrigins':['*'],'AllowedHeaders':[]}]"));
      assertTrue(logged().contains("Container live has a CORS policy that admits"), logged());
    }

    private String logged() {
      return String.join("\n", RecordedLog.lines());
    }

    private static String statement(String effect, String principal, @Nullable String condition) {
      return "{'Effect':'%s',%s,'Action':'mediastore:GetObject','Resource':'%s/*'%s}"
          .formatted(
              effect,
              principal,
              SampleRequests.ARN,
              condition == null ? "" : ",'Condition':{" + condition + "}");
    }
  }

  private Container live() {
    return fixture.store.containers("111122223333", "us-west-2").get(0);
  }

  private static String policyOf(String statement) {
    return put(
        "Policy", "'" + escaped("{'Version':'2012-10-17','Statement':[" + statement + "]}") + "'");
  }
}
