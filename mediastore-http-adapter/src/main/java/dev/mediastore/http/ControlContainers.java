// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.policy.PolicyDocument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Makes, lists and shows containers (contract sections 4.1 and 6). Safe for any thread. */
final class ControlContainers {
  private final MediaStore store;
  private final ControlSettings settings;

  ControlContainers(MediaStore store, ControlSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Creates a container with the default container policy (contract section 12.4). */
  ObjectNode create(ContainerArn arn, Map<String, String> tags) {
    String policy = PolicyDocument.containerDefaultPolicy(arn.toString(), arn.account());
    return describe(
        store.createContainer(arn, tags, Map.of(DocumentKind.CONTAINER_POLICY, policy)));
  }

  /** The answer that shows one container. */
  ObjectNode describe(Container container) {
    ObjectNode answer = JsonText.object();
    answer.set("Container", shown(container));
    return answer;
  }

  /** One page, with a token only while more containers follow. */
  ObjectNode list(ContainerPage page) {
    CallScope scope = page.scope();
    List<Container> rest =
        store.containers(scope.account(), scope.region()).stream()
            .filter(container -> container.name().compareTo(page.after()) > 0)
            .toList();
    List<Container> listed = rest.subList(0, Math.min(page.most(), rest.size()));
    ObjectNode answer = JsonText.object();
    ArrayNode rows = answer.putArray("Containers");
    listed.forEach(container -> rows.add(shown(container)));
    if (listed.size() < rest.size()) {
      String last = listed.get(listed.size() - 1).name();
      answer.put("NextToken", ContainerCursor.after(last, scope));
    }
    return answer;
  }

  private ObjectNode shown(Container container) {
    ContainerStatus status = container.status();
    ObjectNode shown =
        JsonText.object()
            .put("AccessLoggingEnabled", container.accessLogging())
            .put("ARN", container.arn().toString())
            // Whole seconds with a fraction of zero, as in every published answer.
            .put("CreationTime", BigDecimal.valueOf(container.createdAt().getEpochSecond() * 10, 1))
            .put("Name", container.name())
            .put("Status", status.name());
    if (status != ContainerStatus.CREATING) {
      shown.put("Endpoint", settings.endpoint().apply(container));
    }
    return shown;
  }
}
