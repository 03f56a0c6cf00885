// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.mediastore.MediaStoreClient;
import software.amazon.awssdk.services.mediastore.model.Container;
import software.amazon.awssdk.services.mediastore.model.ContainerInUseException;
import software.amazon.awssdk.services.mediastore.model.ContainerLevelMetrics;
import software.amazon.awssdk.services.mediastore.model.ContainerNotFoundException;
import software.amazon.awssdk.services.mediastore.model.ContainerStatus;
import software.amazon.awssdk.services.mediastore.model.CorsPolicyNotFoundException;
import software.amazon.awssdk.services.mediastore.model.CorsRule;
import software.amazon.awssdk.services.mediastore.model.ListContainersResponse;
import software.amazon.awssdk.services.mediastore.model.MethodName;
import software.amazon.awssdk.services.mediastore.model.MetricPolicy;
import software.amazon.awssdk.services.mediastore.model.MetricPolicyRule;
import software.amazon.awssdk.services.mediastore.model.PolicyNotFoundException;
import software.amazon.awssdk.services.mediastore.model.Tag;

/** All 21 operations of the control plane and the errors they are modelled with. */
final class ControlPlane implements AutoCloseable {

  private static final String NAME = "java-sdk_control";
  private static final String UNKNOWN = "java-sdk_unknown";

  private final Origin origin;
  private final MediaStoreClient client;

  private ControlPlane(Origin origin, MediaStoreClient client) {
    this.origin = origin;
    this.client = client;
  }

  static ControlPlane of(Origin origin) {
    return new ControlPlane(origin, client(origin, SyncHttp.APACHE));
  }

  static MediaStoreClient client(Origin origin, SyncHttp http) {
    return MediaStoreClient.builder()
        .endpointOverride(origin.control())
        .region(origin.region())
        .credentialsProvider(origin.credentials())
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(http.create())
        .build();
  }

  void run() throws Exception {
    create();
    containerPolicy();
    corsPolicy();
    lifecyclePolicy();
    metricPolicy();
    accessLogging();
    tags();
    pages();
    delete();
  }

  private void create() throws Exception {
    System.out.println("CreateContainer, DescribeContainer");
    Container created =
        client
            .createContainer(
                request ->
                    request.containerName(NAME).tags(tag("Environment", "test"), tag("flag", null)))
            .container();
    Check.equal(NAME, created.name(), "name");
    Check.equal(origin.arn(NAME), created.arn(), "ARN");
    Check.that(created.creationTime() != null, "creation time " + created.creationTime());
    Check.equal(false, created.accessLoggingEnabled(), "access logging");

    Container described = describe();
    Check.equal(ContainerStatus.ACTIVE, described.status(), "status");
    Check.that(described.endpoint().matches("https?://.+[^/]"), "endpoint " + described.endpoint());
    Check.equal(created.creationTime(), described.creationTime(), "creation time");

    Check.fails(
        ContainerInUseException.class,
        400,
        () -> client.createContainer(request -> request.containerName(NAME)));
    Check.fails(
        ContainerNotFoundException.class,
        400,
        () -> client.describeContainer(request -> request.containerName(UNKNOWN)));
    Check.failsWithCode(
        "ValidationException",
        400,
        () -> client.createContainer(request -> request.containerName("no such name")));
  }

  private void containerPolicy() throws Exception {
    System.out.println("PutContainerPolicy, GetContainerPolicy, DeleteContainerPolicy");
    String given = client.getContainerPolicy(request -> request.containerName(NAME)).policy();
    Check.that(given.contains("aws:SecureTransport"), "a new container has the default policy");
    String policy =
        """
        { "Version": "2012-10-17",
          "Statement": [ { "Sid": "Read", "Effect": "Allow", "Principal": "*",
            "Action": ["mediastore:GetObject", "mediastore:DescribeObject"],
            "Resource": "%s/*" } ] }
        """
            .formatted(origin.arn(NAME));
    client.putContainerPolicy(request -> request.containerName(NAME).policy(policy));
    Check.equal(
        policy,
        client.getContainerPolicy(request -> request.containerName(NAME)).policy(),
        "container policy");
    Check.failsWithCode(
        "ValidationException",
        400,
        () -> client.putContainerPolicy(request -> request.containerName(NAME).policy("{}")));
    client.deleteContainerPolicy(request -> request.containerName(NAME));
    Check.fails(
        PolicyNotFoundException.class,
        400,
        () -> client.getContainerPolicy(request -> request.containerName(NAME)));
    Check.fails(
        PolicyNotFoundException.class,
        400,
        () -> client.deleteContainerPolicy(request -> request.containerName(NAME)));
    Check.fails(
        ContainerNotFoundException.class,
        400,
        () -> client.getContainerPolicy(request -> request.containerName(UNKNOWN)));
  }

  private void corsPolicy() throws Exception {
    System.out.println("PutCorsPolicy, GetCorsPolicy, DeleteCorsPolicy");
    Check.fails(
        CorsPolicyNotFoundException.class,
        400,
        () -> client.getCorsPolicy(request -> request.containerName(NAME)));
    List<CorsRule> rules =
        List.of(
            CorsRule.builder()
                .allowedOrigins("https://player.example", "http://*.example.org")
                .allowedMethods(MethodName.GET, MethodName.HEAD)
                .allowedHeaders("*")
                .exposeHeaders("ETag")
                .maxAgeSeconds(3000)
                .build(),
            CorsRule.builder()
                .allowedOrigins("*")
                .allowedMethods(MethodName.GET)
                .allowedHeaders(List.of())
                .build());
    client.putCorsPolicy(request -> request.containerName(NAME).corsPolicy(rules));
    Check.equal(
        rules,
        client.getCorsPolicy(request -> request.containerName(NAME)).corsPolicy(),
        "CORS policy");
    client.deleteCorsPolicy(request -> request.containerName(NAME));
    Check.fails(
        CorsPolicyNotFoundException.class,
        400,
        () -> client.deleteCorsPolicy(request -> request.containerName(NAME)));
  }

