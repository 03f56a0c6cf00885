// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static dev.mediastore.http.SampleRequests.ARN;
import static dev.mediastore.http.SampleRequests.escaped;
import static dev.mediastore.http.SampleRequests.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What clients that already exist rely on (contract section 19). */
class ControlClientsTest {
  private static final String LIVE = "{'ContainerName':'live'}";
  private static final String SECURE_FULL_ACCESS =
      "{'Version':'2012-10-17','Statement':[{'Sid':'MediaStoreFullAccess','Effect':'Allow',"
          + "'Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'mediastore:*',"
          + "'Resource':'"
          + ARN
          + "/*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}]}";

  @Nested
  class Terraform {
    private final Duration wait = Duration.ofSeconds(10);
    private final Duration poll = Duration.ofSeconds(3);

    @Test
    void preCheck_listsContainersWithAnEmptyObject() {
      try (ControlFixture fixture = ControlFixture.create()) {
        assertTrue(fixture.call("ListContainers", "{}").get("Containers").isEmpty());
      }
    }

    @Test
    void create_pollsThroughCreatingOnly() {
      try (ControlFixture fixture = slow()) {
        fixture.call("CreateContainer", LIVE);
        List<String> states = new ArrayList<>();
        fixture.pass(wait);
        while (!states.contains("ACTIVE") && states.size() < 100) {
          states.add(container(fixture).get("Status").asText());
          fixture.pass(poll);
        }
        assertEquals(List.of("CREATING", "ACTIVE"), states.stream().distinct().toList());
        JsonNode created = container(fixture);
        assertEquals(ARN, created.get("ARN").asText());
        assertEquals("live", created.get("Name").asText());
        assertTrue(created.get("Endpoint").asText().startsWith("https://"));
      }
    }

    @Test
    void create_withAnEmptyListOfTags_isAccepted() {
      try (ControlFixture fixture = ControlFixture.create()) {
        fixture.call("CreateContainer", "{'ContainerName':'live','Tags':[]}");
        assertTrue(tags(fixture).isEmpty());
      }
    }

    @Test
    void update_untagsBeforeItTags() {
      try (ControlFixture fixture = ControlFixture.create()) {
        fixture.call(
            "CreateContainer", "{'ContainerName':'live','Tags':[{'Key':'Name','Value':'a'}]}");
        fixture.call("UntagResource", "{'Resource':'" + ARN + "','TagKeys':['Name']}");
        fixture.call(
            "TagResource", "{'Resource':'" + ARN + "','Tags':[{'Key':'Name2','Value':'b'}]}");
        assertEquals("[{\"Key\":\"Name2\",\"Value\":\"b\"}]", tags(fixture).toString());
        fixture.call("UntagResource", "{'Resource':'" + ARN + "','TagKeys':['Name2']}");
        assertEquals(0, tags(fixture).size());
      }
    }

    @Test
    void destroy_pollsThroughDeletingUntilNotFound() {
      try (ControlFixture fixture = slow()) {
        fixture.call("CreateContainer", LIVE);
        fixture.pass(wait.plus(wait));
        fixture.call("DeleteContainer", LIVE);
        fixture.pass(wait);
        assertEquals("DELETING", container(fixture).get("Status").asText());
        fixture.pass(wait);
        assertEquals(ServiceError.CONTAINER_NOT_FOUND, fixture.error("DescribeContainer", LIVE));
        assertEquals(ServiceError.CONTAINER_NOT_FOUND, fixture.error("DeleteContainer", LIVE));
      }
    }

    @Test
    void policy_isComparedByMeaning() {
      try (ControlFixture fixture = ControlFixture.withLive()) {
        fixture.call("PutContainerPolicy", put("Policy", "'" + escaped(SECURE_FULL_ACCESS) + "'"));
        String text = fixture.call("GetContainerPolicy", LIVE).get("Policy").asText();
        assertEquals(JsonText.read(SECURE_FULL_ACCESS.replace('\'', '"')), JsonText.read(text));
        fixture.call("DeleteContainerPolicy", LIVE);
        assertEquals(ServiceError.POLICY_NOT_FOUND, fixture.error("GetContainerPolicy", LIVE));
      }
    }

