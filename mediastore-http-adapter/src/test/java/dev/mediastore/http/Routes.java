// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.ArrayList;
import java.util.List;

/** Every way into the service, read from the tables that the service itself goes by. */
public final class Routes {
  private Routes() {}

  /**
   * A route.
   *
   * @param method method
   * @param target path and query
   * @param amzTarget value of {@code X-Amz-Target}; empty on the data plane
   * @param body a body with which nothing is wrong; empty on the data plane
   */
  public record Route(String method, String target, String amzTarget, String body) {
    /** Whether it leads to the control plane. */
    public boolean isControl() {
      return !amzTarget.isEmpty();
    }

    @Override
    public String toString() {
      return method + ' ' + target + (isControl() ? ' ' + amzTarget : "");
    }
  }

  /**
   * The routes of the data plane, for a container selected by its host and by a path prefix.
   *
   * @param prefix such as {@code /c/NAME}
   */
  public static List<Route> data(String prefix, String object, String newObject) {
    List<Route> routes = new ArrayList<>();
    for (String base : List.of("", prefix)) {
      for (String method : methods(false)) {
        for (String path : List.of(object, newObject, "/" + object)) {
          routes.add(new Route(method, base + path, "", ""));
        }
      }
      for (String method : methods(true)) {
        routes.add(new Route(method, base + "/", "", ""));
        routes.add(new Route(method, base + "/?Path=live&MaxResults=5", "", ""));
      }
    }
    return routes;
  }

  /** OPTIONS is answered to everybody by design and is not behind the gate. */
  private static List<String> methods(boolean top) {
    return List.of(DataOperation.allowed(Preset.COMPATIBLE, top).split(", ")).stream()
        .filter(method -> !method.equals("OPTIONS"))
        .toList();
  }

  /** The routes of the control plane, about the container {@code live}. */
  public static List<Route> control() {
    List<Route> routes = new ArrayList<>();
    for (ControlOperation operation : ControlOperation.values()) {
      routes.add(
          new Route(
              "POST",
              "/",
              "MediaStore_20170901." + operation.action(),
              SampleRequests.right(operation)
                  .replace('\'', '"')
                  .replace("us-west-2", "us-east-1")));
    }
    return routes;
  }
}