  private void lifecyclePolicy() throws Exception {
    System.out.println("PutLifecyclePolicy, GetLifecyclePolicy, DeleteLifecyclePolicy");
    Check.fails(
        PolicyNotFoundException.class,
        400,
        () -> client.getLifecyclePolicy(request -> request.containerName(NAME)));
    String policy =
        """
        {"rules": [ {"definition": {"path": [{"prefix": "live/"}],
          "days_since_create": [{"numeric": [">", 5]}]}, "action": "EXPIRE"} ]}
        """;
    client.putLifecyclePolicy(request -> request.containerName(NAME).lifecyclePolicy(policy));
    Check.equal(
        policy,
        client.getLifecyclePolicy(request -> request.containerName(NAME)).lifecyclePolicy(),
        "lifecycle policy");
    client.deleteLifecyclePolicy(request -> request.containerName(NAME));
    Check.fails(
        PolicyNotFoundException.class,
        400,
        () -> client.deleteLifecyclePolicy(request -> request.containerName(NAME)));
  }

  private void metricPolicy() throws Exception {
    System.out.println("PutMetricPolicy, GetMetricPolicy, DeleteMetricPolicy");
    Check.fails(
        PolicyNotFoundException.class,
        400,
        () -> client.getMetricPolicy(request -> request.containerName(NAME)));
    MetricPolicy policy =
        MetricPolicy.builder()
            .containerLevelMetrics(ContainerLevelMetrics.ENABLED)
            .metricPolicyRules(
                MetricPolicyRule.builder()
                    .objectGroup("live/*.m3u8")
                    .objectGroupName("playlists")
                    .build())
            .build();
    client.putMetricPolicy(request -> request.containerName(NAME).metricPolicy(policy));
    Check.equal(
        policy,
        client.getMetricPolicy(request -> request.containerName(NAME)).metricPolicy(),
        "metric policy");
    client.deleteMetricPolicy(request -> request.containerName(NAME));
    Check.fails(
        PolicyNotFoundException.class,
        400,
        () -> client.deleteMetricPolicy(request -> request.containerName(NAME)));
  }

  private void accessLogging() {
    System.out.println("StartAccessLogging, StopAccessLogging");
    client.startAccessLogging(request -> request.containerName(NAME));
    Check.equal(true, describe().accessLoggingEnabled(), "access logging");
    client.stopAccessLogging(request -> request.containerName(NAME));
    Check.equal(false, describe().accessLoggingEnabled(), "access logging");
  }

  private void tags() throws Exception {
    System.out.println("TagResource, ListTagsForResource, UntagResource");
    Check.equal(Map.of("Environment", "test", "flag", ""), listTags(), "tags given at creation");
    client.tagResource(
        request -> request.resource(origin.arn(NAME)).tags(tag("Owner", "ci"), tag("flag", "on")));
    Check.equal(Map.of("Environment", "test", "flag", "on", "Owner", "ci"), listTags(), "tags");
    client.untagResource(
        request -> request.resource(origin.arn(NAME)).tagKeys("flag", "Owner", "never-there"));
    Check.equal(Map.of("Environment", "test"), listTags(), "tags");
    Check.fails(
        ContainerNotFoundException.class,
        400,
        () -> client.listTagsForResource(request -> request.resource(origin.arn(UNKNOWN))));
  }

  private void pages() {
    System.out.println("ListContainers");
    List<String> names = List.of(NAME, NAME + "-2", NAME + "-3");
    names.stream()
        .skip(1)
        .forEach(name -> client.createContainer(request -> request.containerName(name)));
    ListContainersResponse page = client.listContainers(request -> request.maxResults(2));
    Check.equal(2, page.containers().size(), "containers on a page of 2");
    Check.that(page.nextToken() != null, "more pages follow");
    Check.equal(
        names,
        client.listContainersPaginator(request -> request.maxResults(2)).stream()
            .flatMap(each -> each.containers().stream())
            .map(Container::name)
            .filter(names::contains)
            .toList(),
        "containers by pages of 2");
    Check.equal(null, client.listContainers().nextToken(), "token after everything");
    names.stream()
        .skip(1)
        .forEach(name -> client.deleteContainer(request -> request.containerName(name)));
  }

  private void delete() throws Exception {
    System.out.println("DeleteContainer");
    client.deleteContainer(request -> request.containerName(NAME));
    Check.fails(
        ContainerNotFoundException.class,
        400,
        () -> client.deleteContainer(request -> request.containerName(NAME)));
    Check.that(
        client.listContainers().containers().stream().noneMatch(each -> NAME.equals(each.name())),
        "gone from the list");
  }

  private Container describe() {
    return client.describeContainer(request -> request.containerName(NAME)).container();
  }

  private Map<String, String> listTags() {
    return client.listTagsForResource(request -> request.resource(origin.arn(NAME))).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Override
  public void close() {
    client.close();
  }
}