    @Test
    void destroyCheckOfThePolicy_findsTheContainerInUse() {
      try (ControlFixture fixture = slow()) {
        fixture.call("CreateContainer", LIVE);
        fixture.pass(wait.plus(wait));
        fixture.call("DeleteContainer", LIVE);
        ServiceException refused = fixture.refused("GetContainerPolicy", LIVE);
        assertEquals(ServiceError.CONTAINER_IN_USE, refused.error());
        assertTrue(
            refused
                .publicMessage()
                .contains("Container must be ACTIVE in order to perform this operation"));
      }
    }

    private ControlFixture slow() {
      return ControlFixture.create(
          MediaStore.builder().activationDelay(wait.plus(poll)).deletionDelay(wait.plus(poll)));
    }
  }

  @Nested
  class LocalStack {
    @Test
    void container_isUsableAtOnceAndGoneAtOnce() {
      try (ControlFixture fixture =
          ControlFixture.create(MediaStore.builder().eagerActivation(true))) {
        JsonNode created =
            fixture.call("CreateContainer", "{'ContainerName':'c-1a2b3c4d'}").get("Container");
        assertTrue(created.get("Endpoint").asText().startsWith("https://"));
        ObjectPath path = ObjectPath.of("object.ts");
        Container container = fixture.store.containers("111122223333", "us-west-2").get(0);
        container.put(path, UploadOptions.none(), new byte[] {1});
        container.delete(path);
        fixture.call("DeleteContainer", "{'ContainerName':'c-1a2b3c4d'}");
        assertTrue(fixture.call("ListContainers", "{}").get("Containers").isEmpty());
        assertEquals(
            ServiceError.CONTAINER_NOT_FOUND,
            fixture.error("DeleteContainer", "{'ContainerName':'c-1a2b3c4d'}"));
      }
    }
  }

  /** Where the contract differs from what users of moto are used to. */
  @Nested
  class Moto {
    @Test
    void name_isChecked() {
      try (ControlFixture fixture = ControlFixture.create()) {
        assertEquals(
            ServiceError.VALIDATION,
            fixture.error("CreateContainer", "{'ContainerName':'Awesome container!'}"));
      }
    }

    @Test
    void container_holdsNoTagsAndANumericTime() {
      try (ControlFixture fixture = ControlFixture.create()) {
        JsonNode created =
            fixture
                .call("CreateContainer", "{'ContainerName':'live','Tags':[{'Key':'a'}]}")
                .get("Container");
        assertFalse(created.has("Tags"));
        assertTrue(created.get("CreationTime").isNumber());
      }
    }

    @Test
    void describe_makesTheContainerActive() {
      try (ControlFixture fixture = ControlFixture.create()) {
        assertEquals(
            "CREATING", fixture.call("CreateContainer", LIVE).at("/Container/Status").asText());
        assertEquals("ACTIVE", container(fixture).get("Status").asText());
      }
    }

    @Test
    void secondCreate_doesNotReplaceTheFirst() {
      try (ControlFixture fixture = ControlFixture.withLive()) {
        String endpoint = container(fixture).get("Endpoint").asText();
        assertEquals(ServiceError.CONTAINER_IN_USE, fixture.error("CreateContainer", LIVE));
        assertEquals(endpoint, container(fixture).get("Endpoint").asText());
      }
    }

    @Test
    void unknownContainer_hasOneErrorEverywhere() {
      try (ControlFixture fixture = ControlFixture.create()) {
        for (String operation :
            List.of("DescribeContainer", "GetMetricPolicy", "DeleteContainer")) {
          assertEquals(ServiceError.CONTAINER_NOT_FOUND, fixture.error(operation, LIVE));
        }
      }
    }

