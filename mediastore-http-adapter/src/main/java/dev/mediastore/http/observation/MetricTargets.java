// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.MetricPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a container's requests go, made once for each policy: a request would
 * otherwise look up several maps of dimensions, each by all it holds. Immutable.
 */
final class MetricTargets {
  /** The types of request by the names of the operations. */
  enum RequestType {
    PUT("PutObject", "Put"),
    GET("GetObject", "Get"),
    DESCRIBE("DescribeObject", "Describe"),
    DELETE("DeleteObject", "Delete"),
    LIST("ListItems", "List"),
    /** Of browsers before they ask for an object; never counted as the request itself. */
    PREFLIGHT("OPTIONS", "OPTIONS");

    private static final Map<String, RequestType> BY_OPERATION = new HashMap<>();

    static {
      for (RequestType type : values()) {
        BY_OPERATION.put(type.operation, type);
      }
    }

    private final String operation;
    private final String dimension;

    RequestType(String operation, String dimension) {
      this.operation = operation;
      this.dimension = dimension;
    }

    /** Null for what is not measured. */
    static @Nullable RequestType of(String operation) {
      return BY_OPERATION.get(operation);
    }
  }

  /**
   * One series of values. Immutable.
   *
   * @param dimensions never changed
   * @param cells where they are summed up; null if they are not, or if there was no room
   */
  record Target(Map<String, String> dimensions, MetricStatistics.@Nullable Cells cells) {}

  /** What a request of one type adds to: its type's own series and that of all types. */
  private record Level(Map<RequestType, List<Target>> byType) {
    static Level of(
        String container,
        @Nullable String group,
        Function<Map<String, String>, MetricStatistics.@Nullable Cells> cells) {
      Target all = target(container, group, null, cells);
      Map<RequestType, List<Target>> byType = new EnumMap<>(RequestType.class);
      for (RequestType type : RequestType.values()) {
        byType.put(type, List.of(all, target(container, group, type, cells)));
      }
      return new Level(byType);
    }

    List<Target> of(RequestType type) {
      return Objects.requireNonNull(byType.get(type));
    }

    private static Target target(
        String container,
        @Nullable String group,
        @Nullable RequestType type,
        Function<Map<String, String>, MetricStatistics.@Nullable Cells> cells) {
      Map<String, String> dimensions = new HashMap<>();
      dimensions.put("ContainerName", container);
      if (group != null) {
        dimensions.put("ObjectGroupName", group);
      }
      if (type != null) {
        dimensions.put("RequestType", type.dimension);
      }
      Map<String, String> fixed = Map.copyOf(dimensions);
      return new Target(fixed, cells.apply(fixed));
    }
  }

  private record Group(MetricPolicy.Rule rule, Level level) {}

  private final MetricPolicy policy;
  private final @Nullable Object sums;
  private final @Nullable Level wholeContainer;
  private final List<Group> groups = new ArrayList<>();

  /**
   * @param sums what the cells belong to
   * @param cells gives the sums under some dimensions
   */
  MetricTargets(
      Container container,
      MetricPolicy policy,
      @Nullable Object sums,
      Function<Map<String, String>, MetricStatistics.@Nullable Cells> cells) {
    this.policy = policy;
    this.sums = sums;
    wholeContainer = policy.containerLevel() ? Level.of(container.name(), null, cells) : null;
    for (MetricPolicy.Rule rule : policy.rules()) {
      groups.add(new Group(rule, Level.of(container.name(), rule.objectGroupName(), cells)));
    }
  }

  /** Whether they are still those of this policy, with cells that are still in use. */
  @SuppressWarnings("ReferenceEquality") // Their reader keeps policies until they change.
  boolean areOf(MetricPolicy current, @Nullable Object currentSums) {
    return policy == current && sums == currentSums;
  }

  /** The series that a request adds to. */
  List<Target> of(RequestType type, @Nullable String path) {
    ObjectPath object = groups.isEmpty() ? null : object(path);
    List<Target> all = new ArrayList<>(2 + 2 * groups.size());
    if (wholeContainer != null) {
      all.addAll(wholeContainer.of(type));
    }
    if (object != null) {
      for (Group group : groups) {
        if (group.rule().matches(object)) {
          all.addAll(group.level().of(type));
        }
      }
    }
    return all;
  }

  private static @Nullable ObjectPath object(@Nullable String path) {
    try {
      return path == null || path.isEmpty() ? null : ObjectPath.of(path);
    } catch (MediaStoreException e) {
      return null;
    }
  }
}
