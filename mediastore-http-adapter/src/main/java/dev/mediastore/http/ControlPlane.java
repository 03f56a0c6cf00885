// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.MediaStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The control plane: requests of AWS JSON 1.1 in, bodies of answers out (contract section 4). Safe
 * for any thread.
 *
 * <p>A request is taken in two steps so that permission can be asked in between: {@link #parse}
 * tells what is wanted and refuses what could never be right, {@link #execute} does it. Either may
 * end in a {@link ServiceException}, or in what the origin reports as {@link
 * dev.mediastore.core.MediaStoreException}.
 */
final class ControlPlane {
  private static final String RESOURCE = "Resource";

  private final MediaStore store;
  private final ControlContainers containers;
  private final ControlDocuments documents;

  ControlPlane(MediaStore store, ControlSettings settings) {
    this.store = store;
    this.containers = new ControlContainers(store, settings);
    this.documents = new ControlDocuments(settings);
  }

  /**
   * Reads and checks a request. Whether it passes does not depend on which containers exist.
   *
   * @param target the {@code X-Amz-Target} field, if there was one
   * @param body the whole body
   * @param scope the caller's account and region
   * @throws ServiceException with {@link ServiceError#UNKNOWN_OPERATION}, {@link
   *     ServiceError#SERIALIZATION} or {@link ServiceError#VALIDATION}, looked for in this order
   */
  ControlCall parse(@Nullable String target, byte[] body, CallScope scope) {
    ControlOperation operation = ControlOperation.ofTarget(target);
    if (operation == null) {
      throw new ServiceException(
          ServiceError.UNKNOWN_OPERATION, "X-Amz-Target does not name an operation.");
    }
    JsonNode request =
        JsonText.read(body)
            .filter(JsonNode::isObject)
            .orElseThrow(
                () ->
                    new ServiceException(
                        ServiceError.SERIALIZATION,
                        "The request body cannot be read as one JSON object."));
    operation.request().verify(request);
    return call(operation, request, scope);
  }

  /**
   * Carries out a request whose caller may make it.
   *
   * @return the body of the answer, {@code application/x-amz-json-1.1}
   */
  byte[] execute(ControlCall call) {
    return JsonText.write(call.action().get()).getBytes(StandardCharsets.UTF_8);
  }

  private ControlCall call(ControlOperation operation, JsonNode request, CallScope scope) {
    Map<String, List<String>> keys =
        new LinkedHashMap<>(ControlTags.requestKeys(operation, request));
    return switch (operation) {
      case CREATE_CONTAINER -> {
        ContainerArn arn = arn(operation, request, scope);
        Map<String, String> tags = ControlTags.tags(request);
        yield new ControlCall(operation, null, keys, () -> containers.create(arn, tags));
      }
      case LIST_CONTAINERS -> {
        ContainerPage page = ContainerPage.of(request, scope);
        yield new ControlCall(operation, null, keys, () -> containers.list(page));
      }
      default -> {
        ContainerArn arn = arn(operation, request, scope);
        find(arn, scope).ifPresent(container -> keys.putAll(ControlTags.resourceKeys(container)));
        Function<Container, ObjectNode> action = action(operation, request);
        yield new ControlCall(
            operation, arn.toString(), keys, () -> action.apply(usable(operation, arn, scope)));
      }
    };
  }

  /** What is done with the container; whatever the request says is read before this returns. */
  private Function<Container, ObjectNode> action(ControlOperation operation, JsonNode request) {
    return switch (operation) {
      case DESCRIBE_CONTAINER -> containers::describe;
      case DELETE_CONTAINER -> silent(container -> store.deleteContainer(container.arn()));
      case START_ACCESS_LOGGING -> silent(container -> container.accessLogging(true));
      case STOP_ACCESS_LOGGING -> silent(container -> container.accessLogging(false));
      case TAG_RESOURCE -> silent(ControlTags.tags(request), Container::tag);
      case UNTAG_RESOURCE -> silent(ControlTags.tagKeys(request), Container::untag);
      case LIST_TAGS_FOR_RESOURCE -> ControlTags::list;
      case PUT_CONTAINER_POLICY ->
          silent(request.path("Policy").asText(), documents::putContainerPolicy);
      case PUT_CORS_POLICY ->
          silent(CorsDocument.parse(request.path("CorsPolicy")), documents::putCorsPolicy);
      case PUT_LIFECYCLE_POLICY ->
          silent(request.path("LifecyclePolicy").asText(), documents::putLifecyclePolicy);
      case PUT_METRIC_POLICY ->
          silent(MetricPolicy.parse(request.path("MetricPolicy")), documents::putMetricPolicy);
      case GET_CONTAINER_POLICY -> ControlDocument.CONTAINER_POLICY::get;
      case GET_CORS_POLICY -> ControlDocument.CORS_POLICY::get;
      case GET_LIFECYCLE_POLICY -> ControlDocument.LIFECYCLE_POLICY::get;
      case GET_METRIC_POLICY -> ControlDocument.METRIC_POLICY::get;
      case DELETE_CONTAINER_POLICY -> silent(ControlDocument.CONTAINER_POLICY::delete);
      case DELETE_CORS_POLICY -> silent(ControlDocument.CORS_POLICY::delete);
      case DELETE_LIFECYCLE_POLICY -> silent(ControlDocument.LIFECYCLE_POLICY::delete);
      case DELETE_METRIC_POLICY -> silent(ControlDocument.METRIC_POLICY::delete);
      case CREATE_CONTAINER, LIST_CONTAINERS ->
          throw new IllegalArgumentException(operation + " is not about one existing container");
    };
  }

  /** The container, whatever its state for those who look and ACTIVE for all others. */
  private Container usable(ControlOperation operation, ContainerArn arn, CallScope scope) {
    Container container = find(arn, scope).orElseThrow(() -> notFound(arn, scope));
    if (operation != ControlOperation.DESCRIBE_CONTAINER) {
      container.requireActive();
    }
    return container;
  }

  private Optional<Container> find(ContainerArn arn, CallScope scope) {
    return inScope(arn, scope) ? store.container(arn) : Optional.empty();
  }

  /** Nobody reaches another account's or region's containers through this plane. */
  private static boolean inScope(ContainerArn arn, CallScope scope) {
    return arn.partition().equals(scope.partition())
        && arn.account().equals(scope.account())
        && arn.region().equals(scope.region());
  }

  /** What the request calls its container by: an ARN, or a name in the caller's scope. */
  private static ContainerArn arn(ControlOperation operation, JsonNode request, CallScope scope) {
    return operation.request().has(RESOURCE)
        ? ContainerArn.parse(request.path(RESOURCE).asText())
        : new ContainerArn(
            scope.partition(),
            scope.region(),
            scope.account(),
            request.path("ContainerName").asText());
  }

  private static ServiceException notFound(ContainerArn arn, CallScope scope) {
    String name = Violations.shown(arn.name());
    String text =
        inScope(arn, scope)
            ? "Container %s was not found in account %s, region %s."
                .formatted(name, scope.account(), scope.region())
            : ("Container %s of account %s, region %s is out of reach: the request is one of account"
                    + " %s, region %s.")
                .formatted(name, arn.account(), arn.region(), scope.account(), scope.region());
    return new ServiceException(ServiceError.CONTAINER_NOT_FOUND, text);
  }

  /** An action whose answer is empty. */
  private static Function<Container, ObjectNode> silent(Consumer<Container> action) {
    return container -> {
      action.accept(container);
      return JsonText.object();
    };
  }

  /** An action whose answer is empty, with what the request brought for it. */
  private static <T> Function<Container, ObjectNode> silent(
      T given, BiConsumer<Container, T> action) {
    return silent(container -> action.accept(container, given));
  }
}