    @Test
    void freshContainer_hasAPolicy() {
      try (ControlFixture fixture = ControlFixture.withLive()) {
        assertFalse(fixture.call("GetContainerPolicy", LIVE).get("Policy").asText().isEmpty());
      }
    }

    @Test
    void listTags_wantsAnArn() {
      try (ControlFixture fixture = ControlFixture.withLive()) {
        assertEquals(
            ServiceError.VALIDATION, fixture.error("ListTagsForResource", "{'Resource':'live'}"));
      }
    }
  }

  /** The steps of CloudFormation and the settings of the CDK pattern. */
  @Nested
  class CloudFormation {
    @Test
    void create_setsEverythingInSequence() {
      try (ControlFixture fixture = ControlFixture.create()) {
        fixture.call("CreateContainer", LIVE);
        fixture.call("StartAccessLogging", LIVE);
        fixture.call(
            "PutContainerPolicy",
            put(
                "Policy",
                "'"
                    + escaped(
                        SECURE_FULL_ACCESS
                            .replace("{'AWS':'arn:aws:iam::111122223333:root'}", "'*'")
                            .replace(
                                "'mediastore:*'",
                                "['mediastore:GetObject','mediastore:DescribeObject']"))
                    + "'"));
        fixture.call(
            "PutCorsPolicy",
            put(
                "CorsPolicy",
                "[{'AllowedOrigins':['*'],'AllowedHeaders':['*'],'AllowedMethods':['GET'],"
                    + "'ExposeHeaders':['*'],'MaxAgeSeconds':3000}]"));
        fixture.call(
            "PutLifecyclePolicy",
            put(
                "LifecyclePolicy",
                "'"
                    + escaped(
                        "{'rules':[{'definition':{'path':[{'wildcard':'*'}],"
                            + "'days_since_create':[{'numeric':['>',30]}]},'action':'EXPIRE'}]}")
                    + "'"));
        fixture.call("PutMetricPolicy", put("MetricPolicy", "{'ContainerLevelMetrics':'ENABLED'}"));
        assertTrue(container(fixture).get("AccessLoggingEnabled").asBoolean());
      }
    }
  }

  /** The steps of the hands-on guide: contract of the command line. */
  @Nested
  class CommandLine {
    @Test
    void lab_runsFromCreateToCleanUp() {
      try (ControlFixture fixture = ControlFixture.create()) {
        String name = "'ContainerName':'mediastore-hls-lab-1'";
        fixture.call("CreateContainer", "{" + name + "}");
        fixture.call("DescribeContainer", "{" + name + "}");
        fixture.call(
            "PutCorsPolicy",
            "{"
                + name
                + ",'CorsPolicy':[{'AllowedOrigins':['*'],'AllowedMethods':['GET','HEAD'],"
                + "'AllowedHeaders':['*'],'ExposeHeaders':['ETag'],'MaxAgeSeconds':3000}]}");
        fixture.call(
            "PutContainerPolicy",
            "{"
                + name
                + ",'Policy':'"
                + escaped(
                    "{'Version':'2012-10-17','Statement':[{'Sid':'PublicReadForLabOnly',"
                        + "'Effect':'Allow','Principal':'*','Action':'mediastore:GetObject',"
                        + "'Resource':'*'}]}")
                + "'}");
        for (String cleanUp :
            List.of("DeleteContainerPolicy", "DeleteCorsPolicy", "DeleteContainer")) {
          assertEquals("{}", fixture.raw(cleanUp, "{" + name + "}"));
        }
      }
    }
  }

  private static JsonNode container(ControlFixture fixture) {
    return fixture.call("DescribeContainer", LIVE).get("Container");
  }

  private static JsonNode tags(ControlFixture fixture) {
    return fixture.call("ListTagsForResource", "{'Resource':'" + ARN + "'}").get("Tags");
  }
}
